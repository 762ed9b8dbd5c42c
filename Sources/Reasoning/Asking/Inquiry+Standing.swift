extension Inquiry {
    /// What is settled and what isn't, per visible variable: 1 always true, -1 always false, 0 open.
    struct Settled {
        var values: [Int8]
        var shown: Shown
    }

    /// Finds out what holds in all configurations that agree with `literals`; nil where there is none. `known`
    /// configurations may agree or not.
    ///
    /// What all configurations met so far have in common may have to be so. Of that, as much is turned round as
    /// propagation lets stand together, and the solver makes a configuration of it, which shows all of this possible at
    /// once; what can't be turned round even alone is settled. (After Janota, Lynce and Marques-Silva, "Algorithms for
    /// computing backbones of propositional formulae", 2015.)
    func settle(
        _ literals: [Int32], after before: Standing?, knowing known: [[Witness]]
    ) throws(Unanswered) -> Settled? {
        guard !isContradictory else { return nil }
        propagator.back(to: base)
        for literal in literals where !propagator.assume(literal) { return nil }
        // What followed from fewer choices follows from more.
        for literal in before?.settled ?? [] where propagator.value(literal) == 0 && !propagator.give(literal) {
            return nil
        }
        var shown = Shown(visible: book.variables.visible)
        for witness in known.joined() {
            if let agreeing = witness.agreeing(with: literals) { shown.add(agreeing) }
        }
        if shown.witnesses.isEmpty {
            guard try solve(literals) else { return nil }
            shown.add(witness())
        }
        var common = common(of: shown)
        while !common.isEmpty {
            let turned = turn(common)
            if !turned.isEmpty { try meet(literals, turned, common, &shown) }
            common.removeAll { shown.isOpen(abs($0)) || propagator.value($0) != 0 }
        }
        let values = (1..<Int32(book.variables.visible + 1)).map { propagator.value($0) }
        return Settled(values: values, shown: shown)
    }

    /// Those literals' negations that may stand together as far as propagation sees. What can't stand alone is settled
    /// on the way.
    private func turn(_ common: [Int32]) -> [Int32] {
        var turned: [Int32] = []
        var floor = propagator.mark
        for literal in common where propagator.value(literal) == 0 {
            let mark = propagator.mark
            if propagator.assume(-literal) {
                turned.append(-literal)
            } else {
                propagator.back(to: mark)
                guard turned.isEmpty else { continue }
                _ = propagator.assume(literal)
                floor = propagator.mark
            }
        }
        propagator.back(to: floor)
        return turned
    }

    /// Meets a configuration that has one at least of what is turned round, or settles what can't be.
    private func meet(
        _ literals: [Int32], _ turned: [Int32], _ common: [Int32], _ shown: inout Shown
    ) throws(Unanswered) {
        var turned = turned
        for _ in 0..<Self.attempts where !turned.isEmpty {
            if try solve(literals + turned) {
                shown.add(witness())
                return
            }
            let failed = turned.filter(isFailed)
            if failed.count == 1 {
                _ = propagator.assume(-failed[0])
                return
            }
            turned.removeAll(where: failed.contains)
        }
        let chunk = Array(common.filter { propagator.value($0) == 0 }.prefix(Self.chunk))
        if try solve(literals, wanting: chunk.map { -$0 }) {
            shown.add(witness())
        } else {
            for literal in chunk where propagator.value(literal) == 0 { _ = propagator.assume(literal) }
        }
    }

    /// How often what contradicts itself is taken out of what is turned round.
    private static let attempts = 4
    /// What is asked about at once.
    private static let chunk = 500

    /// The literals that all witnesses have in common and that propagation didn't settle: those that none has taken
    /// first, since turning them round says more.
    private func common(of shown: Shown) -> [Int32] {
        let first = shown.witnesses[0]
        var (taken, left): ([Int32], [Int32]) = ([], [])
        for variable in 1..<Int32(book.variables.visible + 1)
        where propagator.value(variable) == 0 && !shown.isOpen(variable) {
            if first.value(variable) { taken.append(variable) } else { left.append(-variable) }
        }
        return left + taken
    }

    /// How all stands after these choices; nil where they can't hold together.
    /// `before` is how all stands after some of them.
    func standing(
        _ choices: [Choice], after before: Standing? = nil, knowing known: [[Witness]]
    ) throws(Unanswered) -> Standing? {
        guard let literals = try literals(choices),
            let settled = try settle(literals, after: before, knowing: known)
        else { return nil }
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
        let all = settled.values.enumerated().compactMap { place, value -> Int32? in
            value == 0 ? nil : Int32(value) * Int32(place + 1)
        }
        return Standing(
            choices: choices, book: book, states: states, bounds: bounds, settled: all, witnesses: Array(kept))
    }

    /// What the witnesses that one standing keeps may take.
    private static let keptBytes = 64 << 10

    static func keptWitnesses(_ book: Rulebook) -> Int {
        min(max(keptBytes / (16 * Witness.words(book.variables.visible) + 64), 8), 100)
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
