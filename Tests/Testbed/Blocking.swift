import Foundation

/// Does what blocks its thread, such as waiting for another program, on a thread of its own: the few that tests share
/// would all stand still otherwise, and every time limit run out.
package func blocking<Answer: Sendable>(
    _ work: @escaping @Sendable () throws -> Answer
) async throws -> Answer {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
    }
}
