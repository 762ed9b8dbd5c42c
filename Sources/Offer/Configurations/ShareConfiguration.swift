import Storage
import Values
import Web

/// Makes a copy that never changes, to be shown to others.
struct ShareConfiguration: Endpoint {
    static let route = Route(.post, "/v1/configurations/{configuration}/share", .shop)
    static let summary = """
        Makes a copy that never changes, under an id of its own: a link to it may be given away. Others begin with \
        it by naming it in `from`.
        """
    static let refusals: [any Refusal.Type] = [Configuration.Refusal.self, SavedConfiguration.Refusal.self]

    struct Input: Decodable, Sendable {
        let configuration: ID<SavedConfiguration>
    }

    let desk: ConfigurationDesk

    func answer(_ input: Input, for caller: Caller) async throws -> Created<SavedConfigurationView> {
        let id: ID<SavedConfiguration> = desk.shop.newID()
        let now = desk.shop.now
        let shared = try await desk.shop.write { db in
            let saved = try SavedConfiguration.find(input.configuration, in: db)
            let shared = SavedConfiguration(
                id: id, product: saved.product, modelVersion: saved.modelVersion, currency: saved.currency,
                market: saved.market, choices: saved.choices, history: [], isShared: true, step: 1)
            try shared.insert(at: now, in: db)
            return shared
        }
        return Created(try await desk.show(shared), at: "/v1/configurations/\(id)")
    }
}
