import Dispatch
import Logging
import Storage
import Values

/// A database on a PostgreSQL server, which several servers of the shop may share.
///
/// Transactions are serializable and begin again by themselves when others stand in their way. A connection that is
/// lost before COMMIT was sent is replaced, and the closure runs again; once COMMIT was sent and its answer is lost the
/// caller is told `StorageFailure.unknown`, and reads by its key what became of it.
package final class PostgresDatabase: Database {
    private let target: PostgresTarget
    private let isReadOnly: Bool
    private let writers: Pool<PostgresLine>
    private let readers: Pool<PostgresLine>
    private let listener: PostgresListener?
    private let bells = Bells()
    private let migrating = DispatchQueue(label: "orderworks.postgres.migrating")

    /// Opens the database at `address`, a `postgresql://` string. Connections are made when they are needed; the first
    /// one now. Throws `PostgresTarget.Malformed` and `StorageFailure`.
    package static func open(
        _ address: String, log: Logger, limits: PostgresLimits = .standard
    ) throws -> PostgresDatabase {
        try PostgresDatabase(PostgresTarget(address), log: log, limits: limits, isReadOnly: false)
    }

    /// Opens a database to look at it. Writing throws.
    package static func openReadOnly(
        _ address: String, log: Logger, limits: PostgresLimits = .standard
    ) throws -> PostgresDatabase {
        try PostgresDatabase(PostgresTarget(address, readsOnly: true), log: log, limits: limits, isReadOnly: true)
    }

    private init(_ target: PostgresTarget, log: Logger, limits: PostgresLimits, isReadOnly: Bool) throws {
        self.target = target
        self.isReadOnly = isReadOnly
        let reach = Reachability(log: log)
        let listener = isReadOnly ? nil : PostgresListener(target, bells: bells, log: log)
        let tell: @Sendable (Set<Channel>) -> Void = { [bells] channels in
            guard !channels.isEmpty else { return }
            bells.ring(channels)
            listener?.say(channels)
        }
        func pool(_ count: Int) -> Pool<PostgresLine> {
            let lines = (1...count).map { number in
                PostgresLine(number: number, target, limits: limits, reach: reach, log: log, tell: tell)
            }
            return Pool(lines, queueLimit: limits.queue, waitLimit: limits.wait)
        }
        (writers, readers) = (pool(limits.connections), pool(limits.readers))
        self.listener = listener
        let connection = try reach.connecting { try PostgresConnection(target, limits: limits) }
        do {
            if !isReadOnly {
                try Self.warnIfUnsafe(connection, log)
                try connection.makeSchema()
            }
        } catch let failure as PostgresFailure {
            throw failure.asStorageFailure(running: "")
        }
        listener?.start()
    }

    deinit { listener?.dismiss() }

    @discardableResult
    package func write<Answer: Sendable>(
        _ isolation: Isolation, _ work: @escaping @Sendable (any Transaction) throws -> Answer
    ) async throws -> Answer {
        if isReadOnly { throw StorageFailure.other("the database is open for reading alone") }
        return try await withCheckedThrowingContinuation { writers.add(WaitingClosure(work, $0), .write(isolation)) }
    }

    package func read<Answer: Sendable>(
        _ work: @escaping @Sendable (any Transaction) throws -> Answer
    ) async throws -> Answer {
        try await withCheckedThrowingContinuation { readers.add(WaitingClosure(work, $0), .read) }
    }

    /// On a database that is open for reading alone: throws unless every migration was made.
    package func migrate(_ migrations: [Migration]) async throws {
        let history = try PostgresMigrating(migrations, at: target)
        try await withCheckedThrowingContinuation { (caller: CheckedContinuation<Void, any Error>) in
            migrating.async { [isReadOnly] in
                caller.resume(with: Result { try isReadOnly ? history.verify() : history.apply() })
            }
        }
    }

    package var waitingWrites: Int { writers.waitingCount }
    package var sharesCommits: Bool { false }

    /// How many closures wait for a connection.
    package var waitingCount: Int { waitingWrites + readers.waitingCount }

    package func notifications(on channel: Channel) -> AsyncStream<Void> { bells.listen(on: channel) }

    package func close() async {
        await readers.close()
        await writers.close()
        await withCheckedContinuation { caller in
            migrating.async { [listener] in
                listener?.stop()
                caller.resume()
            }
        }
        bells.close()
    }

    /// What a commit's durability rests on, read back.
    private static func warnIfUnsafe(_ connection: PostgresConnection, _ log: Logger) throws {
        for setting in try connection.settings(["fsync", "synchronous_commit", "full_page_writes"])
        where setting.value == "off" {
            log.warning("the database may lose orders that were acknowledged, when its power fails", metadata: [
                "\(setting.key)": "off",
            ])
        }
    }
}
