import Logging
import Reasoning
import Synchronization
import Values

/// Who reasons with the shop's models: one reasoner for each published version and the rules in force in it, kept with
/// all it has derived. Never asked within a transaction.
package final class Reasoners: Sendable {
    /// A shop's range in its markets, with a few versions of each.
    package static let limit = 64

    private let source: any SolverSource
    private let threads: SolverThreads
    private let log: Logger
    private let shelf = Mutex(Shelf())

    private struct Key: Hashable {
        let digest: [UInt8]
        let isInForce: [Bool]
    }

    private struct Shelf {
        var kept: [Key: (reasoner: Reasoner, lastUse: UInt64)] = [:]
        var uses: UInt64 = 0

        mutating func find(_ key: Key) -> Reasoner? {
            guard let found = kept[key]?.reasoner else { return nil }
            keep(found, key)
            return found
        }

        mutating func keep(_ reasoner: Reasoner, _ key: Key) {
            uses += 1
            kept[key] = (reasoner, uses)
            guard kept.count > Reasoners.limit else { return }
            if let oldest = kept.min(by: { $0.value.lastUse < $1.value.lastUse }) { kept[oldest.key] = nil }
        }
    }

    package init(source: any SolverSource, threads: SolverThreads = SolverThreads(), log: Logger) {
        self.source = source
        self.threads = threads
        self.log = log
    }

    /// The one for a model there and then; made when it is asked for first. A draft's isn't kept.
    func reasoner(
        for model: CompiledModel, in sphere: ConfigurationModel.Sphere
    ) async throws(Unanswered) -> Reasoner {
        let key = model.digest.map { Key(digest: $0, isInForce: model.rulesInForce(in: sphere)) }
        if let key, let kept = shelf.withLock({ $0.find(key) }) { return kept }
        let made = try await Reasoner.make(
            model.featureModel(in: sphere), source: source, threads: threads, log: log)
        if let key { shelf.withLock { $0.keep(made, key) } }
        return made
    }

    /// How many are kept at this moment.
    package var count: Int { shelf.withLock { $0.kept.count } }
}
