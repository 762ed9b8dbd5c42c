import Storage

/// The work of one closure on a connection that stands in a transaction.
final class SQLiteTransaction: Transaction {
    private let connection: Connection
    private var isOver = false
    private(set) var channels: Set<Channel> = []
    /// The edition, and how many changes the connection had made when it was read.
    private var known: (changes: Int64, edition: Int64)?

    init(on connection: Connection) { self.connection = connection }

    /// Refuses what comes after the closure: the connection belongs to others then.
    func end() { isOver = true }

    func run(_ statement: Statement, _ parameters: Parameters) throws -> Int {
        try check()
        return try connection.with(statement) { prepared in
            try prepared.bind(parameters)
            while try prepared.step() {}
            return prepared.isReadOnly ? 0 : connection.changes
        }
    }

    func rows(_ statement: Statement, _ parameters: Parameters, _ each: (borrowing Row) throws -> Bool) throws {
        try check()
        try connection.with(statement) { prepared in
            try prepared.bind(parameters)
            let row = Row(prepared)
            // A change makes all its changes, and checks them, before its first row.
            while try prepared.step() {
                guard try each(row) else { break }
            }
        }
    }

    /// Read once, and again after this transaction has changed anything.
    var edition: Int64 {
        get throws {
            let changes = connection.totalChanges
            if let known, known.changes == changes { return known.edition }
            let edition = try readEdition()
            known = (changes, edition)
            return edition
        }
    }

    func notify(_ channel: Channel) { channels.insert(channel) }

    private func check() throws {
        if isOver { throw StorageFailure.other("a transaction is good only inside its closure") }
    }
}
