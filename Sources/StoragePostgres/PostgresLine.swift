import Dispatch
import Logging
import Storage
import Values

/// One connection of the pool and the queue it is used on. Connects when it is needed, and again when it was lost.
///
/// Unchecked, because its connection is touched on the queue alone.
final class PostgresLine: PooledLine, @unchecked Sendable {
    private let queue: DispatchQueue
    private let target: PostgresTarget
    private let limits: PostgresLimits
    private let reach: Reachability
    private let log: Logger
    private let tell: @Sendable (Set<Channel>) -> Void
    private var connection: PostgresConnection?

    /// A unique key that says no may only tell of one who came first, as a serialization failure would: what runs
    /// again sees their row.
    private static let uniqueAttempts = 3
    /// Attempts on a new connection, when one was lost before anything was committed.
    private static let lossAttempts = 3

    /// - Parameter tell: called after each commit that announced something, before its caller is answered.
    init(
        number: Int, _ target: PostgresTarget, limits: PostgresLimits, reach: Reachability, log: Logger,
        tell: @escaping @Sendable (Set<Channel>) -> Void
    ) {
        queue = DispatchQueue(label: "orderworks.postgres.\(number)")
        self.target = target
        self.limits = limits
        self.reach = reach
        self.log = log
        self.tell = tell
    }

    func start(_ body: @escaping @Sendable () -> Void) { queue.async(execute: body) }

    func close() { queue.sync { connection = nil } }

    /// What became of a closure, and whom to tell.
    private struct End {
        var error: (any Error)?
        var channels: Set<Channel> = []
    }

    private enum Outcome {
        case ended(End)
        case conflict(any Error)
        case duplicate(any Error)
        case lost(any Error)
    }

    func run(_ work: any Waiting, _ mode: PostgresMode) -> (any Error)? {
        let end = settled(work, mode)
        tell(end.channels)
        return end.error
    }

    /// Runs `work` until it is committed, refused, or tried often enough.
    private func settled(_ work: any Waiting, _ mode: PostgresMode) -> End {
        var (conflicts, duplicates, losses) = (0, 0, 0)
        while true {
            switch inTurn(conflicts > 0, { attempt(work, mode) }) {
            case .ended(let end): return end
            case .conflict(let error):
                conflicts += 1
                guard conflicts < limits.attempts else {
                    log.warning("a transaction gave way too often", metadata: ["error": "\(error)"])
                    return End(error: StorageFailure.overloaded)
                }
            case .duplicate(let error):
                duplicates += 1
                guard duplicates < Self.uniqueAttempts else { return End(error: error) }
            case .lost(let error):
                losses += 1
                connection = nil
                guard losses < Self.lossAttempts else { return End(error: error) }
            }
        }
    }

    /// What had to give way once runs alone among its like: many that want the same row would make each other give way
    /// again and again.
    private func inTurn(_ isNeeded: Bool, _ body: () -> Outcome) -> Outcome {
        guard isNeeded else { return body() }
        do {
            try connected().takeTurn()
        } catch {
            // A connection that is gone leaves its turn.
            connection = nil
            guard let failure = error as? PostgresFailure else { return .ended(End(error: error)) }
            let why = failure.asStorageFailure(running: "")
            return failure.isLoss ? .lost(why) : .ended(End(error: why))
        }
        let outcome = body()
        // What became of the work stands, whatever becomes of the turn.
        do { try connection?.leaveTurn() } catch { connection = nil }
        return outcome
    }

    private func attempt(_ work: any Waiting, _ mode: PostgresMode) -> Outcome {
        let connection: PostgresConnection
        do { connection = try connected() } catch { return .ended(End(error: error)) }
        connection.begin(mode)
        let transaction = PostgresTransaction(on: connection, mode)
        do {
            try work.run(in: transaction)
        } catch {
            transaction.end()
            return undo(connection, after: error)
        }
        transaction.end()
        do {
            switch try connection.commit() {
            case .done: return .ended(End(channels: transaction.channels))
            case .unknown:
                self.connection = nil
                if case .read = mode { return .lost(StorageFailure.unreachable("the connection was lost")) }
                log.error("a commit's answer was lost")
                return .ended(End(error: StorageFailure.unknown, channels: transaction.channels))
            case .undone:
                let why = connection.trouble?.asStorageFailure(running: "") ?? .other("the transaction was undone")
                return connection.trouble?.isConflict == true ? .conflict(why) : .ended(End(error: why))
            }
        } catch {
            return undo(connection, after: (error as? PostgresFailure)?.asStorageFailure(running: "COMMIT") ?? error)
        }
    }

    /// Nothing of it is kept: COMMIT was never sent, or refused.
    private func undo(_ connection: PostgresConnection, after error: any Error) -> Outcome {
        if connection.isLost { return .lost(StorageFailure.unreachable(connection.trouble?.message ?? "it is gone")) }
        let isConflict = connection.trouble?.isConflict == true
        let isDuplicate = connection.trouble?.state == "23505"
        do { try connection.rollBack() } catch { return .lost(StorageFailure.unreachable("\(error)")) }
        if isConflict { return .conflict(error) }
        if isDuplicate, error is StorageFailure { return .duplicate(error) }
        return .ended(End(error: error))
    }

    private func connected() throws -> PostgresConnection {
        if let connection, !connection.isLost { return connection }
        connection = nil
        let made = try reach.connecting { try PostgresConnection(target, limits: limits) }
        connection = made
        return made
    }
}
