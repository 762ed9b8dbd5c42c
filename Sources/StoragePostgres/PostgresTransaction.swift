import CPostgres
import Storage

/// The work of one transaction on one connection.
final class PostgresTransaction: Transaction {
    private let connection: PostgresConnection
    private let mode: PostgresMode
    private var isOver = false
    private(set) var channels: Set<Channel> = []
    private var known: Int64?

    /// Held until the transaction's end where statements see what others commit meanwhile: no reference table changes
    /// under it. An edit waits for those that hold it, and those that come after wait for the edit.
    private static let holdEdition = Statement(
        "SELECT pg_advisory_xact_lock_shared(\(PostgresLock.edition), hashtext(CAST(current_schema() AS TEXT)))")

    init(on connection: PostgresConnection, _ mode: PostgresMode) {
        self.connection = connection
        self.mode = mode
    }

    /// Refuses what comes after the closure: the connection belongs to others then.
    func end() { isOver = true }

    func run(_ statement: Statement, _ parameters: Parameters) throws -> Int {
        try batch([(statement, parameters)])[0]
    }

    func send(_ statement: Statement, _ parameters: Parameters) throws {
        try check()
        known = nil
        try connection.send(statement, parameters)
    }

    func hold(_ statement: Statement, _ parameters: Parameters) throws {
        try check()
        try connection.send(statement, parameters)
    }

    func batch(_ statements: [(Statement, Parameters)]) throws -> [Int] {
        guard !statements.isEmpty else { return [] }
        try check()
        return try connection.run(statements).map { result in
            defer { PQclear(result) }
            let changes = Self.changes(result)
            if changes > 0 { known = nil }
            return changes
        }
    }

    func rows(_ statement: Statement, _ parameters: Parameters, _ each: (borrowing Row) throws -> Bool) throws {
        try check()
        let result = try connection.run([(statement, parameters)])[0]
        if Self.changes(result) > 0 { known = nil }
        let rows = PostgresRows(result)
        let row = Row(rows)
        while rows.step() {
            guard try each(row) else { break }
        }
    }

    /// Read once, and again after this transaction has changed anything.
    var edition: Int64 {
        get throws {
            if let known { return known }
            if case .write(.readCommitted) = mode { try connection.send(Self.holdEdition, [:]) }
            let edition = try readEdition()
            known = edition
            return edition
        }
    }

    func notify(_ channel: Channel) { channels.insert(channel) }

    private func check() throws {
        if isOver { throw StorageFailure.other("a transaction is good only inside its closure") }
    }

    /// How many rows a statement changed: its tag says `UPDATE 3`, and of a reading one `SELECT 3`.
    private static func changes(_ result: OpaquePointer) -> Int {
        guard PQcmdStatus(result).pointee != CChar(bitPattern: UInt8(ascii: "S")) else { return 0 }
        return Int(String(cString: PQcmdTuples(result))) ?? 0
    }
}
