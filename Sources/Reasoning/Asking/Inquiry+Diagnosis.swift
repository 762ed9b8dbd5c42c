extension Inquiry {
    /// What is the matter with the model. `standing` is how all stands without choices; nil for a contradictory model.
    func diagnose(_ standing: Standing?) throws(Unanswered) -> Diagnosis {
        guard let standing else {
            let why = try explain([], wish: nil)
            return Diagnosis(
                contradiction: why ?? Explanation(wish: nil, reasons: []), dead: [], always: [], falselyOptional: [],
                redundant: [], undecided: [])
        }
        var (dead, always): ([String], [String]) = ([], [])
        for (number, option) in book.model.options.enumerated() {
            switch standing[number] {
            case .forced: always.append(option.name)
            case .impossible: dead.append(option.name)
            case .possible: break
            }
        }
        let falselyOptional = try falselyOptional(standing)
        let rules = try Redundancy(self).judge(self)
        return Diagnosis(
            contradiction: nil, dead: dead, always: always, falselyOptional: falselyOptional,
            redundant: rules.redundant, undecided: rules.undecided)
    }

    private func falselyOptional(_ standing: Standing) throws(Unanswered) -> [String] {
        var found = Set<String>()
        for group in book.model.groups where group.minimum < group.members.count {
            for member in group.members where try isFalselyOptional(member, group, standing) { found.insert(member) }
        }
        return book.model.options.map(\.name).filter(found.contains)
    }

    private func isFalselyOptional(
        _ member: String, _ group: FeatureModel.Group, _ standing: Standing
    ) throws(Unanswered) -> Bool {
        guard let option = book.variables.options[member], case let state = standing[Int(option) - 1],
            state == .possible || state == .forced(.model)
        else { return false }
        guard let parent = group.parent.flatMap({ book.variables.options[$0] }) else { return state == .forced(.model) }
        return try !go(to: [parent, -option])
    }
}

/// Which rules follow from the others. In a solver of its own each rule may fail, but no two at once; where one can't
/// fail alone, the others imply it.
private struct Redundancy {
    private let solver: any Solver
    private let book: Rulebook
    /// Per rule, the literal that says that it fails.
    private var failing: [Int32] = []

    init(_ inquiry: Inquiry) throws(Unanswered) {
        book = inquiry.book
        solver = inquiry.source.makeSolver()
        var compiling = ConditionClauses(
            variables: book.variables, clauses: ClauseSet(variables: book.clauses.variables))
        var fails: [Int32: Int32] = [:]
        for (owner, reason) in book.owners.enumerated() {
            if case .rule = reason { fails[Int32(owner)] = compiling.clauses.newVariable() }
        }
        failing = fails.sorted { $0.key < $1.key }.map(\.value)
        for clause in 0..<book.clauses.count {
            solver.add(book.clauses[clause] + (fails[book.clauses.owners[clause]].map { [$0] } ?? []))
        }
        do throws(ModelFault) {
            for (rule, fails) in zip(book.model.rules, failing) {
                let isBroken = try compiling.literal(.not(rule.condition))
                compiling.clauses.add([-fails, isBroken], owner: Rulebook.nobody)
            }
        } catch {
            throw .fault(error)
        }
        compiling.clauses.addAtMost(1, of: failing, when: 0, owner: Rulebook.nobody)
        Inquiry.load(compiling.clauses, into: solver)
    }

    func judge(_ inquiry: Inquiry) -> (redundant: [String], undecided: [String]) {
        var (redundant, undecided): ([String], [String]) = ([], [])
        for (rule, fails) in zip(book.model.rules, failing) {
            solver.assume(fails)
            switch solver.solve(until: inquiry.until) {
            case .satisfiable: break
            case .unsatisfiable: redundant.append(rule.name)
            case .undecided: undecided.append(rule.name)
            }
        }
        return (redundant, undecided)
    }
}
