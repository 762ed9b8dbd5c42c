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
    /// Configurations met since `takeMet`.
    private var met: [Witness] = []
    /// The literals of all clauses as places in a table of the literals' values.
    private let slots: [Int32]
    private var explaining: Explaining?
    private var deadline = ContinuousClock.now
    private var budget = Duration.zero

    init(_ book: Rulebook, _ source: any SolverSource) {
        self.book = book
        self.source = source
        propagator = Propagator(book.clauses)
        solver = source.makeSolver()
        slots = book.clauses.literals.map { $0 > 0 ? 2 * $0 : 1 - 2 * $0 }
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
        markCritical(&critical, values)
        var taken = [UInt64](repeating: 0, count: Witness.words(visible))
        var loose = taken
        for variable in 0..<visible {
            let bit: UInt64 = 1 << UInt64(variable & 63)
            if values[variable + 1] { taken[variable >> 6] |= bit }
            if !critical[variable + 1] { loose[variable >> 6] |= bit }
        }
        let witness = Witness(taken: taken, loose: loose)
        met.append(witness)
        return witness
    }

    /// The configurations that were met since this was asked last.
    func takeMet() -> [Witness] {
        defer { met.removeAll() }
        return met
    }

    /// Marks the variables on which a clause hangs alone.
    private func markCritical(_ critical: inout [Bool], _ values: [Bool]) {
        var table = [UInt8](repeating: 0, count: 2 * values.count)
        for variable in 1..<values.count { table[2 * variable + (values[variable] ? 0 : 1)] = 1 }
        critical.withUnsafeMutableBufferPointer { critical in
            table.withUnsafeBufferPointer { table in
                slots.withUnsafeBufferPointer { slots in
                    book.clauses.starts.withUnsafeBufferPointer { starts in
                        for clause in 0..<(starts.count - 1) {
                            var (only, count): (Int, UInt8) = (0, 0)
                            var place = Int(starts[clause])
                            let end = Int(starts[clause + 1])
                            while place < end, count < 2 {
                                let slot = Int(slots[place])
                                count &+= table[slot]
                                if table[slot] == 1 { only = slot >> 1 }
                                place &+= 1
                            }
                            if count == 1 { critical[only] = true }
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
