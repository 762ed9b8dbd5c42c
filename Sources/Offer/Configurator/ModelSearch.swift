import Values

/// Looks for valid configurations by trying options one after the other and drawing conclusions from each (the DPLL
/// procedure; Davis, Logemann, Loveland, "A Machine Program for Theorem-Proving", 1962), with a bounded effort.
struct ModelSearch {
    /// A step looks at one option in one rule or group. The largest model we take needs a tenth of this, a second's
    /// work; one that needs more is a puzzle.
    static let stepLimit = 100_000_000

    private let model: CompiledModel
    private let clauses: [Clause]

    /// A rule of the simplest shape.
    private struct Clause {
        let kind: ConfigurationModel.Rule.Kind
        let option: Int
        let others: [Int]
    }

    /// How many steps it takes to look at everything once.
    private let round: Int
    private var stepsLeft: Int

    private enum Mark: UInt8 { case open, taken, left }

    private struct GaveUp: Error {}

    init(_ model: CompiledModel, stepLimit: Int = Self.stepLimit) {
        self.model = model
        clauses = model.rules.compactMap { rule in
            guard rule.kind == .requires || rule.kind == .excludes, let option = rule.option, !rule.others.isEmpty,
                  let number = model.number(of: option) else { return nil }
            return Clause(kind: rule.kind, option: number, others: rule.others.compactMap(model.number(of:)))
        }
        round = model.options.count + clauses.reduce(0) { $0 + $1.others.count + 1 }
        stepsLeft = stepLimit
    }

    /// Makes sure that a valid configuration exists, and one with each of the options.
    static func check(_ model: CompiledModel, stepLimit: Int = stepLimit) throws(ConfigurationModel.Refusal) {
        var search = Self(model, stepLimit: stepLimit)
        do {
            guard let first = try search.configuration(with: nil) else { throw ConfigurationModel.Refusal.impossible }
            var seen = Set(first)
            var dead: [ID<ConfigurationModel.Option>] = []
            for option in model.options.indices where !seen.contains(option) {
                if let found = try search.configuration(with: option) {
                    seen.formUnion(found)
                } else {
                    dead.append(model.options[option].option.id)
                }
            }
            guard dead.isEmpty else { throw ConfigurationModel.Refusal.neverChosen(dead) }
        } catch let refusal as ConfigurationModel.Refusal {
            throw refusal
        } catch {
            throw .tooIntricate(stepLimit: stepLimit)
        }
    }

    /// The options of a valid configuration that has `option` in it; nil when there is none.
    private mutating func configuration(with option: Int?) throws(GaveUp) -> [Int]? {
        var marks = [Mark](repeating: .open, count: model.options.count)
        if let option { marks[option] = .taken }
        return try search(marks)
    }

    private mutating func search(_ given: [Mark]) throws(GaveUp) -> [Int]? {
        var marks = given
        guard try conclude(&marks) else { return nil }
        guard let next = undecided(marks) else {
            // What is open and nobody wants stays out: no rule asks for it, and no group lacks it.
            let taken = marks.indices.filter { marks[$0] == .taken }
            return taken.count <= Choices.limit ? taken : nil
        }
        for mark in [Mark.taken, .left] {
            marks[next] = mark
            if let found = try search(marks) { return found }
        }
        return nil
    }

    /// An open option that could satisfy a rule or group that isn't yet.
    private func undecided(_ marks: [Mark]) -> Int? {
        for clause in clauses where clause.kind == .requires && marks[clause.option] == .taken {
            if clause.others.contains(where: { marks[$0] == .taken }) { continue }
            if let open = clause.others.first(where: { marks[$0] == .open }) { return open }
        }
        for (group, members) in zip(model.groups, model.members)
        where members.count(where: { marks[$0] == .taken }) < group.minimum {
            if let open = members.first(where: { marks[$0] == .open }) { return open }
        }
        return nil
    }

    /// Marks what follows from the marks there are; false when they contradict each other.
    private mutating func conclude(_ marks: inout [Mark]) throws(GaveUp) -> Bool {
        var before: [Mark]
        repeat {
            guard stepsLeft > 0 else { throw GaveUp() }
            stepsLeft -= round
            before = marks
            for clause in clauses {
                guard clause.kind == .requires ? require(clause, &marks) : exclude(clause, &marks) else { return false }
            }
            for number in model.groups.indices {
                guard count(number, &marks) else { return false }
            }
        } while marks != before
        return true
    }

    private func require(_ clause: Clause, _ marks: inout [Mark]) -> Bool {
        if marks[clause.option] == .left || clause.others.contains(where: { marks[$0] == .taken }) { return true }
        let open = clause.others.filter { marks[$0] == .open }
        if marks[clause.option] == .taken {
            if open.isEmpty { return false }
            if open.count == 1 { marks[open[0]] = .taken }
        } else if open.isEmpty {
            marks[clause.option] = .left
        }
        return true
    }

    private func exclude(_ clause: Clause, _ marks: inout [Mark]) -> Bool {
        for other in clause.others {
            switch (marks[clause.option], marks[other]) {
            case (.taken, .taken): return false
            case (.taken, .open): marks[other] = .left
            case (.open, .taken): marks[clause.option] = .left
            default: break
            }
        }
        return true
    }

    private func count(_ number: Int, _ marks: inout [Mark]) -> Bool {
        let group = model.groups[number]
        let members = model.members[number]
        let taken = members.count { marks[$0] == .taken }
        let open = members.count { marks[$0] == .open }
        guard taken <= group.maximum, taken + open >= group.minimum else { return false }
        if open > 0, taken == group.maximum || taken + open == group.minimum {
            let mark: Mark = taken == group.maximum ? .left : .taken
            for member in members where marks[member] == .open { marks[member] = mark }
        }
        return true
    }
}
