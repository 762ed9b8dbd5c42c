import Dispatch
import Synchronization

/// Wakes tasks that sleep. One timer serves them all, and a sleep that is cancelled leaves nothing behind: of the
/// language's own each one does until its time, which is minutes for each job that took milliseconds.
final class AlarmClock: Sendable {
    /// A task that sleeps, by the number it was given.
    private struct Sleeper {
        /// Nanoseconds of the machine's own count, which no clock that is set changes.
        let end: UInt64
        let task: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var sleepers: [UInt64: Sleeper] = [:]
        var count: UInt64 = 0
        /// When the timer rings next, `.max` while it doesn't.
        var ring = UInt64.max
    }

    static let shared = AlarmClock()

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "orderworks.alarm")

    /// How many sleep.
    var sleeperCount: Int { state.withLock(\.sleepers.count) }

    /// Throws `CancellationError` as soon as the task is cancelled.
    func sleep(milliseconds: Int64) async throws {
        try Task.checkCancellation()
        let end = DispatchTime.now().uptimeNanoseconds + UInt64(max(0, milliseconds)) * 1_000_000
        let number = state.withLock { state in
            state.count += 1
            return state.count
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { task in
                let isEarlier = state.withLock { state in
                    state.sleepers[number] = Sleeper(end: end, task: task)
                    guard end < state.ring else { return false }
                    state.ring = end
                    return true
                }
                if isEarlier { ring(at: end) }
                // Cancelled before it lay down, when there was nobody to wake yet.
                if Task.isCancelled { wake(number) }
            }
        } onCancel: {
            wake(number)
        }
    }

    private func wake(_ number: UInt64) {
        state.withLock { $0.sleepers.removeValue(forKey: number) }?.task.resume(throwing: CancellationError())
    }

    private func ring(at moment: UInt64) {
        queue.asyncAfter(deadline: DispatchTime(uptimeNanoseconds: moment)) { self.wakeDue(moment) }
    }

    /// Wakes whose time has come, and sets the timer for the next. One that was set for later before an earlier sleeper
    /// came finds the timer set anew, and changes nothing.
    private func wakeDue(_ moment: UInt64) {
        let now = DispatchTime.now().uptimeNanoseconds
        let (due, next) = state.withLock { state -> ([Sleeper], UInt64?) in
            guard state.ring == moment else { return ([], nil) }
            let due = state.sleepers.filter { $0.value.end <= now }
            for number in due.keys { state.sleepers[number] = nil }
            state.ring = state.sleepers.values.lazy.map(\.end).min() ?? .max
            return (Array(due.values), state.ring == .max ? nil : state.ring)
        }
        for sleeper in due { sleeper.task.resume() }
        if let next { ring(at: next) }
    }
}
