extension Inquiry {
    /// What is settled and what isn't, per visible variable: 1 always true, -1 always false, 0 open.
    struct Settled {
        var values: [Int8]
        /// What only the solver knows to be settled.
        var solved: [Int32]
        var shown: Shown
    }

    /// Finds out what holds in all configurations that agree with `literals`; nil where there is none. `known`
    /// configurations may agree or not.
    ///
    /// After propagation each model of the solver shows many options possible, and is driven away from what all models
    /// before had in common; when that can't be any more, what is left in common is settled (Janota, Lynce and
    /// Marques-Silva, "Algorithms for computing backbones of propositional formulae", 2015: core-based chunks).
    func settle(_ literals: [Int32], knowing known: [[Witness]]) throws(Unanswered) -> Settled? {
        guard !isContradictory else { return nil }
        propagator.back(to: base)
        for literal in literals where !propagator.assume(literal) { return nil }
        var shown = Shown(visible: book.variables.visible)
        for witness in known.joined() {
            if let agreeing = witness.agreeing(with: literals) { shown.add(agreeing) }
        }
        if shown.witnesses.isEmpty {
            guard try solve(literals) else { return nil }
            shown.add(witness())
        }
        var common = common(of: shown, among: nil)
        var solved: [Int32] = []
        while !common.isEmpty {
            let chunk = Array(common.prefix(Self.chunk))
            if try solve(literals, wanting: chunk.map { -$0 }) {
                shown.add(witness())
                common = self.common(of: shown, among: common)
            } else {
                solved += chunk
                common.removeFirst(chunk.count)
            }
        }
        var values = [Int8](repeating: 0, count: book.variables.visible)
        for variable in values.indices { values[variable] = propagator.value(Int32(variable + 1)) }
        for literal in solved { values[Int(abs(literal)) - 1] = literal > 0 ? 1 : -1 }
        return Settled(values: values, solved: solved, shown: shown)
    }

    /// What is asked about at once.
    private static let chunk = 1_000

    /// The literals that all witnesses have in common and that propagation didn't settle.
    private func common(of shown: Shown, among candidates: [Int32]?) -> [Int32] {
        if let candidates { return candidates.filter { !shown.isOpen(abs($0)) } }
        let first = shown.witnesses[0]
        return (1...max(Int32(book.variables.visible), 1)).compactMap { variable in
            guard Int(variable) <= book.variables.visible, propagator.value(variable) == 0, !shown.isOpen(variable)
            else { return nil }
            return first.value(variable) ? variable : -variable
        }
    }

    /// How all stands after these choices; nil where they can't hold together.
    func standing(_ choices: [Choice], knowing known: [[Witness]]) throws(Unanswered) -> Standing? {
        guard let literals = try literals(choices), let settled = try settle(literals, knowing: known) else {
            return nil
        }
        let chosen = Set(literals)
        let states = (0..<book.model.options.count).map { number -> Standing.State in
            switch settled.values[number] {
            case 1: .forced(decider(Int32(number + 1), chosen))
            case -1: .impossible(decider(-Int32(number + 1), chosen))
            default: .possible
            }
        }
        let bounds = book.variables.ladders.map { ladder -> Standing.Bounds in
            let rungs = ladder.literals
            let reached = rungs.prefix { settled.values[Int($0) - 1] == 1 }
            let open = rungs.dropFirst(reached.count).prefix { settled.values[Int($0) - 1] == 0 }
            let last = reached.count + open.count
            var decider: Standing.Decider?
            if open.isEmpty {
                let deciding = [reached.last, rungs.dropFirst(last).first.map { -$0 }].compactMap { $0 }
                let deciders = deciding.map { self.decider($0, chosen) }
                decider = deciders.first { $0 == .buyer } ?? deciders.first { $0 != .model } ?? .model
            }
            return .init(lowest: ladder.values[reached.count], highest: ladder.values[last], decider: decider)
        }
        let kept = settled.shown.witnesses.suffix(Self.keptWitnesses(book))
        return Standing(choices: choices, book: book, states: states, bounds: bounds, witnesses: Array(kept))
    }

    /// What the witnesses that one standing keeps may take.
    private static let keptBytes = 64 << 10

    static func keptWitnesses(_ book: Rulebook) -> Int {
        min(max(keptBytes / (16 * Witness.words(book.variables.visible) + 64), 8), 64)
    }

    /// Who settled a literal that is settled.
    private func decider(_ literal: Int32, _ chosen: Set<Int32>) -> Standing.Decider {
        if chosen.contains(literal) { return .buyer }
        guard propagator.value(literal) > 0 else { return chosen.isEmpty ? .model : .consequence(nil) }
        if propagator.place(of: literal) < base || chosen.isEmpty { return .model }
        guard case .clause(let clause) = propagator.why(abs(literal)) else { return .consequence(nil) }
        return .consequence(book.owners[Int(book.clauses.owners[clause])])
    }

    /// All literals of some choices, each once; nil where a choice is out of the question by itself.
    func literals(_ choices: [Choice]) throws(Unanswered) -> [Int32]? {
        var all: [Int32] = []
        var seen = Set<Int32>()
        for choice in choices {
            guard let literals = try literals(choice) else { return nil }
            for literal in literals where seen.insert(literal).inserted { all.append(literal) }
        }
        return all
    }

    func literals(_ choice: Choice) throws(Unanswered) -> [Int32]? {
        do throws(ModelFault) {
            return try book.literals(choice)
        } catch {
            throw .fault(error)
        }
    }
}
