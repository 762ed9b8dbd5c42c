import Values

/// Work that a transaction leaves to be done after its commit: at least once, in any order.
///
/// A job is stored with the change that asks for it, so that neither exists without the other.
package protocol Job: Codable, Sendable {
    /// Names the job in the database; never changes once landed.
    static var kind: String { get }

    static var retry: Retry { get }
}

extension Job {
    package static var retry: Retry { .patient }

    /// Stores the job with the caller's transaction; it is due `delay` after `now`.
    ///
    /// While a job of this kind and `key` is still to be done, or parked, asking again changes nothing. Once it is done
    /// its key is forgotten.
    ///
    /// Jobs with the same `subject` are done in the order in which they were stored, one after the other, whoever does
    /// them; one that is parked lets the next go on.
    package func enqueue(
        key: String? = nil, about subject: String? = nil, at now: Instant, after delay: Instant.Span = .seconds(0),
        in db: any Transaction
    ) throws {
        try db.send(JobTable.insert, [
            "kind": Self.kind, "payload": StoredJSON(self), "key": key, "subject": subject, "run_at": now + delay,
            "created_at": now,
        ])
        db.notify(.jobs)
    }
}

extension Channel {
    /// Rings when a job was stored.
    package static let jobs = Channel("jobs")
}

/// One kind of job's work. What it throws is logged and tried again; after the last attempt the job is parked, where
/// staff see it.
package protocol JobHandler: Sendable {
    associatedtype Work: Job

    /// Does the work, up to what it answers, which is written together with the job's end. May run again after a crash,
    /// and must then come to the same. The task is cancelled when the program stops and after `JobWorker.handlerLimit`.
    func run(_ work: Work) async throws -> LastWrite?
}

/// What is left to be written when a job's work is done: what the bank said, that a mail has gone. It is in the
/// transaction that takes the job away, so that neither happens without the other, and it is one commit less. When it
/// throws, the job has failed, and what shares its commit runs again: what can be told before is told before.
package struct LastWrite: Sendable {
    package typealias Work = @Sendable (any Transaction) throws -> Void

    package let isolation: Isolation
    package let work: Work

    package init(_ isolation: Isolation = .serializable, _ work: @escaping Work) {
        self.isolation = isolation
        self.work = work
    }
}

extension JobHandler {
    var kind: String { Work.kind }
    var retry: Retry { Work.retry }

    func run(payload: String) async throws -> LastWrite? {
        try await run(JSONCoding.value(Work.self, from: Array(payload.utf8)))
    }
}

/// How often a job is tried, and how long it waits in between: exponential, with jitter.
package struct Retry: Sendable {
    package let attempts: Int
    package let first: Instant.Span
    package let longest: Instant.Span

    package init(attempts: Int, first: Instant.Span, longest: Instant.Span) {
        self.attempts = attempts
        self.first = first
        self.longest = longest
    }

    /// 20 attempts, from 1 s to 15 min apart: some three hours in all.
    package static let patient = Retry(attempts: 20, first: .seconds(1), longest: .minutes(15))

    /// How long to wait after failed attempt number `attempt`, counted from 1: half of it fixed, half by chance, so
    /// that what failed together doesn't come again together.
    package func delay(afterAttempt attempt: Int, random: UInt64) -> Instant.Span {
        let doublings = min(max(attempt, 1) - 1, 40)
        let (grown, overflow) = first.milliseconds.multipliedReportingOverflow(by: 1 << Int64(doublings))
        let whole = overflow ? longest.milliseconds : min(grown, longest.milliseconds)
        let half = whole / 2
        return .milliseconds(half + Int64(random % UInt64(max(1, whole - half + 1))))
    }
}
