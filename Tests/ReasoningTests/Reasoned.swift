import Logging
import Reasoning
import SolverCaDiCaL

/// What the tests reason with.
enum Reasoned {
    static let threads = SolverThreads(2)
    static let log = Logger(label: "reasoning") { _ in SwiftLogNoOpLogHandler() }

    static func make(_ model: FeatureModel, budget: Duration = .seconds(30)) async throws -> Reasoner {
        try await Reasoner.make(model, source: CaDiCaL(), threads: threads, budget: budget, log: log)
    }
}
