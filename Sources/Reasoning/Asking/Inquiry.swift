/// What one thread reasons with about one model: a propagator and an incremental solver, both of which keep what they
/// have learnt from one question to the next. Taken from `Reasoner` for each question, by one thread at a time.
final class Inquiry: @unchecked Sendable {
    let book: Rulebook
    let source: any SolverSource
    let propagator: Propagator
    private let solver: any Solver
    /// What the model alone settles stands before this mark of the propagator.
    private(set) var base = 0
    private(set) var isContradictory = false
    private var given: [Int32] = []
    private var explaining: Explaining?
    private var deadline = ContinuousClock.now
    private var budget = Duration.zero

    init(_ book: Rulebook, _ source: any SolverSource) {
        self.book = book
        self.source = source
        propagator = Propagator(book.clauses)
        solver = source.makeSolver()
        Self.load(book.clauses, into: solver)
        isContradictory = !propagator.propagate()
        base = propagator.mark
    }

    static func load(_ clauses: ClauseSet, into solver: any Solver) {
        clauses.literals.withUnsafeBufferPointer { literals in
            for clause in 0..<clauses.count { solver.add(UnsafeBufferPointer(rebasing: literals[clauses.range(clause)])) }
        }
    }

    /// Begins a question that may take this long.
    func begin(_ budget: Duration) {
        self.budget = budget
        deadline = .now + budget
    }

    var until: ContinuousClock.Instant { deadline }
    var isOver: Bool { ContinuousClock.now >= deadline }
    var tooHard: Unanswered { .tooHard(after: budget) }

    /// Takes over what is known to hold in every configuration.
    func know(_ literals: [Int32]) {
        guard given.isEmpty, !literals.isEmpty else { return }
        given = literals
        propagator.back(to: base)
        for literal in literals where !propagator.give(literal) { isContradictory = true }
        base = propagator.mark
        for literal in literals { solver.add([literal]) }
    }

    /// Whether a model with these literals exists, one of `wanted` true where there are any.
    func solve(_ assumptions: [Int32], wanting wanted: [Int32] = []) throws(Unanswered) -> Bool {
        for literal in assumptions { solver.assume(literal) }
        if !wanted.isEmpty { solver.constrain(wanted) }
        switch solver.solve(until: deadline) {
        case .satisfiable: return true
        case .unsatisfiable: return false
        case .undecided: throw tooHard
        }
    }

    func isFailed(_ literal: Int32) -> Bool { solver.isFailed(literal) }

    /// The model that `solve` found last.
    func witness() -> Witness {
        let clauses = book.clauses
        let visible = book.variables.visible
        var values = [Bool](repeating: false, count: clauses.variables + 1)
        values.withUnsafeMutableBufferPointer { solver.readValues(into: $0) }
        var critical = [Bool](repeating: false, count: clauses.variables + 1)
        Self.mark(&critical, clauses, values)
        var taken = [UInt64](repeating: 0, count: Witness.words(visible))
        var loose = taken
        for variable in 0..<visible {
            let bit: UInt64 = 1 << UInt64(variable & 63)
            if values[variable + 1] { taken[variable >> 6] |= bit }
            if !critical[variable + 1] { loose[variable >> 6] |= bit }
        }
        return Witness(taken: taken, loose: loose)
    }

    /// Marks the variables on which a clause hangs alone.
    private static func mark(_ critical: inout [Bool], _ clauses: ClauseSet, _ values: [Bool]) {
        critical.withUnsafeMutableBufferPointer { critical in
            values.withUnsafeBufferPointer { values in
                clauses.literals.withUnsafeBufferPointer { literals in
                    clauses.starts.withUnsafeBufferPointer { starts in
                        for clause in 0..<clauses.count {
                            var only: Int32 = 0
                            for place in Int(starts[clause])..<Int(starts[clause + 1]) {
                                let variable = abs(literals[place])
                                guard values[Int(variable)] == (literals[place] > 0) else { continue }
                                if only != 0 {
                                    only = 0
                                    break
                                }
                                only = variable
                            }
                            critical[Int(only)] = true
                        }
                    }
                }
            }
        }
    }

    /// The solver that can leave rules out, made when first needed.
    func explainer() -> Explaining {
        if let explaining { return explaining }
        let made = Explaining(book, source.makeSolver())
        explaining = made
        return made
    }
}
