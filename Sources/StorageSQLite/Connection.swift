import Dispatch
import GRDB
import GRDBSQLite
import Storage
import Values

/// One SQLite connection with its prepared statements.
///
/// Unchecked, because a connection is used on its own queue alone, which runs one thing at a time.
final class Connection: @unchecked Sendable {
    /// More than the program's own statements, so that only statements made on the way push each other out.
    static let preparedLimit = 512
    /// Virtual machine steps between two looks at the clock: some 50 µs.
    private static let stepsPerLook: Int32 = 1000

    let handle: OpaquePointer
    private var prepared: [Int: PreparedStatement] = [:]
    private let texts = BoundTexts()
    private var deadline = UInt64.max
    private var schemaVersion: Int64?

    private static let begin: Storage.Statement = "BEGIN"
    private static let beginImmediate: Storage.Statement = "BEGIN IMMEDIATE"
    private static let commit: Storage.Statement = "COMMIT"
    private static let rollBack: Storage.Statement = "ROLLBACK"
    private static let savepoint: Storage.Statement = "SAVEPOINT work"
    private static let release: Storage.Statement = "RELEASE work"
    private static let schema: Storage.Statement = "PRAGMA schema_version"
    private static let undo: Storage.Statement = "ROLLBACK TO work"

    init(_ handle: OpaquePointer) {
        self.handle = handle
        sqlite3_progress_handler(handle, Self.stepsPerLook, { context in
            guard let context else { return 0 }
            return Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue().isLate ? 1 : 0
        }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// For a connection that nobody closed: SQLite keeps it until its last statement is gone.
    deinit { prepared.values.forEach { $0.finalize() } }

    /// Gives back what the connection holds; it must come before the connection is closed.
    func finalize() {
        sqlite3_progress_handler(handle, 0, nil, nil)
        prepared.values.forEach { $0.finalize() }
        prepared = [:]
    }

    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }
    var totalChanges: Int64 { sqlite3_total_changes64(handle) }
    var changes: Int { Int(sqlite3_changes64(handle)) }
    var isLate: Bool { deadline != .max && DispatchTime.now().uptimeNanoseconds > deadline }

    /// Whether tables, indexes or triggers are others than at the last look; true when it can't be told. They are no
    /// rows, which `totalChanges` counts.
    func hasNewSchema() -> Bool {
        guard case .integer(let found)? = try? with(Self.schema, { try $0.step() ? $0.value(at: 0) : nil }) else {
            return true
        }
        defer { schemaVersion = found }
        return found != schemaVersion
    }

    func beginWriting() throws { try control(Self.beginImmediate) }
    func beginReading() throws { try control(Self.begin) }
    func commit() throws { try control(Self.commit) }

    func rollBack() throws {
        schemaVersion = nil
        guard isInTransaction else { return }
        try control(Self.rollBack)
    }

    func setSavepoint() throws { try control(Self.savepoint) }
    func releaseSavepoint() throws { try control(Self.release) }

    func undoSavepoint() throws {
        try control(Self.undo)
        try control(Self.release)
    }

    /// Runs `body`, whose statements end with `StorageFailure.tookTooLong` once `limit` is over.
    func within<Answer>(_ limit: Instant.Span, _ body: () throws -> Answer) rethrows -> Answer {
        deadline = DispatchTime.now().uptimeNanoseconds + UInt64(limit.milliseconds) * 1_000_000
        defer { deadline = .max }
        return try body()
    }

    /// Lends a statement to `body`, prepared now or before.
    func with<Answer>(_ statement: Storage.Statement, _ body: (PreparedStatement) throws -> Answer) throws -> Answer {
        if isLate { throw StorageFailure.tookTooLong }
        let lent = try lend(statement)
        lent.isLent = true
        let before = texts.used
        defer {
            lent.reset()
            texts.used = before
            lent.isLent = false
            if prepared[statement.number] !== lent { lent.finalize() }
        }
        return try body(lent)
    }

    var preparedCount: Int { prepared.count }

    private func control(_ statement: Storage.Statement) throws {
        try with(statement) { _ = try $0.step() }
    }

    private func lend(_ statement: Storage.Statement) throws -> PreparedStatement {
        if let found = prepared[statement.number] {
            // Inside its own rows a statement needs another cursor, good for this once.
            return found.isLent ? try PreparedStatement(statement, on: handle, texts, isKept: false) : found
        }
        if prepared.count >= Self.preparedLimit { forgetIdle() }
        let made = try PreparedStatement(statement, on: handle, texts, isKept: true)
        prepared[statement.number] = made
        return made
    }

    private func forgetIdle() {
        for (number, statement) in prepared where !statement.isLent {
            statement.finalize()
            prepared[number] = nil
        }
    }
}
