import Reasoning

/// The reasoners that are kept, those being made, and what couldn't be made a while ago.
struct ReasonerShelf {
    typealias Made = Result<Reasoner, Unanswered>
    typealias Waiting = CheckedContinuation<Made?, Never>

    struct Key: Hashable {
        let digest: [UInt8]
        let isInForce: [Bool]
    }

    /// What somebody who asks is to do.
    enum Turn {
        case known(Made)
        /// Make it, and say so by `finish`.
        case mine
        /// Wait for somebody else.
        case others
    }

    private var kept: [Key: (reasoner: Reasoner, lastUse: UInt64)] = [:]
    private var failed: [Key: (reason: Unanswered, patience: Patience)] = [:]
    private var making: [Key: [Waiting]] = [:]
    private var uses: UInt64 = 0

    var count: Int { kept.count }
    var waiting: Int { making.values.reduce(0) { $0 + $1.count } }

    mutating func turn(_ key: Key) -> Turn {
        if let reasoner = kept[key]?.reasoner {
            keep(reasoner, key)
            return .known(.success(reasoner))
        }
        if let failure = failed[key] {
            if !failure.patience.isOver { return .known(.failure(failure.reason)) }
            failed[key] = nil
        }
        guard making[key] != nil else {
            making[key] = []
            return .mine
        }
        return waiting < Reasoners.waitingLimit ? .others : .known(.failure(.busy(waiting: Reasoners.waitingLimit)))
    }

    /// False when there is nobody to wait for any more.
    mutating func wait(_ key: Key, _ continuation: Waiting) -> Bool {
        guard making[key] != nil else { return false }
        making[key]?.append(continuation)
        return true
    }

    /// Keeps what was made, or why it couldn't be, and returns who waits for it.
    mutating func finish(_ key: Key, _ made: Made, _ patience: Patience) -> [Waiting] {
        switch made {
        case .success(let reasoner): keep(reasoner, key)
        case .failure(.busy): break
        case .failure(let reason):
            failed = failed.filter { !$0.value.patience.isOver }
            if failed.count < Reasoners.limit { failed[key] = (reason, patience) }
        }
        return making.removeValue(forKey: key) ?? []
    }

    private mutating func keep(_ reasoner: Reasoner, _ key: Key) {
        uses += 1
        kept[key] = (reasoner, uses)
        guard kept.count > Reasoners.limit else { return }
        if let oldest = kept.min(by: { $0.value.lastUse < $1.value.lastUse }) { kept[oldest.key] = nil }
    }
}
