import Storage
import Synchronization
import Values
import Web

/// Writes into the audit book who of the staff reads whose personal data. The same read by the same person is written
/// once in a while, not with each click.
package final class AuditedReads: ReadRecorder {
    private let shop: Shop
    private let lately = Mutex<[String: Instant]>([:])

    /// How long a read counts as the same.
    package static let span = Instant.Span.minutes(10)
    /// How many are remembered; all are forgotten, and written again, when there would be more.
    private static let limit = 10_000

    package init(_ shop: Shop) { self.shop = shop }

    package func record(_ caller: Caller, reading subject: String) async throws {
        let (now, key) = (shop.now, "\(caller.who) \(subject)")
        let isKnown = lately.withLock { $0[key].map { now - $0 < Self.span } ?? false }
        guard !isKnown else { return }
        try await shop.write { db in
            try Audit.record(by: caller, what: "personal.read", subject: subject, at: now, in: db)
        }
        lately.withLock { lately in
            if lately.count >= Self.limit { lately.removeAll(keepingCapacity: true) }
            lately[key] = now
        }
    }
}
