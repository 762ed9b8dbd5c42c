import Storage
import Values
import Web

/// Goes back one step.
struct UndoChoice: Endpoint {
    static let route = Route(.post, "/v1/configurations/{configuration}/undo", .shop)
    static let summary = "Goes back one step: to what was chosen before the last choice, un-choosing or completion."
    static let refusals: [any Refusal.Type] = [Configuration.Refusal.self, SavedConfiguration.Refusal.self]

    struct Input: Decodable, Sendable {
        let configuration: ID<SavedConfiguration>
    }

    let desk: ConfigurationDesk

    func answer(_ input: Input, for caller: Caller) async throws -> SavedConfigurationView {
        let saved = try await desk.find(input.configuration)
        try saved.checkOpen()
        return try await desk.show(try await desk.save(try saved.undone()))
    }
}
