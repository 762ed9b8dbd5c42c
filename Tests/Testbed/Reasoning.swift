import Logging
import Offer
import Reasoning
import SolverCaDiCaL

extension Reasoners {
    /// For all tests of a run, as one program has one.
    package static let ofTests = Reasoners(source: CaDiCaL(), log: Logger(label: "test"))
}
