import Foundation

/// Runs all of a history's tasks on one thread, in the order in which it is told to.
///
/// Unchecked, because one thread alone uses it; it makes sure of that.
final class SeededExecutor: SerialExecutor, TaskExecutor, @unchecked Sendable {
    private var ready: [UnownedJob] = []
    private let thread = pthread_self()

    var readyCount: Int { ready.count }

    func enqueue(_ job: consuming ExecutorJob) {
        precondition(pthread_equal(pthread_self(), thread) != 0, "a history's task was resumed on another thread")
        ready.append(UnownedJob(job))
    }

    /// Runs one of those that are ready until it waits for something.
    func run(_ place: Int) {
        let job = ready.remove(at: place)
        job.runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
    }
}
