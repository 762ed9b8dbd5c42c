import Dispatch
import Foundation
import Synchronization

/// Threads that do nothing but reason: a bounded number of them, before which a bounded number of questions waits.
/// Solving takes milliseconds to seconds, for which Swift's own pool has no thread to spare.
package final class SolverThreads: Sendable {
    private let line: Line
    private let waitingLimit: Int

    /// Conditions may nest `ModelLimits.depth` deep and sums have many terms: deeper than a thread's stack usually is.
    private static let stackBytes = 16 << 20

    private typealias Work = @Sendable () -> Void

    private final class Line: Sendable {
        let works = Mutex<[Work]>([])
        let ready = DispatchSemaphore(value: 0)
        let isClosed = Atomic(false)
    }

    /// - Parameters:
    ///   - count: threads.
    ///   - waitingLimit: questions that may wait; more are refused as `Unanswered.busy`.
    package init(_ count: Int = 2, waitingLimit: Int = 1_000) {
        let line = Line()
        self.line = line
        self.waitingLimit = waitingLimit
        for number in 0..<max(count, 1) {
            let thread = Thread {
                while true {
                    line.ready.wait()
                    if line.isClosed.load(ordering: .acquiring) {
                        // For the next thread.
                        line.ready.signal()
                        return
                    }
                    line.works.withLock { $0.isEmpty ? nil : $0.removeFirst() }?()
                }
            }
            thread.stackSize = Self.stackBytes
            thread.name = "solver \(number + 1)"
            thread.start()
        }
    }

    /// The threads end when the last who asks lets go.
    deinit {
        line.isClosed.store(true, ordering: .releasing)
        line.ready.signal()
    }

    /// Does `work` on one of the threads.
    func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws(Unanswered) -> Value
    ) async throws(Unanswered) -> Value {
        let end = End<Value>()
        await withCheckedContinuation { continuation in
            let isTaken = line.works.withLock { works in
                guard works.count < waitingLimit else { return false }
                works.append {
                    end.set(Result(catching: work))
                    continuation.resume()
                }
                return true
            }
            if isTaken {
                line.ready.signal()
            } else {
                end.set(.failure(.busy(waiting: waitingLimit)))
                continuation.resume()
            }
        }
        return try end.get()
    }

    /// What came of a work, handed from its thread to who asked under a lock.
    private final class End<Value: Sendable>: Sendable {
        private let result = Mutex<Result<Value, Unanswered>?>(nil)

        func set(_ made: Result<Value, Unanswered>) { result.withLock { $0 = made } }

        /// Only when it was set.
        func get() throws(Unanswered) -> Value {
            guard let made = result.withLock({ $0 }) else { preconditionFailure("a work is answered once it has run") }
            return try made.get()
        }
    }
}
