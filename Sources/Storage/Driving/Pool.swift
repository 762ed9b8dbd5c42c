import Dispatch
import Synchronization
import Values

/// A connection of a driver's pool, and the queue it is used on.
package protocol PooledLine: Sendable {
    /// What a closure is told apart by there.
    associatedtype Mode: Sendable

    /// Has the line's queue run `body`.
    func start(_ body: @escaping @Sendable () -> Void)

    /// Runs a closure to its end; answers what its caller is told that it failed with.
    func run(_ work: any Waiting, _ mode: Mode) -> (any Error)?

    /// Gives back what it holds; nothing runs on it any more.
    func close()
}

/// Connections that closures share. What waits for one is served in its order.
package final class Pool<Line: PooledLine>: Sendable {
    private struct Ticket: Sendable {
        let work: any Waiting
        let mode: Line.Mode
        let since: UInt64
    }

    private struct State {
        var idle: [Line]
        var waiting: [Ticket] = []
        var isWatched = false
        var isClosed = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    private enum Verdict { case start(Line), waits(isFirst: Bool), refused(StorageFailure) }

    package let lines: [Line]
    private let queueLimit: Int
    private let waitLimit: Instant.Span?
    private let state: Mutex<State>
    private let watch = DispatchQueue(label: "orderworks.pool.watch")

    /// - Parameters:
    ///   - queueLimit: how many closures may wait.
    ///   - waitLimit: how long one may wait; nil where those before it are bound to end soon.
    package init(_ lines: [Line], queueLimit: Int, waitLimit: Instant.Span? = nil) {
        self.lines = lines
        self.queueLimit = queueLimit
        self.waitLimit = waitLimit
        state = Mutex(State(idle: lines))
    }

    package var waitingCount: Int { state.withLock(\.waiting.count) }

    package func add(_ work: any Waiting, _ mode: Line.Mode) {
        let verdict = state.withLock { state -> Verdict in
            if state.isClosed { return .refused(.closed) }
            if let line = state.idle.popLast() { return .start(line) }
            guard state.waiting.count < queueLimit else { return .refused(.overloaded) }
            state.waiting.append(Ticket(work: work, mode: mode, since: DispatchTime.now().uptimeNanoseconds))
            defer { state.isWatched = true }
            return .waits(isFirst: !state.isWatched)
        }
        switch verdict {
        case .start(let line): line.start { self.drain(line, beginningWith: work, mode) }
        case .waits(let isFirst): if isFirst, let waitLimit { watchWaiting(waitLimit) }
        case .refused(let failure): work.finish(failure)
        }
    }

    /// Takes nothing more, and ends when what waits is answered.
    package func close() async {
        await withCheckedContinuation { caller in
            let isResting = state.withLock { state in
                state.isClosed = true
                let isResting = state.idle.count == lines.count
                if !isResting { state.closers.append(caller) }
                return isResting
            }
            if isResting { caller.resume() }
        }
        lines.forEach { $0.close() }
    }

    private func drain(_ line: Line, beginningWith first: any Waiting, _ mode: Line.Mode) {
        var (work, mode) = (first, mode)
        while true {
            let end = line.run(work, mode)
            // Free before the answer: who asks again at once must not find the line it has just left taken.
            let next = takeNext(for: line)
            work.finish(end)
            guard let next else { return }
            (work, mode) = (next.work, next.mode)
        }
    }

    /// What waits longest; the line is idle when nothing does.
    private func takeNext(for line: Line) -> Ticket? {
        let (ticket, closers) = state.withLock { state -> (Ticket?, [CheckedContinuation<Void, Never>]) in
            if !state.waiting.isEmpty { return (state.waiting.removeFirst(), []) }
            state.idle.append(line)
            guard state.idle.count == lines.count else { return (nil, []) }
            defer { state.closers = [] }
            return (nil, state.closers)
        }
        closers.forEach { $0.resume() }
        return ticket
    }

    /// Refuses what has waited too long, until nothing waits.
    private func watchWaiting(_ limit: Instant.Span) {
        watch.asyncAfter(deadline: .now() + .milliseconds(Int(limit.milliseconds / 4))) { [self] in
            let now = DispatchTime.now().uptimeNanoseconds
            let longest = UInt64(limit.milliseconds) * 1_000_000
            let (late, goesOn) = state.withLock { state in
                let late = state.waiting.prefix { now - $0.since > longest }
                state.waiting.removeFirst(late.count)
                state.isWatched = !state.waiting.isEmpty
                return (late, state.isWatched)
            }
            late.forEach { $0.work.finish(StorageFailure.overloaded) }
            if goesOn { watchWaiting(limit) }
        }
    }
}
