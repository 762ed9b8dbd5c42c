import Storage
import Values
import Web

/// Reads a configuration: what was chosen, where every option stands, what it costs.
struct ReadConfiguration: Endpoint {
    static let route = Route(.get, "/v1/configurations/{configuration}", .shop)
    static let summary = """
        Reads a configuration: what was chosen and by whom, what is possible and why something isn't, what it costs.
        """
    static let refusals: [any Refusal.Type] = [Configuration.Refusal.self, SavedConfiguration.Refusal.self]

    struct Input: Decodable, Sendable {
        let configuration: ID<SavedConfiguration>
    }

    let desk: ConfigurationDesk

    func answer(_ input: Input, for caller: Caller) async throws -> SavedConfigurationView {
        try await desk.show(try await desk.find(input.configuration))
    }
}
