import Logging
import Reasoning
import Synchronization
import Values

/// Who reasons with the shop's models: one reasoner for each published version and the rules in force in it, kept with
/// all it has derived. Never asked within a transaction.
package final class Reasoners: Sendable {
    /// A shop's range in its markets, with a few versions of each.
    package static let limit = 64
    /// Who may wait for a reasoner that is being made for somebody else; more are refused as `Unanswered.busy`.
    package static let waitingLimit = 1_000
    /// What deriving a model's facts may take here, where buyers wait for it.
    package static let derivingBudget = Duration.seconds(10)
    /// How long a model that was too hard isn't tried again.
    package static let failureTime = Duration.seconds(60)

    private let source: any SolverSource
    private let threads: SolverThreads
    private let failureTime: Duration
    private let log: Logger
    private let shelf = Mutex(ReasonerShelf())

    package init(
        source: any SolverSource, threads: SolverThreads = SolverThreads(), failureTime: Duration = failureTime,
        log: Logger
    ) {
        self.source = source
        self.threads = threads
        self.failureTime = failureTime
        self.log = log
    }

    /// The one for a model there and then; made once, when it is asked for first, for all who ask meanwhile. A draft's
    /// isn't kept.
    func reasoner(
        for model: CompiledModel, in sphere: ConfigurationModel.Sphere
    ) async throws(Unanswered) -> Reasoner {
        guard let digest = model.digest else { return try await make(model, sphere).get() }
        let key = ReasonerShelf.Key(digest: digest, isInForce: model.rulesInForce(in: sphere))
        while true {
            switch shelf.withLock({ $0.turn(key) }) {
            case .known(let result): return try result.get()
            case .mine:
                let made = await make(model, sphere)
                let failureTime = failureTime
                let waiting = shelf.withLock { $0.finish(key, made, Patience(failureTime)) }
                for one in waiting { one.resume(returning: made) }
                return try made.get()
            case .others:
                let made: ReasonerShelf.Made? = await withCheckedContinuation { continuation in
                    let isWaiting = shelf.withLock { $0.wait(key, continuation) }
                    // It was finished just now.
                    if !isWaiting { continuation.resume(returning: nil) }
                }
                if let made { return try made.get() }
            }
        }
    }

    private func make(_ model: CompiledModel, _ sphere: ConfigurationModel.Sphere) async -> ReasonerShelf.Made {
        do throws(Unanswered) {
            return .success(try await Reasoner.make(
                model.featureModel(in: sphere), source: source, threads: threads, deriving: Self.derivingBudget,
                log: log))
        } catch {
            return .failure(error)
        }
    }

    /// How many are kept at this moment.
    package var count: Int { shelf.withLock { $0.count } }

    /// How many wait for one that is being made for somebody else.
    package var waiting: Int { shelf.withLock { $0.waiting } }
}
