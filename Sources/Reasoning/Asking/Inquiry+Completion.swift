extension Inquiry {
    /// The best configuration that agrees with the choices, or the best one met when the time is up; nil where there
    /// is none.
    func complete(_ choices: [Choice], _ aim: Aim) throws(Unanswered) -> Completion? {
        guard !isContradictory, let literals = try literals(choices) else { return nil }
        propagator.back(to: base)
        for literal in literals where !propagator.assume(literal) { return nil }
        var wishes = Wishes(book)
        do throws(ModelFault) { try wishes.add(aim) } catch { throw .fault(error) }
        wishes.settle(propagator)
        let solver = source.makeSolver()
        Self.load(book.clauses, into: solver)
        Self.load(wishes.clauses, into: solver)
        for literal in propagator.conclusions(from: 0) { solver.add([literal]) }
        var search = Search(solver, wishes, book)
        return try search.best(self)
    }
}

/// What is wanted, as literals that should be true: each that isn't costs its weight.
struct Wishes {
    let book: Rulebook
    private(set) var weights: [Int32: Int] = [:]
    /// What every configuration costs.
    private(set) var constant = 0
    /// Defines the literals that stand for conditions.
    var clauses: ClauseSet { compiling.clauses }
    private var compiling: ConditionClauses

    init(_ book: Rulebook) {
        self.book = book
        compiling = ConditionClauses(
            variables: book.variables, clauses: ClauseSet(variables: book.clauses.variables))
    }

    mutating func add(_ aim: Aim) throws(ModelFault) {
        switch aim {
        case .nearest(let options, let parameters):
            for name in options.sorted() { _ = try book.variables.option(name, .choice) }
            for (number, option) in book.model.options.enumerated() {
                let variable = Int32(number + 1)
                try want(options.contains(option.name) ? variable : -variable, 1, .choice)
            }
            for (name, value) in parameters.sorted(by: { $0.key < $1.key }) {
                let ladder = try book.variables.ladder(name, .choice)
                for (step, rung) in zip(ladder.values.dropFirst(), ladder.literals) {
                    try want(step <= value ? rung : -rung, 1, .choice)
                }
            }
        case .cheapest(let costs):
            for (number, cost) in costs.enumerated() { try add(cost, .cost(number)) }
        }
    }

    private mutating func add(_ cost: Cost, _ place: ModelFault.Place) throws(ModelFault) {
        compiling.place = place
        switch cost {
        case .condition(let condition, let amount): try want(-(try compiling.literal(condition)), amount, place)
        case .perUnit(let name, let amount):
            let ladder = try book.variables.ladder(name, place)
            let (base, isOver) = amount.multipliedReportingOverflow(by: ladder.values[0])
            guard !isOver, (-ModelLimits.cost...ModelLimits.cost).contains(base) else {
                throw ModelFault(place, .isTooLarge("in a cost", limit: ModelLimits.cost))
            }
            constant += base
            for (number, rung) in ladder.literals.enumerated() {
                let (more, isOver) = amount.multipliedReportingOverflow(
                    by: ladder.values[number + 1] - ladder.values[number])
                try want(-rung, isOver ? Int.max : more, place)
            }
        }
    }

    /// Notes that it costs `weight` where `literal` is false; less than nothing where it is negative.
    private mutating func want(_ literal: Int32, _ weight: Int, _ place: ModelFault.Place) throws(ModelFault) {
        guard (-ModelLimits.cost...ModelLimits.cost).contains(weight) else {
            throw ModelFault(place, .isTooLarge("in a cost", limit: ModelLimits.cost))
        }
        var (literal, weight) = (literal, weight)
        if weight < 0 {
            constant += weight
            (literal, weight) = (-literal, -weight)
        }
        if let against = weights[-literal] {
            let both = min(against, weight)
            constant += both
            weights[-literal] = against == both ? nil : against - both
            weight -= both
        }
        if weight > 0 { weights[literal, default: 0] += weight }
    }

    /// Takes out what is settled.
    mutating func settle(_ propagator: Propagator) {
        for (literal, weight) in weights where abs(literal) <= Int32(book.clauses.variables) {
            let value = propagator.value(literal)
            if value == 0 { continue }
            weights[literal] = nil
            if value < 0 { constant += weight }
        }
    }

    func cost(_ solver: any Solver) -> Int {
        weights.reduce(constant) { $0 + (solver.value(abs($1.key)) == ($1.key > 0) ? 0 : $1.value) }
    }
}

/// Looks for a configuration of least cost: contradictions between wishes raise what is proven to be needed, each
/// replaced by wishes that allow one of them to fail (Narodytska and Bacchus, "Maximum Satisfiability Using Core-Guided
/// MaxSat Resolution", 2014); heavy wishes first, so that good configurations are met on the way.
private struct Search {
    private let solver: any Solver
    private let wishes: Wishes
    private let book: Rulebook
    private var weights: [Int32: Int]
    private var proven: Int
    private var nextVariable: Int32
    private var best: Completion?

    /// How often a contradiction is made smaller by asking again.
    private static let trims = 4

    init(_ solver: any Solver, _ wishes: Wishes, _ book: Rulebook) {
        self.solver = solver
        self.wishes = wishes
        self.book = book
        weights = wishes.weights
        proven = wishes.constant
        nextVariable = Int32(wishes.clauses.variables) + 1
    }

    mutating func best(_ inquiry: Inquiry) throws(Unanswered) -> Completion? {
        for literal in weights.keys { solver.prefer(literal) }
        switch solver.solve(until: inquiry.until) {
        case .unsatisfiable: return nil
        case .undecided: throw inquiry.tooHard
        case .satisfiable: note()
        }
        var threshold = weights.values.max() ?? 0
        while let best, best.cost > proven {
            harden(above: best.cost - proven)
            let active = weights.filter { $0.value >= threshold }.map(\.key).sorted()
            switch solve(active, inquiry) {
            case .undecided: return self.result
            case .satisfiable:
                note()
                let lighter = weights.values.filter { $0 < threshold }
                guard let heaviest = lighter.max() else {
                    proven = self.best?.cost ?? proven
                    break
                }
                threshold = lighter.filter { $0 <= threshold / 2 }.max() ?? heaviest
            case .unsatisfiable:
                let core = smaller(active.filter(solver.isFailed), inquiry)
                guard !core.isEmpty else { return result }
                relax(core)
            }
        }
        return result
    }

    private var result: Completion? {
        best.map { Completion(options: $0.options, parameters: $0.parameters, cost: $0.cost, proven: proven) }
    }

    private func solve(_ literals: [Int32], _ inquiry: Inquiry) -> Verdict {
        for literal in literals { solver.assume(literal) }
        return solver.solve(until: inquiry.until)
    }

    private func smaller(_ core: [Int32], _ inquiry: Inquiry) -> [Int32] {
        var core = core
        for _ in 0..<Self.trims where core.count > 1 {
            guard solve(core, inquiry) == .unsatisfiable else { return core }
            let next = core.filter(solver.isFailed)
            if next.count == core.count { return core }
            core = next
        }
        return core
    }

    /// Remembers the model just found where it is better than the best.
    private mutating func note() {
        let cost = wishes.cost(solver)
        if let best, best.cost <= cost { return }
        var options = Set<String>()
        for (number, option) in book.model.options.enumerated() where solver.value(Int32(number + 1)) {
            options.insert(option.name)
        }
        var parameters: [String: Int] = [:]
        for (parameter, ladder) in zip(book.model.parameters, book.variables.ladders) {
            parameters[parameter.name] = ladder.values[ladder.literals.count { solver.value($0) }]
        }
        best = Completion(options: options, parameters: parameters, cost: cost, proven: proven)
    }

    /// A wish whose failing would cost more than the best configuration can be bettered by is none any more.
    private mutating func harden(above gap: Int) {
        for (literal, weight) in weights where weight > gap {
            solver.add([literal])
            weights[literal] = nil
        }
    }

    private mutating func relax(_ core: [Int32]) {
        let weight = core.compactMap { weights[$0] }.min() ?? 0
        proven += weight
        for literal in core {
            guard let before = weights[literal] else { continue }
            weights[literal] = before == weight ? nil : before - weight
        }
        solver.add(core.map { -$0 })
        guard var rest = core.last else { return }
        for literal in core.dropLast().reversed() {
            // Either this holds, or all behind it do: else two of them fail.
            let wish = newVariable()
            solver.add([-wish, literal, rest])
            solver.add([wish, -literal])
            solver.add([wish, -rest])
            weights[wish, default: 0] += weight
            let both = newVariable()
            solver.add([-both, literal])
            solver.add([-both, rest])
            solver.add([both, -literal, -rest])
            rest = both
        }
    }

    private mutating func newVariable() -> Int32 {
        defer { nextVariable += 1 }
        return nextVariable
    }
}
