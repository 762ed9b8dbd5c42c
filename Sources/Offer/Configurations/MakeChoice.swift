import Storage
import Values
import Web

/// Chooses an option, or sets a parameter.
struct MakeChoice: Endpoint {
    static let route = Route(.post, "/v1/configurations/{configuration}/choices", .shop)
    static let summary = """
        Chooses options or sets parameters; in a group that takes one, and for a parameter, in the place of what was \
        chosen there. What can't go with the other choices is refused, with the reason and what to drop: dropped at \
        once when named in `drop`.
        """
    static let refusals: [any Refusal.Type] = [Configuration.Refusal.self, SavedConfiguration.Refusal.self]

    struct Input: Decodable, Sendable {
        let configuration: ID<SavedConfiguration>
        let choices: Choices
        /// Choices to give up for it.
        let drop: Choices?
    }

    let desk: ConfigurationDesk

    func answer(_ input: Input, for caller: Caller) async throws -> SavedConfigurationView {
        let saved = try await desk.find(input.configuration)
        try saved.checkOpen()
        let model = try await desk.model(of: saved)
        let rest = saved.choices.without(input.drop?.texts ?? [])
        guard let choices = model.choosing(input.choices, beside: rest) else {
            throw SavedConfiguration.Refusal.tooMany(limit: Choices.limit)
        }
        let changed = saved.choosing(choices)
        try await desk.checkRoom(changed)
        return try await desk.show(try await desk.save(changed))
    }
}

extension ConfigurationDesk {
    func model(of saved: SavedConfiguration) async throws -> CompiledModel {
        guard let held = try await checked(saved).held else {
            throw SavedConfiguration.Refusal.notConfigurable(saved.product)
        }
        return held.model
    }
}

extension CompiledModel {
    /// Choices with further ones, which in a group that takes one take the place of what was chosen there. Nil when
    /// they are too many.
    func choosing(_ further: Choices, beside rest: Choices) -> Choices? {
        var options = rest.options
        for option in further.options {
            if let number = number(of: option), groups[self.options[number].group].maximum == 1 {
                let rivals = Set(members[self.options[number].group].map { self.options[$0].option.id })
                options.removeAll { rivals.contains($0) }
            }
            if !options.contains(option) { options.append(option) }
        }
        let values = rest.values.filter { further.value(of: $0.parameter) == nil } + further.values
        return Choices(options, values: values)
    }
}
