import GRDB
import GRDBSQLite
import Logging
import Storage
import Values

/// A database in memory that takes a step when it is told to: the writer of `SQLiteDatabase` without its thread, for a
/// simulator that decides what comes when. To be used on one thread.
package final class SteppedSQLite {
    /// How a commit goes wrong.
    package enum CommitFault: Sendable {
        /// Nothing of the batch is kept, and its callers know.
        case fails
        /// Nobody knows whether it was kept: it was, or it was not.
        case unknown(isKept: Bool)
    }

    /// What was done last.
    package enum Step: String, Sendable { case rest, begin, run, commit, rollBack, answer }

    private let connection: Connection
    private let handle: OpaquePointer
    private let bells = Bells()
    private let log: Logger
    private var batching: Batching
    private var steps: BatchSteps
    /// In the order in which they came; what is answered goes.
    private var unanswered: [any Waiting] = []
    /// Whether a transaction that writes stands open.
    package private(set) var isInBatch = false
    package private(set) var commitCount = 0

    /// Begins with a copy of `template`.
    package init(copying template: SQLiteTemplate, log: Logger) throws {
        handle = try SQLiteTemplate.memory()
        connection = Connection(handle)
        self.log = log
        batching = Batching()
        steps = BatchSteps(on: connection, closureLimit: Self.closureLimit, log: log)
        try restore(template)
    }

    deinit {
        connection.finalize()
        sqlite3_close_v2(handle)
    }

    /// Time is the simulator's; no closure of its shop is long.
    private static let closureLimit = Instant.Span.minutes(1)

    package var hasWork: Bool { isInBatch || batching.waitingCount > 0 }

    /// Whether the next step is to commit.
    package var isAtCommit: Bool { batching.isAtCommit }

    /// Lets a closure wait for a batch.
    package func add(_ work: any Waiting) {
        do {
            try batching.add(work)
            unanswered.append(work)
        } catch {
            work.finish(error)
        }
    }

    /// Takes the next step of the batch.
    package func step(commit fault: CommitFault? = nil) -> Step {
        switch batching.next() {
        case .rest: return .rest
        case .begin:
            isInBatch = true
            batching.report(steps.begin())
            return .begin
        case .run(let work, let savepoint):
            batching.report(steps.run(work, savepoint: savepoint))
            return .run
        case .commit:
            batching.report(commit(fault))
            return .commit
        case .rollBack:
            batching.report(steps.rollBack())
            return .rollBack
        case .answer(let answered):
            isInBatch = false
            unanswered.removeAll { work in answered.contains { $0.work === work } }
            answered.forEach { $0.work.finish($0.error) }
            return .answer
        }
    }

    private func commit(_ fault: CommitFault?) -> BatchSteps.Report {
        let step = steps.hasChanges() ? 1 : 0
        switch fault {
        case .fails: return .failed(StorageFailure.medium("the disk failed"))
        case .unknown(isKept: false): return .failed(StorageFailure.unknown)
        case .unknown(isKept: true):
            guard case .done = steps.commit() else { return .failed(StorageFailure.unknown) }
            commitCount += step
            return .failed(StorageFailure.unknown)
        case nil:
            let report = steps.commit()
            guard case .done = report else { return report }
            commitCount += step
            bells.ring(steps.channels)
            return report
        }
    }

    /// Runs a closure on what is committed; not amid a batch.
    package func read(_ work: any Waiting) {
        precondition(!isInBatch, "what a batch has written isn't there for others yet")
        let transaction = SQLiteTransaction(on: connection)
        defer { transaction.end() }
        do {
            try connection.beginReading()
            try work.run(in: transaction)
            try connection.commit()
            work.finish(nil)
        } catch {
            // A transaction that only read has nothing to undo but itself.
            try? connection.rollBack()
            work.finish(error)
        }
    }

    /// Looks at what a batch has written so far, or at what is committed when there is none.
    package func look<Answer>(_ work: (any Transaction) throws -> Answer) throws -> Answer {
        let transaction = SQLiteTransaction(on: connection)
        defer { transaction.end() }
        return try work(transaction)
    }

    package func notifications(on channel: Channel) -> AsyncStream<Void> { bells.listen(on: channel) }

    /// What was committed stays; everything else is gone. Who waits is answered with `closed`.
    package func crash() throws {
        try connection.rollBack()
        let lost = unanswered
        unanswered = []
        isInBatch = false
        batching = Batching(batchLimit: batching.batchLimit)
        lost.forEach { $0.finish(StorageFailure.closed) }
    }

    /// Makes it a copy of `template` again; what it has prepared stays so.
    package func restore(_ template: SQLiteTemplate, batchLimit: Int = 64) throws {
        try connection.rollBack()
        try template.copy(to: handle)
        unanswered = []
        isInBatch = false
        commitCount = 0
        batching = Batching(batchLimit: batchLimit)
    }
}

/// A database in memory that others begin as copies of. To be used on one thread.
package final class SQLiteTemplate {
    private let handle: OpaquePointer

    /// Milliseconds to wait for others who have just opened the file: the first recovers its log.
    private static let patience: Int32 = 10_000

    /// - Parameter file: a database that nobody writes.
    package init(file: String) throws {
        handle = try Self.memory()
        var source: OpaquePointer?
        defer { sqlite3_close_v2(source) }
        guard sqlite3_open_v2(file, &source, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK, let source else {
            throw StorageFailure.medium("\(file) can't be opened")
        }
        sqlite3_busy_timeout(source, Self.patience)
        try Self.copy(source, to: handle)
    }

    deinit { sqlite3_close_v2(handle) }

    func copy(to other: OpaquePointer) throws { try Self.copy(handle, to: other) }

    /// https://www.sqlite.org/backup.html
    private static func copy(_ source: OpaquePointer, to target: OpaquePointer) throws {
        guard let backup = sqlite3_backup_init(target, "main", source, "main") else {
            throw StorageFailure(on: target, running: "a copy")
        }
        sqlite3_backup_step(backup, -1)
        guard sqlite3_backup_finish(backup) == SQLITE_OK else { throw StorageFailure(on: target, running: "a copy") }
    }

    static func memory() throws -> OpaquePointer {
        var made: OpaquePointer?
        guard sqlite3_open(":memory:", &made) == SQLITE_OK, let made,
              sqlite3_exec(made, "PRAGMA foreign_keys = ON", nil, nil, nil) == SQLITE_OK
        else { throw StorageFailure.medium("no database in memory") }
        return made
    }
}
