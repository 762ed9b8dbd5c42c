import GRDB
import Logging
import Storage
import Synchronization
import Values

/// The only connection that writes and checkpoints. Drives `Batching` on its own queue, one batch after the other.
final class Writer: Sendable {
    private struct State {
        var batching: Batching
        var isAwake = false
        var isClosed = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    private let line: Line
    private let limits: SQLiteLimits
    private let bells: Bells
    private let log: Logger
    private let state: Mutex<State>
    /// Odd while a commit is under way, which begins and ends it.
    private let commitSteps = Atomic(0)

    init(_ line: Line, limits: SQLiteLimits, bells: Bells, log: Logger) {
        self.line = line
        self.limits = limits
        self.bells = bells
        self.log = log
        state = Mutex(State(batching: Batching(queueLimit: limits.queue)))
    }

    var queue: DatabaseQueue { line.queue }
    var waitingCount: Int { state.withLock(\.batching.waitingCount) }
    var preparedCount: Int { line.connection.preparedCount }

    func add(_ work: any Waiting) {
        let (isWaking, refusal) = state.withLock { state -> (Bool, StorageFailure?) in
            if state.isClosed { return (false, .closed) }
            do throws(StorageFailure) { try state.batching.add(work) } catch { return (false, error) }
            defer { state.isAwake = true }
            return (!state.isAwake, nil)
        }
        if let refusal { work.finish(refusal) }
        if isWaking { line.queue.asyncWriteWithoutTransaction { _ in self.drain() } }
    }

    /// Takes nothing more, and ends when what waits is answered.
    func close() async {
        await withCheckedContinuation { caller in
            let isResting = state.withLock { state in
                state.isClosed = true
                if state.isAwake { state.closers.append(caller) }
                return !state.isAwake
            }
            if isResting { caller.resume() }
        }
        line.close()
    }

    private func drain() {
        var steps = BatchSteps(on: line.connection, closureLimit: limits.closure, log: log)
        while true {
            let (step, closers) = state.withLock { state in
                let step = state.batching.next()
                guard case .rest = step else { return (step, [CheckedContinuation<Void, Never>]()) }
                state.isAwake = false
                defer { state.closers = [] }
                return (step, state.closers)
            }
            switch step {
            case .rest:
                closers.forEach { $0.resume() }
                return
            case .begin: report(steps.begin())
            case .run(let work, let savepoint): report(steps.run(work, savepoint: savepoint))
            case .commit: report(commit(&steps))
            case .rollBack: report(steps.rollBack())
            case .answer(let answered): answered.forEach { $0.work.finish($0.error) }
            }
        }
    }

    private func report(_ report: Batching.Report) {
        if case .failed(let error) = report { log.error("a batch failed", metadata: ["error": "\(error)"]) }
        state.withLock { $0.batching.report(report) }
    }

    var commitCount: Int? {
        let steps = commitSteps.load(ordering: .sequentiallyConsistent)
        return steps.isMultiple(of: 2) ? steps / 2 : nil
    }

    private func commit(_ steps: inout BatchSteps) -> Batching.Report {
        let step = steps.hasChanges() ? 1 : 0
        commitSteps.add(step, ordering: .sequentiallyConsistent)
        defer { commitSteps.add(step, ordering: .sequentiallyConsistent) }
        let report = steps.commit()
        if case .done = report { bells.ring(steps.channels) }
        return report
    }
}
