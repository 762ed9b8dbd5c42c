/// What one thread reasons with about one model: a propagator, a configuration that walks, and an incremental solver
/// that keeps what it has learnt from one question to the next. Taken from `Reasoner` for each question, by one thread
/// at a time.
final class Inquiry: @unchecked Sendable {
    let book: Rulebook
    let source: any SolverSource
    let propagator: Propagator
    /// The configuration that this thread was at last.
    let walk: Walk
    private let solver: any Solver
    /// What the model alone settles stands before this mark of the propagator.
    private(set) var base = 0
    private(set) var isContradictory = false
    private var given: [Int32] = []
    /// Configurations met since `takeMet`.
    private var met: [Witness] = []
    private var explaining: Explaining?
    private var deadline = ContinuousClock.now
    private var budget = Duration.zero

    init(_ book: Rulebook, _ source: any SolverSource) {
        self.book = book
        self.source = source
        propagator = Propagator(book.clauses)
        solver = source.makeSolver()
        walk = Walk(book, propagator)
        Self.load(book.clauses, into: solver)
        isContradictory = !propagator.propagate()
        base = propagator.mark
    }

    static func load(_ clauses: ClauseSet, into solver: any Solver) {
        clauses.literals.withUnsafeBufferPointer { literals in
            for clause in 0..<clauses.count {
                solver.add(UnsafeBufferPointer(rebasing: literals[clauses.range(clause)]))
            }
        }
    }

    /// Begins a question that may take this long, and no longer than somebody waits.
    func begin(_ budget: Duration, _ patience: Patience?) {
        self.budget = budget
        deadline = .now + budget
        if let patience, patience.until < deadline {
            self.budget = patience.time
            deadline = patience.until
        }
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

    /// Walks on from the model that `solve` found last.
    func follow() -> Witness {
        var values = [Bool](repeating: false, count: book.clauses.variables + 1)
        values.withUnsafeMutableBufferPointer { solver.readValues(into: $0) }
        walk.begin(from: values)
        return keep()
    }

    /// Keeps the configuration of the walk for everybody.
    func keep() -> Witness {
        let witness = walk.witness
        met.append(witness)
        return witness
    }

    /// Draws the conclusions from some literals and walks to a configuration that agrees with them; false where there
    /// is none. The propagator stands at the literals, after.
    func go(to literals: [Int32]) throws(Unanswered) -> Bool {
        guard !isContradictory else { return false }
        propagator.back(to: base)
        for literal in literals where !propagator.assume(literal) { return false }
        return try reach(literals)
    }

    /// Walks to a configuration that agrees with literals at which the propagator stands.
    func reach(_ literals: [Int32]) throws(Unanswered) -> Bool {
        if walk.isBegun {
            let all = Array(propagator.conclusions(from: 0))
            if walk.go(to: all) || walk.go(to: all, carefully: true) { return true }
        }
        guard try solve(literals) else { return false }
        _ = follow()
        return true
    }

    /// The configurations that were met since this was asked last.
    func takeMet() -> [Witness] {
        defer { met.removeAll() }
        return met
    }

    /// The solver that can leave rules out, made when first needed.
    func explainer() -> Explaining {
        if let explaining { return explaining }
        let made = Explaining(book, source.makeSolver())
        explaining = made
        return made
    }
}
