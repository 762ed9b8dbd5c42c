import Synchronization

/// Lets only so many do something at a time, in the order in which they came: what is asked of somebody else's server
/// begins when its turn comes, and with it its time limit.
package final class Turns: Sendable {
    private struct State {
        var free: Int
        var waiting: [Waiter] = []
        var last: UInt64 = 0
    }

    private struct Waiter {
        let number: UInt64
        let caller: CheckedContinuation<Void, any Error>
    }

    private let state: Mutex<State>

    /// - Parameter limit: how many at a time, at least one.
    package init(_ limit: Int) {
        precondition(limit > 0)
        state = Mutex(State(free: limit))
    }

    package var waitingCount: Int { state.withLock(\.waiting.count) }

    /// Waits for a turn and does it. Throws `CancellationError` when the task is cancelled before its turn has come.
    package func take<Answer: Sendable>(
        _ body: @Sendable () async throws -> Answer
    ) async throws -> Answer {
        try await begin()
        defer { end() }
        return try await body()
    }

    private func begin() async throws {
        let number = state.withLock { state in
            state.last += 1
            return state.last
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { caller in
                let isRefused = Task.isCancelled
                let isTurn = !isRefused && state.withLock { state in
                    if state.free > 0 {
                        state.free -= 1
                        return true
                    }
                    state.waiting.append(Waiter(number: number, caller: caller))
                    return false
                }
                if isTurn { return caller.resume() }
                if isRefused { return caller.resume(throwing: CancellationError()) }
                // The cancellation may have come before there was anybody to find.
                if Task.isCancelled { cancel(number) }
            }
        } onCancel: {
            cancel(number)
        }
    }

    private func cancel(_ number: UInt64) {
        let waiter = state.withLock { state in
            state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0) }
        }
        waiter?.caller.resume(throwing: CancellationError())
    }

    private func end() {
        let next = state.withLock { state -> Waiter? in
            if !state.waiting.isEmpty { return state.waiting.removeFirst() }
            state.free += 1
            return nil
        }
        next?.caller.resume()
    }
}
