import Storage
import Values
import Web

/// Moves a configuration to the newest version of its model, and says what that changes.
struct MoveConfiguration: Endpoint {
    static let route = Route(.post, "/v1/configurations/{configuration}/move", .shop)
    static let summary = """
        Moves a configuration to the version of the model published last: choices it doesn't know, or that hold \
        together no more, are dropped, as few as can be. Says what that changes.
        """
    static let refusals: [any Refusal.Type] = [Configuration.Refusal.self, SavedConfiguration.Refusal.self]

    struct Input: Decodable, Sendable {
        let configuration: ID<SavedConfiguration>
    }

    let desk: ConfigurationDesk

    func answer(_ input: Input, for caller: Caller) async throws -> SavedConfigurationView {
        let saved = try await desk.find(input.configuration)
        try saved.checkOpen()
        let before = try await desk.checked(saved)
        let latest = try await desk.shop.read { db in try ConfigurationModel.latest(of: saved.product, in: db) }
        guard let latest, latest != saved.modelVersion else { throw SavedConfiguration.Refusal.upToDate }
        let model = try await desk.model(of: saved.moved(to: latest, .none))
        var kept = model.known(of: saved.choices)
        let held = try await desk.checked(saved.moved(to: latest, kept)).held
        if let held, let conflict = try await desk.reasoners.conflict(of: kept, in: held) {
            kept = kept.without(conflict.ways.first ?? conflict.because)
        }
        let moved = saved.moved(to: latest, kept)
        try await desk.checkRoom(moved)
        let after = try await desk.checked(moved)
        let (old, new) = (before.options.map(\.id), after.options.map(\.id))
        let left = Set(kept.texts)
        let move = SavedConfigurationView.Move(
            from: saved.modelVersion, to: latest, dropped: saved.choices.texts.filter { !left.contains($0) },
            added: new.filter { !old.contains($0) }, removed: old.filter { !new.contains($0) },
            change: after.price - before.price)
        return try await desk.show(try await desk.save(moved), move: move)
    }
}

extension CompiledModel {
    /// Those of some choices that this model has.
    func known(of choices: Choices) -> Choices {
        let values = choices.values.filter { value in
            number(of: value.parameter).map { parameters[$0].takes(value.number) } ?? false
        }
        return Choices(choices.options.filter { number(of: $0) != nil }, values: values) ?? .none
    }
}
