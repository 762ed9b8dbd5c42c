import Storage
import Values
import Web

/// Takes a choice back.
struct DropChoice: Endpoint {
    static let route = Route(.delete, "/v1/configurations/{configuration}/choices/{choice}", .shop)
    static let summary = "Takes a choice back: an option, or what a parameter was set to. It is named by its id."
    static let refusals: [any Refusal.Type] = [Configuration.Refusal.self, SavedConfiguration.Refusal.self]

    struct Input: Decodable, Sendable {
        let configuration: ID<SavedConfiguration>
        let choice: ID<ConfigurationModel.Option>
    }

    let desk: ConfigurationDesk

    func answer(_ input: Input, for caller: Caller) async throws -> SavedConfigurationView {
        let saved = try await desk.find(input.configuration)
        try saved.checkOpen()
        let value = saved.choices.values.first { $0.parameter.text == input.choice.text }
        let choices = saved.choices.without([value?.description ?? input.choice.text])
        guard choices != saved.choices else { throw SavedConfiguration.Refusal.notChosen }
        return try await desk.show(try await desk.save(saved.choosing(choices)))
    }
}
