/// An incremental SAT solver. Literals are variables from 1 on, negative where negated, as in DIMACS.
///
/// Used by one thread at a time.
package protocol Solver: AnyObject {
    /// Adds a clause for good.
    func add(_ clause: UnsafeBufferPointer<Int32>)
    /// Takes a literal to be true in the next call only.
    func assume(_ literal: Int32)
    /// Wants one of these to be true in the next call only.
    func constrain(_ clause: [Int32])
    /// The value to try first for a variable.
    func prefer(_ literal: Int32)
    /// Looks for a model until `deadline`.
    func solve(until deadline: ContinuousClock.Instant) -> Verdict
    /// Of the model that was found last.
    func value(_ variable: Int32) -> Bool
    /// The same of all variables at once: each at its own place; at 0 stands nothing.
    func readValues(into values: UnsafeMutableBufferPointer<Bool>)
    /// Whether the last contradiction needed this assumption.
    func isFailed(_ literal: Int32) -> Bool
}

/// What a solver found out.
package enum Verdict: Sendable {
    case satisfiable
    case unsatisfiable
    /// The time was up.
    case undecided
}

/// Where solvers come from.
package protocol SolverSource: Sendable {
    func makeSolver() -> any Solver
}

extension Solver {
    func add(_ clause: [Int32]) { clause.withUnsafeBufferPointer { add($0) } }
}
