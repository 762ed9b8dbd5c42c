/// A closure that waits for its turn, with the caller that waits for its answer.
package protocol Waiting: AnyObject, Sendable {
    /// Whether it goes before those that begin something; see `FollowUp`.
    var isFollowUp: Bool { get }
    /// Runs the closure and keeps its answer; may be called again.
    func run(in db: any Transaction) throws
    /// Resumes the caller: with the kept answer, or with `error`.
    func finish(_ error: (any Error)?)
}

/// A closure in a driver's queue, with the caller who waits for it.
package final class WaitingClosure<Answer: Sendable>: Waiting {
    private let work: @Sendable (any Transaction) throws -> Answer
    private let continuation: CheckedContinuation<Answer, any Error>
    /// Set by `run` and taken by `finish`, which a driver calls one after the other on the queue of one connection; who
    /// refuses a closure that never ran calls `finish` from anywhere, with an error, and then this isn't looked at.
    private nonisolated(unsafe) var answer: Answer?
    package let isFollowUp = FollowUp.isUnderWay

    package init(
        _ work: @escaping @Sendable (any Transaction) throws -> Answer,
        _ caller: CheckedContinuation<Answer, any Error>
    ) {
        self.work = work
        continuation = caller
    }

    package func run(in db: any Transaction) throws {
        answer = try work(db)
    }

    package func finish(_ error: (any Error)?) {
        if let error { return continuation.resume(throwing: error) }
        guard let made = answer else {
            return continuation.resume(throwing: StorageFailure.other("a closure was answered before it ran"))
        }
        continuation.resume(returning: made)
    }
}
