import Storage
import Values
import Web

/// Chooses what is still open.
struct CompleteConfiguration: Endpoint {
    static let route = Route(.post, "/v1/configurations/{configuration}/complete", .shop)
    static let summary = """
        Chooses what is still open, as near to the defaults as can be, or as cheaply; within a second, and says how \
        good it is.
        """
    static let refusals: [any Refusal.Type] = [Configuration.Refusal.self, SavedConfiguration.Refusal.self]

    struct Input: Decodable, Sendable {
        let configuration: ID<SavedConfiguration>
        /// `nearest` when left out.
        let aim: Aim?

        enum Aim: String, CaseIterable, Codable, Sendable { case nearest, cheapest }
    }

    let desk: ConfigurationDesk

    func answer(_ input: Input, for caller: Caller) async throws -> SavedConfigurationView {
        let saved = try await desk.find(input.configuration)
        try saved.checkOpen()
        guard let held = try await desk.checked(saved).held else {
            throw SavedConfiguration.Refusal.notConfigurable(saved.product)
        }
        let isCheapest = input.aim == .cheapest
        let found = try await desk.reasoners.completion(
            of: saved.choices, in: held, cheapestIn: isCheapest ? saved.currency : nil)
        guard let found else { throw SavedConfiguration.Refusal.tooMany(limit: Choices.limit) }
        let completeness = SavedConfigurationView.Completeness(
            isBest: found.gap == 0, gap: isCheapest ? Money(Int64(found.gap), saved.currency) : nil)
        let stored = try await desk.save(saved.choosing(found.choices))
        return try await desk.show(stored, completion: completeness)
    }
}
