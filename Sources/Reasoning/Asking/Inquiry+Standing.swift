extension Inquiry {
    /// Finds out what holds in all configurations that agree with `literals`; nil where there is none: the propagator
    /// stands there, after. `known` configurations may agree or not.
    ///
    /// What all configurations met so far have in common may have to be so. One after another of that is turned round
    /// by a step to a neighbour, which shows all that changes on the way possible as well. What takes more than a step
    /// goes to the solver: as much is turned round as propagation lets stand together, and what can't be turned round
    /// even alone is settled. (After Janota, Lynce and Marques-Silva, "Algorithms for computing backbones of
    /// propositional formulae", 2015.)
    func settle(
        _ literals: [Int32], after before: Standing?, knowing known: [[Witness]]
    ) throws(Unanswered) -> [Witness]? {
        guard !isContradictory else { return nil }
        propagator.back(to: base)
        for literal in literals where !propagator.assume(literal) { return nil }
        // What followed from fewer choices follows from more.
        for literal in before?.settled ?? [] where propagator.value(literal) == 0 && !propagator.give(literal) {
            return nil
        }
        guard try reach(literals) else { return nil }
        var shown = Shown(visible: book.variables.visible)
        for literal in propagator.conclusions(from: 0) { shown.settle(abs(literal)) }
        var agreeing = [walk.witness]
        shown.add(agreeing[0])
        for witness in known.joined() where witness.agrees(with: literals) {
            shown.add(witness)
            agreeing.append(witness)
        }
        try lead(known, &shown, &agreeing)
        var common = try visit(common(of: shown), &shown, &agreeing)
        while !common.isEmpty {
            let turned = turn(common)
            if !turned.isEmpty {
                if let witness = try meet(literals, turned, common) {
                    shown.add(witness)
                    agreeing.append(witness)
                }
            }
            common.removeAll { shown.isOpen(abs($0)) || propagator.value($0) != 0 }
        }
        return agreeing
    }

    /// Leads known configurations that would show much to neighbours that agree with where the propagator stands.
    private func lead(
        _ known: [[Witness]], _ shown: inout Shown, _ agreeing: inout [Witness]
    ) throws(Unanswered) {
        let settled = Array(propagator.conclusions(from: 0))
        let least = max(book.variables.visible / Self.leadShare, Self.leastGain)
        var (last, led) = (walk.witness, 0)
        for witness in known.joined() where shown.gain(witness) >= least {
            if isOver { throw tooHard }
            walk.jump(to: witness)
            if walk.go(to: settled) {
                last = keep()
                shown.add(last)
                agreeing.append(last)
            } else {
                walk.jump(to: last)
            }
            led += 1
            if led == Self.leadLimit { break }
        }
    }

    /// How many known configurations are led to agree, and what each has to show at least.
    private static let leadLimit = 64
    private static let leadShare = 400
    private static let leastGain = 16

    /// Turns round what is still common, one after another, by steps to neighbours; what fails is tried again from
    /// where the others led, at last carefully. Returns what no step turned round, and keeps some configurations on the
    /// way.
    private func visit(
        _ common: [Int32], _ shown: inout Shown, _ kept: inout [Witness]
    ) throws(Unanswered) -> [Int32] {
        var rest = common
        var changes = 0
        for round in 0..<Self.rounds where !rest.isEmpty {
            var failed: [Int32] = []
            for (number, literal) in rest.enumerated() {
                if number % Self.look == 0, isOver { throw tooHard }
                if shown.isOpen(abs(literal)) || propagator.value(literal) != 0 { continue }
                if walk.isLoose(literal) {
                    shown.add(-literal)
                } else if try turn(literal, isLast: round == Self.rounds - 1) {
                    for changed in walk.changed { shown.add(changed) }
                    changes += walk.changed.count
                    if changes * Self.keptShare > book.variables.visible {
                        kept.append(keep())
                        changes = 0
                    }
                } else if propagator.value(literal) == 0 {
                    failed.append(literal)
                }
            }
            rest = failed.reversed()
        }
        return rest
    }

    /// Steps to where a literal is false. At last, settles it where that can't be thought.
    private func turn(_ literal: Int32, isLast: Bool) throws(Unanswered) -> Bool {
        if walk.go(to: CollectionOfOne(-literal)) { return true }
        guard isLast else { return false }
        if isOver { throw tooHard }
        let mark = propagator.mark
        if propagator.assume(-literal) {
            let isThere = walk.go(to: Array(propagator.conclusions(from: mark)), carefully: true)
            propagator.back(to: mark)
            return isThere
        }
        propagator.back(to: mark)
        _ = propagator.assume(literal)
        return false
    }

    /// How far apart configurations are that are kept: so many parts of the whole change between them.
    private static let keptShare = 8
    /// How often what failed is tried again.
    private static let rounds = 5
    /// Steps between looks at the clock.
    private static let look = 1_024

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
        _ literals: [Int32], _ turned: [Int32], _ common: [Int32]
    ) throws(Unanswered) -> Witness? {
        var turned = turned
        for _ in 0..<Self.attempts where !turned.isEmpty {
            if try solve(literals + turned) { return follow() }
            let failed = turned.filter(isFailed)
            if failed.count == 1 {
                _ = propagator.assume(-failed[0])
                return nil
            }
            turned.removeAll(where: failed.contains)
        }
        let chunk = Array(common.filter { propagator.value($0) == 0 }.prefix(Self.chunk))
        if try solve(literals, wanting: chunk.map { -$0 }) { return follow() }
        for literal in chunk where propagator.value(literal) == 0 { _ = propagator.assume(literal) }
        return nil
    }

    /// How often what contradicts itself is taken out of what is turned round.
    private static let attempts = 4
    /// What is asked about at once.
    private static let chunk = 500

    /// The literals that all configurations have in common and that propagation didn't settle. What may be taken comes
    /// first, parents before what is under them; what may be left after, the other way round.
    private func common(of shown: Shown) -> [Int32] {
        var (taken, left): ([Int32], [Int32]) = ([], [])
        for variable in 1..<Int32(book.variables.visible + 1)
        where propagator.value(variable) == 0 && !shown.isOpen(variable) {
            if walk.isTrue(variable) { taken.append(variable) } else { left.append(-variable) }
        }
        return left + taken.reversed()
    }

    /// How all stands after these choices; nil where they can't hold together.
    /// `before` is how all stands after some of them.
    func standing(
        _ choices: [Choice], after before: Standing? = nil, knowing known: [[Witness]]
    ) throws(Unanswered) -> Standing? {
        guard let literals = try literals(choices),
            let agreeing = try settle(literals, after: before, knowing: known)
        else { return nil }
        let chosen = Set(literals)
        let notes = (0..<book.optionCount).map { number in
            Standing.Note(propagator.value(Int32(number + 1)), cause(Int32(number + 1), chosen))
        }
        return Standing(
            choices: choices, book: book, notes: notes,
            bounds: book.variables.ladders.map { bounds(of: $0, chosen) },
            witnesses: Self.spread(agreeing, Self.keptWitnesses(book)))
    }

    private func bounds(of ladder: Variables.Ladder, _ chosen: Set<Int32>) -> Standing.Bounds {
        let rungs = ladder.literals
        let reached = rungs.prefix { propagator.value($0) > 0 }
        let open = rungs.dropFirst(reached.count).prefix { propagator.value($0) == 0 }
        let last = reached.count + open.count
        var decider: Standing.Decider?
        if open.isEmpty {
            let deciding = [reached.last, rungs.dropFirst(last).first].compactMap(\.self)
            let deciders = deciding.map { book.decider(cause($0, chosen)) }
            decider = deciders.first { $0 == .buyer } ?? deciders.first { $0 != .model } ?? .model
        }
        return .init(lowest: ladder.values[reached.count], highest: ladder.values[last], decider: decider)
    }

    /// What the witnesses that one standing keeps may take.
    private static let keptBytes = 64 << 10

    static func keptWitnesses(_ book: Rulebook) -> Int {
        min(max(keptBytes / (8 * Witness.words(book.clauses.variables) + 64), 4), 32)
    }

    /// So many of some witnesses, from first to last.
    private static func spread(_ witnesses: [Witness], _ count: Int) -> [Witness] {
        if witnesses.count <= count { return witnesses }
        return (0..<count).map { witnesses[$0 * witnesses.count / count] }
    }

    /// Who settled a variable that is settled.
    private func cause(_ variable: Int32, _ chosen: Set<Int32>) -> Standing.Cause {
        let value = propagator.value(variable)
        guard value != 0 else { return .nobody }
        if chosen.contains(value > 0 ? variable : -variable) { return .buyer }
        if chosen.isEmpty || propagator.place(of: variable) < base { return .model }
        guard case .clause(let clause) = propagator.why(variable) else { return .consequence(of: Rulebook.nobody) }
        return .consequence(of: Int(book.clauses.owners[clause]))
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
