import Storage
import Synchronization
import Values

/// Time that stands still until the test moves it; who sleeps wakes when its hour has come.
package final class ManualTime: TimeSource {
    private struct Sleeper {
        let until: Instant
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now: Instant
        var sleepers: [Int: Sleeper] = [:]
        var cancelled: Set<Int> = []
        var count = 0
    }

    private let state: Mutex<State>

    package init(_ now: Instant) { state = Mutex(State(now: now)) }

    package var now: Instant { state.withLock(\.now) }

    /// How many sleep at this moment.
    package var sleeperCount: Int { state.withLock(\.sleepers.count) }

    package func advance(by span: Instant.Span) { set(to: now + span) }

    /// Backwards too: a clock may be put right.
    package func set(to instant: Instant) {
        let woken = state.withLock { state in
            state.now = instant
            let due = state.sleepers.filter { $0.value.until <= instant }
            due.keys.forEach { state.sleepers[$0] = nil }
            return due.values.sorted { $0.until < $1.until }
        }
        woken.forEach { $0.continuation.resume() }
    }

    package func sleep(_ span: Instant.Span) async throws {
        let number = state.withLock { state in
            state.count += 1
            return state.count
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome = state.withLock { state -> Result<Void, any Error>? in
                    if state.cancelled.remove(number) != nil { return .failure(CancellationError()) }
                    if span <= .milliseconds(0) { return .success(()) }
                    state.sleepers[number] = Sleeper(until: state.now + span, continuation: continuation)
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                let sleeper = state.sleepers.removeValue(forKey: number)
                if sleeper == nil { state.cancelled.insert(number) }
                return sleeper
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }
}
