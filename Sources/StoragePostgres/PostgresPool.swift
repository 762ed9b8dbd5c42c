import Dispatch
import Logging
import Storage
import Synchronization
import Values

/// Connections that one server process writes over, or reads. What waits is served in its order.
final class PostgresPool: Sendable {
    private struct Ticket {
        let work: any Waiting
        let mode: PostgresMode
        let since: UInt64
    }

    private struct State {
        var idle: [PostgresLine]
        var waiting: [Ticket] = []
        var isWatched = false
        var isClosed = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    private let lines: [PostgresLine]
    private let limits: PostgresLimits
    private let tell: @Sendable (Set<Channel>) -> Void
    private let state: Mutex<State>
    private let watch = DispatchQueue(label: "orderworks.postgres.watch")

    /// - Parameter tell: called after each commit that announced something, before its caller is answered.
    init(
        _ target: PostgresTarget, count: Int, limits: PostgresLimits, reach: Reachability, log: Logger,
        tell: @escaping @Sendable (Set<Channel>) -> Void
    ) {
        lines = (1...count).map {
            PostgresLine(number: $0, target, limits: limits, reach: reach, log: log)
        }
        self.limits = limits
        self.tell = tell
        state = Mutex(State(idle: lines.reversed()))
    }

    var waitingCount: Int { state.withLock(\.waiting.count) }

    func add(_ work: any Waiting, _ mode: PostgresMode) {
        enum Verdict { case start(PostgresLine), waits(isFirst: Bool), refused(StorageFailure) }
        let ticket = Ticket(work: work, mode: mode, since: DispatchTime.now().uptimeNanoseconds)
        let verdict = state.withLock { state -> Verdict in
            if state.isClosed { return .refused(.closed) }
            if let line = state.idle.popLast() { return .start(line) }
            guard state.waiting.count < limits.queue else { return .refused(.overloaded) }
            state.waiting.append(ticket)
            defer { state.isWatched = true }
            return .waits(isFirst: !state.isWatched)
        }
        switch verdict {
        case .start(let line): line.queue.async { self.drain(line, beginningWith: ticket) }
        case .waits(let isFirst): if isFirst { watchWaiting() }
        case .refused(let failure): work.finish(failure)
        }
    }

    /// Takes nothing more, and ends when what waits is answered.
    func close() async {
        await withCheckedContinuation { caller in
            let isResting = state.withLock { state in
                state.isClosed = true
                let isResting = state.idle.count == lines.count
                if !isResting { state.closers.append(caller) }
                return isResting
            }
            if isResting { caller.resume() }
        }
        for line in lines { line.queue.sync { line.disconnect() } }
    }

    private func drain(_ line: PostgresLine, beginningWith first: Ticket) {
        var next: Ticket? = first
        while let ticket = next {
            let end = line.run(ticket.work, ticket.mode)
            tell(end.channels)
            // Free before the answer: who asks again at once must not find the line it has just left taken.
            next = takeNext(for: line)
            ticket.work.finish(end.error)
        }
    }

    private func takeNext(for line: PostgresLine) -> Ticket? {
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
    private func watchWaiting() {
        watch.asyncAfter(deadline: .now() + .milliseconds(Int(limits.wait.milliseconds / 4))) { [self] in
            let now = DispatchTime.now().uptimeNanoseconds
            let longest = UInt64(limits.wait.milliseconds) * 1_000_000
            let (late, goesOn) = state.withLock { state in
                let late = state.waiting.prefix { now - $0.since > longest }
                state.waiting.removeFirst(late.count)
                state.isWatched = !state.waiting.isEmpty
                return (late, state.isWatched)
            }
            late.forEach { $0.work.finish(StorageFailure.overloaded) }
            if goesOn { watchWaiting() }
        }
    }
}
