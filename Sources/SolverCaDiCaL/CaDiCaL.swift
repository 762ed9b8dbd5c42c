import CCadical
import Glibc
import Reasoning

/// The SAT solver CaDiCaL (https://github.com/arminbiere/cadical), by its C++ interface.
package struct CaDiCaL: SolverSource {
    package init() {}

    package func makeSolver() -> any Solver { CaDiCaLSolver() }
}

/// One solver of CaDiCaL's, for one thread at a time.
final class CaDiCaLSolver: Solver {
    private let solver: OpaquePointer

    init() {
        guard let solver = cadical_new() else { fatalError("no memory for a solver") }
        self.solver = solver
    }

    deinit { cadical_free(solver) }

    func add(_ clause: UnsafeBufferPointer<Int32>) { cadical_add_clause(solver, clause.baseAddress, clause.count) }

    func assume(_ literal: Int32) { cadical_assume_literal(solver, literal) }

    func constrain(_ clause: [Int32]) { cadical_constrain_clause(solver, clause, clause.count) }

    func prefer(_ literal: Int32) { cadical_prefer(solver, literal) }

    func solve(until deadline: ContinuousClock.Instant) -> Verdict {
        let left = deadline - .now
        let (seconds, attoseconds) = left.components
        let nanoseconds = Int64(min(max(seconds, 0), 1_000_000)) * 1_000_000_000 + attoseconds / 1_000_000_000
        // Asked also when no time is left: what was assumed for this question is only dropped by the call.
        return switch cadical_solve_until(solver, Self.now() + max(nanoseconds, 0)) {
        case 10: .satisfiable
        case 20: .unsatisfiable
        default: .undecided
        }
    }

    func value(_ variable: Int32) -> Bool { cadical_value(solver, variable) }

    func readValues(into values: UnsafeMutableBufferPointer<Bool>) {
        cadical_read_values(solver, values.baseAddress, values.count)
    }

    func isFailed(_ literal: Int32) -> Bool { cadical_is_failed(solver, literal) }

    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
