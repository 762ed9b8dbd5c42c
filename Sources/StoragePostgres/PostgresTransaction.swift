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
    private static let holdEdition = Statement("SELECT hold_reference_edition() AS edition")

    init(on connection: PostgresConnection, _ mode: PostgresMode) {
        self.connection = connection
        self.mode = mode
    }

    /// How many statements its connection has had carried out.
    var executedCount: Int { connection.executedCount }

    /// Refuses what comes after the closure: the connection belongs to others then.
    func end() { isOver = true }

    func run(_ statement: Statement, _ parameters: Parameters) throws -> Int {
        try batch([(statement, parameters)])[0]
    }

    func send(_ statement: Statement, _ parameters: Parameters, orThrow refusal: (any Error)?) throws {
        try check()
        known = nil
        try connection.send(statement, parameters, orThrow: refusal)
    }

    func hold(_ statement: Statement, _ parameters: Parameters) throws {
        try check()
        try connection.send(statement, parameters, orThrow: nil)
    }

    func batch(_ statements: [(Statement, Parameters)]) throws -> [Int] {
        guard !statements.isEmpty else { return [] }
        try check()
        let changes = try connection.change(statements)
        if changes.contains(where: { $0 > 0 }) { known = nil }
        return changes
    }

    func rows(_ statement: Statement, _ parameters: Parameters, _ each: (borrowing Row) throws -> Bool) throws {
        try check()
        let result = try connection.rows(statement, parameters)
        if PostgresRows.changes(result) > 0 { known = nil }
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
            guard case .write(.readCommitted) = mode, let edition: Int64 = try value(Self.holdEdition) else {
                let edition = try readEdition()
                known = edition
                return edition
            }
            known = edition
            return edition
        }
    }

    func notify(_ channel: Channel) { channels.insert(channel) }

    private func check() throws {
        if isOver { throw StorageFailure.other("a transaction is good only inside its closure") }
    }
}
