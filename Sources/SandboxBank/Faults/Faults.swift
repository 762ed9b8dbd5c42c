import Synchronization
import Values

/// The misbehaviours in force. They are not kept: a bank that is started again behaves.
final class Faults: Sendable {
    private let inForce = Mutex<[Fault]>([])
    private let chance: SeededChance

    static let limit = 100

    /// The same seed and the same requests in the same order meet the same faults.
    init(seed: UInt64) { chance = SeededChance(seed: seed) }

    var all: [Fault] { inForce.withLock { $0 } }

    func add(_ fault: Fault) throws(StripeError) {
        let isFull = inForce.withLock { faults in
            guard faults.count < Self.limit else { return true }
            faults.append(fault)
            return false
        }
        guard !isFull else { throw .invalid("kind", "\(Self.limit) faults are in force already.") }
    }

    func removeAll() { inForce.withLock { $0 = [] } }

    /// False when there is no such fault.
    func remove(_ id: ID<Fault>) -> Bool {
        inForce.withLock { faults in
            let before = faults.count
            faults.removeAll { $0.id == id }
            return faults.count < before
        }
    }

    /// What goes wrong with one request; a fault with a count is used up by it.
    func draw(for targets: Set<Fault.Target>) -> Trouble {
        inForce.withLock { faults in
            var trouble = Trouble()
            guard !faults.isEmpty else { return trouble }
            faults = faults.compactMap { fault in
                guard fault.on == .any || targets.contains(fault.on) else { return fault }
                switch fault.frequency {
                case .next(let times):
                    trouble.add(fault, chance: chance.next)
                    return times > 1 ? fault.left(times - 1) : nil
                case .probability(let probability):
                    // 53 bits are all a Double holds.
                    if Double(chance.next() >> 11) * 0x1p-53 < probability {
                        trouble.add(fault, chance: chance.next)
                    }
                    return fault
                }
            }
            return trouble
        }
    }
}

/// What goes wrong with one request.
struct Trouble: Sendable {
    /// How long the work waits before it begins.
    private(set) var delay = Instant.Span.milliseconds(0)
    /// How many times each event is sent.
    private(set) var copies = 1
    /// How much later its events are sent.
    private(set) var newsDelay = Instant.Span.milliseconds(0)
    /// What happens instead of the work, or to its answer; of several the first.
    private(set) var mishap: Fault?

    mutating func add(_ fault: Fault, chance: () -> UInt64) {
        switch fault.kind {
        case .delay: delay = .milliseconds(delay.milliseconds + fault.delay.milliseconds)
        case .duplicateWebhook: copies += 1
        case .lateWebhook: newsDelay = .milliseconds(Int64(chance() % UInt64(fault.delay.milliseconds + 1)))
        case .replyLost, .errorBefore, .errorAfter, .silence, .tooManyRequests: mishap = mishap ?? fault
        }
    }
}
