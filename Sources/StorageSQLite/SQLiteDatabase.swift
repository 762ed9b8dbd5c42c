import Foundation
import GRDB
import Logging
import Storage
import Values

/// A database in one SQLite file: one writer with group commit, a few readers, each commit on the disk before it is
/// answered.
package final class SQLiteDatabase: Storage.Database {
    let writer: Writer?
    private let readers: Pool<Reader>
    private let lock: Lock?
    private let bells = Bells()

    /// Opens or creates the database at `path`. Throws `StorageFailure` when another process has it, or it can't be
    /// written safely.
    package static func open(
        path: String, log: Logger, limits: SQLiteLimits = .standard
    ) throws -> SQLiteDatabase {
        try SQLiteDatabase(path: path, log: log, limits: limits, isReadOnly: false)
    }

    /// Opens a database that is there, to look at it; also beside a server that runs on it. Writing throws.
    package static func openReadOnly(path: String, limits: SQLiteLimits = .standard) throws -> SQLiteDatabase {
        try SQLiteDatabase(path: path, log: Logger(label: "orderworks.storage"), limits: limits, isReadOnly: true)
    }

    private init(path: String, log: Logger, limits: SQLiteLimits, isReadOnly: Bool) throws {
        if isReadOnly {
            lock = nil
            writer = nil
            readers = try Reader.pool(path: path, limits: limits)
            return
        }
        let lock = try Lock(beside: path)
        do {
            try Self.create(path)
            let line = try Line.writing(path)
            do { readers = try Reader.pool(path: path, limits: limits) } catch {
                line.close()
                throw error
            }
            writer = Writer(line, limits: limits, bells: bells, log: log)
            self.lock = lock
        } catch {
            lock.release()
            throw error
        }
    }

    /// Whatever the isolation: there is one writer.
    @discardableResult
    package func write<Answer: Sendable>(
        _ isolation: Isolation, _ work: @escaping @Sendable (any Transaction) throws -> Answer
    ) async throws -> Answer {
        guard let writer else { throw StorageFailure.other("the database is open for reading alone") }
        return try await withCheckedThrowingContinuation { writer.add(WaitingClosure(work, $0)) }
    }

    package func read<Answer: Sendable>(
        _ work: @escaping @Sendable (any Transaction) throws -> Answer
    ) async throws -> Answer {
        try await withCheckedThrowingContinuation { readers.add(WaitingClosure(work, $0), ()) }
    }

    /// On a database that is open for reading alone: throws unless every migration was made.
    package func migrate(_ migrations: [Storage.Migration]) async throws {
        let history = try History(migrations)
        if let writer {
            try await history.apply(on: writer.queue)
        } else {
            try await history.verify(on: readers.lines[0].queue)
        }
    }

    package var commitCount: Int? { writer?.commitCount }

    package var waitingWrites: Int { writer?.waitingCount ?? 0 }

    package func notifications(on channel: Channel) -> AsyncStream<Void> { bells.listen(on: channel) }

    package func close() async {
        // The writer last: as the last connection it moves the log into the database file.
        await readers.close()
        await writer?.close()
        bells.close()
        lock?.release()
    }

    /// The file is its owner's alone; SQLite gives its log the same rights.
    private static func create(_ path: String) throws {
        let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StorageFailure.medium("\(path): \(String(cString: strerror(errno)))") }
        Foundation.close(descriptor)
    }
}

/// The shop's migrations in their order, told to GRDB.
private struct History: Sendable {
    private let migrator: DatabaseMigrator
    private let newest: Int

    init(_ migrations: [Storage.Migration]) throws {
        let ordered = migrations.sorted { $0.number < $1.number }
        for (one, other) in zip(ordered, ordered.dropFirst()) where one.number == other.number {
            throw StorageFailure.other("migrations '\(one.name)' and '\(other.name)' have the number \(one.number)")
        }
        var migrator = DatabaseMigrator()
        for migration in ordered {
            // At once, so that foreign keys stay on while a migration runs.
            migrator.registerMigration("\(migration.number)", foreignKeyChecks: .immediate) { db in
                for statement in migration.statements {
                    try db.execute(sql: Dialect.sqlite.spellSchema(statement))
                }
            }
        }
        self.migrator = migrator
        newest = ordered.last?.number ?? 0
    }

    func apply(on queue: DatabaseQueue) async throws {
        try await refuseNewer(queue)
        do {
            try await withCheckedThrowingContinuation { (caller: CheckedContinuation<Void, any Error>) in
                migrator.asyncMigrate(queue) { result in caller.resume(with: result.map { _ in }) }
            }
        } catch let error as DatabaseError {
            throw StorageFailure(error)
        }
    }

    func verify(on queue: DatabaseQueue) async throws {
        try await refuseNewer(queue)
        guard try await look(queue, { db in try migrator.hasCompletedMigrations(db) }) else {
            throw StorageFailure.other("the database was made by an older version; start the server once")
        }
    }

    private func refuseNewer(_ queue: DatabaseQueue) async throws {
        let found = try await look(queue) { db in
            try migrator.hasBeenSuperseded(db) ? migrator.appliedIdentifiers(db).compactMap { Int($0) }.max() : nil
        }
        if let found { throw StorageFailure.newer(known: newest, found: found) }
    }

    private func look<Answer: Sendable>(
        _ queue: DatabaseQueue, _ body: @Sendable (GRDB.Database) throws -> Answer
    ) async throws -> Answer {
        do {
            return try await queue.writeWithoutTransaction(body)
        } catch let error as DatabaseError {
            throw StorageFailure(error)
        }
    }
}
