import Synchronization

/// The keys whose first request this process is still working on: a second one is told 409 instead of waiting.
final class RequestsUnderWay: Sendable {
    private let keys = Mutex<Set<String>>([])

    func enter(_ key: String) throws {
        guard keys.withLock({ $0.insert(key).inserted }) else { throw Checkout.Refusal.underWay }
    }

    func leave(_ key: String) { _ = keys.withLock { $0.remove(key) } }
}
