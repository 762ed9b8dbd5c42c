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
}

/// One kind of job's work. What it throws is logged and tried again; after the last attempt the job is parked, where
/// staff see it.
package protocol JobHandler: Sendable {
    associatedtype Work: Job

    /// Does the work. May run again after a crash, and must then come to the same.
    func run(_ work: Work) async throws
}
