import Dispatch
import Synchronization

/// Wakes tasks that sleep. One timer serves them all, and no sleep that is cancelled leaves anything behind: of the
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
    /// Set anew under the lock alone, so that it rings for what the state says.
    private nonisolated(unsafe) let timer = DispatchSource.makeTimerSource(
        queue: DispatchQueue(label: "orderworks.alarm"))

    init() {
        timer.setEventHandler { [weak self] in self?.wakeDue() }
        timer.activate()
    }

    deinit { timer.cancel() }

    /// How many sleep.
    var sleeperCount: Int { state.withLock(\.sleepers.count) }

    /// Throws `CancellationError` as soon as the task is cancelled.
    func sleep(milliseconds: Int64) async throws {
        let end = DispatchTime.now().uptimeNanoseconds + UInt64(max(0, milliseconds)) * 1_000_000
        let number = state.withLock { state in
            state.count += 1
            return state.count
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { task in
                state.withLock { state in
                    state.sleepers[number] = Sleeper(end: end, task: task)
                    if end < state.ring { ring(at: end, &state) }
                }
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

    private func ring(at moment: UInt64, _ state: inout State) {
        state.ring = moment
        timer.schedule(deadline: moment == .max ? .distantFuture : DispatchTime(uptimeNanoseconds: moment))
    }

    /// Wakes whose time has come, and sets the timer for the next.
    private func wakeDue() {
        let due = state.withLock { state in
            let now = DispatchTime.now().uptimeNanoseconds
            let due = state.sleepers.filter { $0.value.end <= now }
            for number in due.keys { state.sleepers[number] = nil }
            ring(at: state.sleepers.values.lazy.map(\.end).min() ?? .max, &state)
            return due.values.sorted { $0.end < $1.end }
        }
        for sleeper in due { sleeper.task.resume() }
    }
}
