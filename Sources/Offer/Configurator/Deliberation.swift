import Reasoning
import Values

/// A selection thought through: what can still be taken, what can't and why, what to drop for it.
struct Deliberation: Sendable {
    let standings: [CompiledModel.Standing]
    /// Why the buyer's choices themselves can't hold together; nil when they can.
    let conflict: Conflict?
    /// By parameter's number: the least and the greatest value that goes with the other choices; nil where it isn't
    /// asked for.
    let ranges: [ClosedRange<Int>?]

    /// Choices and rules that can't hold together, and what to drop so that the rest can.
    struct Conflict: Sendable, Equatable {
        var because: [String] = []
        var rules: [Int] = []
        var groups: [ID<ConfigurationModel.Group>] = []
        /// Each a set of choices to drop, the smallest first.
        var ways: [[String]] = []

        static let none = Conflict()
    }

    /// How many impossible options of one answer are explained; no page shows more.
    static let explainedLimit = 60
    static let wayLimit = 3
    /// What a whole answer may take, of however many questions it is made.
    static let budget = Duration.seconds(5)
}

/// Thinks a selection through.
struct Deliberating: Sendable {
    let model: CompiledModel
    let reasoner: Reasoner
    let sphere: ConfigurationModel.Sphere
    let choices: Choices
    let verdict: CompiledModel.Verdict
    /// Counts from when thinking begins.
    let patience: Patience

    init(
        model: CompiledModel, reasoner: Reasoner, sphere: ConfigurationModel.Sphere, choices: Choices,
        verdict: CompiledModel.Verdict, patience: Patience = Patience(Deliberation.budget)
    ) {
        self.model = model
        self.reasoner = reasoner
        self.sphere = sphere
        self.choices = choices
        self.verdict = verdict
        self.patience = patience
    }

    func deliberate() async throws(Unanswered) -> Deliberation {
        var kept = choices
        var conflict: Deliberation.Conflict?
        if try await standing(after: choices) == nil {
            let found = try await why(choices, wish: nil)
            kept = choices.without(found.ways.first ?? found.because)
            conflict = found
        }
        let within = try await standings(of: kept)
        let taken = Set(verdict.taken)
        var standings: [CompiledModel.Standing] = []
        var explained = 0
        for number in model.options.indices {
            let place = model.options[number]
            if taken.contains(number) {
                standings.append(model.standing(ofTaken: number, verdict))
                continue
            }
            let near = model.standing(of: number, choices, verdict, in: sphere)
            let isRoom = within[place.group]?[place.option.id.text].map { !Self.isImpossible($0) } ?? true
            if let open = try await open(near, isRoom: isRoom, isTorn: conflict != nil, kept) {
                standings.append(open)
            } else {
                standings.append(try await impossible(number, kept,
                    isExplained: explained < Deliberation.explainedLimit))
                explained += 1
            }
        }
        return Deliberation(standings: standings, conflict: conflict, ranges: try await ranges(kept))
    }

    func standing(after choices: Choices) async throws(Unanswered) -> Reasoning.Standing? {
        try await reasoner.standing(Self.asked(choices), patience: patience)
    }

    /// How all stands after these choices, seen from each group: in one that takes one option, what is chosen there may
    /// give way.
    private func standings(of kept: Choices) async throws(Unanswered) -> [Reasoning.Standing?] {
        let all = try await standing(after: kept)
        var standings: [Reasoning.Standing?] = []
        for number in model.groups.indices {
            let rivals = rivals(in: number, kept)
            standings.append(rivals.isEmpty ? all : try await standing(after: kept.without(rivals)))
        }
        return standings
    }

    /// What is chosen in a group of which one is taken.
    private func rivals(in group: Int, _ kept: Choices) -> [String] {
        guard model.groups[group].maximum == 1 else { return [] }
        return kept.options.filter { model.number(of: $0).map(model.members[group].contains) ?? false }.map(\.text)
    }

    private func impossible(
        _ number: Int, _ kept: Choices, isExplained: Bool
    ) async throws(Unanswered) -> CompiledModel.Standing {
        let (group, option) = (model.options[number].group, model.options[number].option.id.text)
        var standing = CompiledModel.Standing(option: number, state: .impossible, taken: verdict.taken)
        guard isExplained else { return standing }
        let rest = kept.without(rivals(in: group, kept))
        let conflict = try await why(rest, wish: .take(option))
        standing.conflict = conflict
        standing.rules = conflict.rules
        return standing
    }

    private static func isImpossible(_ state: Reasoning.Standing.State) -> Bool {
        if case .impossible = state { true } else { false }
    }

    /// What taking it would come to; nil when it can't be. What one sees without reasoning holds when it leaves no dead
    /// end. Where the choices contradict each other, nothing more is said of an option than that it breaks nothing new.
    private func open(
        _ near: CompiledModel.Standing, isRoom: Bool, isTorn: Bool, _ kept: Choices
    ) async throws(Unanswered) -> CompiledModel.Standing? {
        switch near.state {
        case .needsMore:
            if isTorn { return near }
            if let chosen = near.chosen,
                try await reasoner.isExtensible(Self.asked(chosen), patience: patience) { return near }
            return isRoom ? try await completed(near, kept) : nil
        case .impossible: return isRoom && !isTorn ? try await completed(near, kept) : nil
        default: return isRoom ? near : nil
        }
    }

    /// It is possible, together with others that must be taken, or values that must change: the nearest of them.
    private func completed(
        _ near: CompiledModel.Standing, _ kept: Choices
    ) async throws(Unanswered) -> CompiledModel.Standing {
        let number = near.option
        let option = model.options[number].option.id
        let rest = kept.without(rivals(in: model.options[number].group, kept))
        let before = Set(verdict.taken.map { model.options[$0].option.id.text })
        var values: [String: Int] = [:]
        for (place, parameter) in model.parameters.enumerated() {
            values[parameter.id.text] = verdict.values[place] ?? parameter.usual
        }
        let completion = try await reasoner.complete(
            Self.asked(rest) + [.take(option.text)],
            .nearest(options: before.union([option.text]), parameters: values), patience: patience)
        guard let completion else { return near }
        let more = model.options.indices.filter { place in
            let name = model.options[place].option.id.text
            return place != number && completion.options.contains(name) && !before.contains(name)
        }
        let set = model.parameters.enumerated().compactMap { place, parameter -> Choices.Value? in
            guard verdict.values[place] != nil, let value = completion.parameters[parameter.id.text],
                  value != values[parameter.id.text] else { return nil }
            return Choices.Value(parameter.id, value)
        }
        let whole = Choices(
            model.options.filter { completion.options.contains($0.option.id.text) }.map(\.option.id),
            values: model.parameters.compactMap { parameter in
                completion.parameters[parameter.id.text].map { Choices.Value(parameter.id, $0) }
            })
        let outcome = whole.map { model.check($0, in: sphere) }
        var standing = CompiledModel.Standing(
            option: number, state: more.isEmpty && set.isEmpty ? .possible : .needsMore,
            taken: outcome?.taken ?? verdict.taken)
        standing.more = more
        standing.set = set
        standing.rules = near.rules
        standing.values = outcome?.values
        return standing
    }

    /// Why these choices, and a wish besides, can't hold together, and what to drop.
    func why(_ choices: Choices, wish: Choice?) async throws(Unanswered) -> Deliberation.Conflict {
        let asked = Self.asked(choices)
        guard let explanation = try await reasoner.explain(asked, wish: wish, patience: patience) else { return .none }
        let repairs = try await reasoner.repairs(
            for: wish, among: asked, limit: Deliberation.wayLimit, patience: patience)
        return Deliberation.Conflict(
            because: explanation.choices.map(Self.text), rules: explanation.rules.compactMap { Int($0) },
            groups: explanation.reasons.compactMap { reason in
                if case .group(let name) = reason { ID<ConfigurationModel.Group>(name) } else { nil }
            },
            ways: repairs?.ways.map { $0.dropped.map(Self.text) } ?? [])
    }

    private func ranges(_ kept: Choices) async throws(Unanswered) -> [ClosedRange<Int>?] {
        var ranges: [ClosedRange<Int>?] = []
        for (number, parameter) in model.parameters.enumerated() {
            guard verdict.values[number] != nil else {
                ranges.append(nil)
                continue
            }
            let others = kept.without(kept.values.filter { $0.parameter == parameter.id }.map(\.description))
            let bounds = try await standing(after: others)?.bounds(of: parameter.id.text)
            ranges.append(bounds.map { $0.lowest...$0.highest } ?? parameter.minimum...parameter.maximum)
        }
        return ranges
    }

    /// As the reasoner takes them.
    static func asked(_ choices: Choices) -> [Choice] {
        choices.options.map { .take($0.text) } + choices.values.map { .set($0.parameter.text, $0.number) }
    }

    /// As the buyer wrote it.
    private static func text(_ choice: Choice) -> String {
        switch choice {
        case .option(let name, _): name
        case .parameter(let name, let range): "\(name)=\(range.lowerBound)"
        }
    }
}
