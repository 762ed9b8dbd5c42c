import GRDB
import Storage
import Synchronization

/// A few connections that read, each closure in one snapshot.
final class Readers: Sendable {
    private struct State {
        var idle: [Line]
        var waiting: [any Waiting] = []
        var isClosed = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    private enum Verdict { case start(Line), waits, refused(StorageFailure) }

    private let lines: [Line]
    private let limits: SQLiteLimits
    private let state: Mutex<State>

    init(path: String, limits: SQLiteLimits) throws {
        var lines: [Line] = []
        do {
            for number in 1...limits.readers { lines.append(try .reading(path, number: number)) }
        } catch {
            lines.forEach { $0.close() }
            throw error
        }
        self.lines = lines
        self.limits = limits
        state = Mutex(State(idle: lines))
    }

    /// Any of the connections' queues, for what the driver itself wants to know.
    var queue: DatabaseQueue { lines[0].queue }

    func add(_ work: any Waiting) {
        let verdict = state.withLock { state -> Verdict in
            if state.isClosed { return .refused(.closed) }
            if let line = state.idle.popLast() { return .start(line) }
            guard state.waiting.count < limits.queue else { return .refused(.overloaded) }
            state.waiting.append(work)
            return .waits
        }
        switch verdict {
        case .waits: break
        case .refused(let failure): work.finish(failure)
        case .start(let line): line.queue.asyncWriteWithoutTransaction { _ in self.drain(line, beginningWith: work) }
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
        lines.forEach { $0.close() }
    }

    private func drain(_ line: Line, beginningWith first: any Waiting) {
        var next: (any Waiting)? = first
        while let work = next {
            let end = read(work, on: line.connection)
            // Free before the answer: who reads again at once must not find the line it has just left taken.
            next = takeNext(for: line)
            work.finish(end)
        }
    }

    /// What waits longest; the line is idle when nothing does.
    private func takeNext(for line: Line) -> (any Waiting)? {
        let (work, closers) = state.withLock { state -> ((any Waiting)?, [CheckedContinuation<Void, Never>]) in
            if !state.waiting.isEmpty { return (state.waiting.removeFirst(), []) }
            state.idle.append(line)
            guard state.idle.count == lines.count else { return (nil, []) }
            defer { state.closers = [] }
            return (nil, state.closers)
        }
        closers.forEach { $0.resume() }
        return work
    }

    private func read(_ work: any Waiting, on connection: Connection) -> (any Error)? {
        let transaction = SQLiteTransaction(on: connection)
        defer { transaction.end() }
        do {
            try connection.beginReading()
            try connection.within(limits.closure) { try work.run(in: transaction) }
            try connection.commit()
            return nil
        } catch {
            // A snapshot left open would keep the log from being checkpointed.
            do { try connection.rollBack() } catch { return error }
            return error
        }
    }
}
