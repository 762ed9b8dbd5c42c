import Values

/// A relational database. Drivers implement it; the business knows no other.
package protocol Database: Sendable {
    /// Runs `work` in a transaction that reads and writes, and answers after its commit is durable.
    ///
    /// `work` may run more than once (a neighbour of its group commit threw, a serialization failure): it changes
    /// nothing but the database. When it throws, what it wrote is undone and the error is handed on, also after the
    /// commit of the transactions beside it. Throws `StorageFailure.unknown` when nobody can say whether it was
    /// committed: whoever asks again has to look first.
    @discardableResult
    func write<Answer: Sendable>(
        _ isolation: Isolation, _ work: @escaping @Sendable (any Transaction) throws -> Answer
    ) async throws -> Answer

    /// Runs `work` on one snapshot, which it can't change.
    func read<Answer: Sendable>(_ work: @escaping @Sendable (any Transaction) throws -> Answer) async throws -> Answer

    /// Brings the schema up to date. Throws `StorageFailure.newer` when the database knows a migration that isn't
    /// listed.
    func migrate(_ migrations: [Migration]) async throws

    /// How many transactions that changed anything have been committed: for as long as it stays the same, so does all
    /// that is read. It has changed before any caller is told of the commit. Nil while one is being committed, and
    /// where other programs may commit too.
    var commitCount: Int? { get }

    /// How many closures wait to write, besides those that are at it.
    var waitingWrites: Int { get }

    /// Whether closures that wait to write share commits by themselves. Where each has a commit of its own, callers do
    /// better to gather what comes at the same time into one closure; see `Gathering`.
    var sharesCommits: Bool { get }

    /// Yields after commits that called `Transaction.notify` with this channel, once at least for any number of them.
    func notifications(on channel: Channel) -> AsyncStream<Void>

    /// Ends what is under way and closes all connections; later calls throw `StorageFailure.closed`.
    func close() async
}

extension Database {
    package var commitCount: Int? { nil }
    package var waitingWrites: Int { 0 }
    package var sharesCommits: Bool { true }

    @discardableResult
    package func write<Answer: Sendable>(
        _ work: @escaping @Sendable (any Transaction) throws -> Answer
    ) async throws -> Answer {
        try await write(.serializable, work)
    }
}

/// What a transaction may see of those beside it. An engine with one writer gives all of them the first.
package enum Isolation: Sendable {
    /// As if it ran alone: one that was stood in the way of runs again.
    case serializable
    /// Each statement sees what was committed before it began. Only for a transaction whose decisions are all
    /// conditional writes, constraints, or read from rows that it holds; say at the call why that is so.
    case readCommitted
}

/// The work of one transaction. Good only inside the closure it is given to.
package protocol Transaction: AnyObject {
    /// Runs a statement that changes rows; answers how many.
    @discardableResult
    func run(_ statement: Statement, _ parameters: Parameters) throws -> Int

    /// Runs a statement that answers rows (a select, or a change with RETURNING). `each` answers whether to go on.
    func rows(_ statement: Statement, _ parameters: Parameters, _ each: (borrowing Row) throws -> Bool) throws

    /// Sends a change of which nobody needs to know how many rows it made. It is made before the next statement that
    /// answers, at the latest with the commit, and what it fails with is thrown there: so many share one round trip.
    /// `refusal`, unless it is nil, is thrown there when the change found no row.
    func send(_ statement: Statement, _ parameters: Parameters, orThrow refusal: (any Error)?) throws

    /// Holds the rows that a `SELECT … FOR UPDATE` finds until this transaction ends: others that want them wait, and
    /// what is read of them from here on is the newest. Nothing to do where one writes at a time.
    func hold(_ statement: Statement, _ parameters: Parameters) throws

    /// Runs statements that change rows, one after the other, in one round trip where there are any; answers how many
    /// rows each changed. None runs behind one that throws.
    @discardableResult
    func batch(_ statements: [(Statement, Parameters)]) throws -> [Int]

    /// Which state of the reference tables this transaction sees now; see `ReferenceEdition`.
    var edition: Int64 { get throws }

    /// Tells the listeners of `channel`, if and once this transaction commits.
    func notify(_ channel: Channel)
}

/// A name under which commits are announced.
package struct Channel: Hashable, Sendable {
    package let name: String

    package init(_ name: String) { self.name = name }
}

extension Transaction {
    @discardableResult
    package func run(_ statement: Statement) throws -> Int { try run(statement, [:]) }

    package func send(_ statement: Statement, _ parameters: Parameters) throws {
        try send(statement, parameters, orThrow: nil)
    }

    package func send(_ statement: Statement, _ parameters: Parameters, orThrow refusal: (any Error)?) throws {
        if try run(statement, parameters) == 0, let refusal { throw refusal }
    }

    package func hold(_ statement: Statement, _ parameters: Parameters) throws {}

    @discardableResult
    package func batch(_ statements: [(Statement, Parameters)]) throws -> [Int] {
        try statements.map { try run($0.0, $0.1) }
    }

    /// All rows, each made into a `Value`.
    package func all<Value>(
        _ statement: Statement, _ parameters: Parameters = [:], _ make: (borrowing Row) throws -> Value
    ) throws -> [Value] {
        var values: [Value] = []
        try rows(statement, parameters) { row in
            values.append(try make(row))
            return true
        }
        return values
    }

    /// The first row made into a `Value`, or nil when there is none.
    package func first<Value>(
        _ statement: Statement, _ parameters: Parameters = [:], _ make: (borrowing Row) throws -> Value
    ) throws -> Value? {
        var value: Value?
        try rows(statement, parameters) { row in
            value = try make(row)
            return false
        }
        return value
    }

    /// The first column of the first row: for counts and sums.
    package func value<Value: Storable>(
        _ statement: Statement, _ parameters: Parameters = [:], as type: Value.Type = Value.self
    ) throws -> Value? {
        try first(statement, parameters) { try Value(stored: $0.source.value(at: 0)) }
    }
}

/// One row of an answer. Reading columns in the order in which the statement names them is fastest.
package struct Row: ~Copyable {
    package let source: any RowSource

    package init(_ source: any RowSource) { self.source = source }

    package func get<Value: Storable>(_ column: String, as type: Value.Type = Value.self) throws -> Value {
        try Value(stored: source.value(at: source.position(of: column)))
    }

    package subscript<Value: Storable>(_ column: String) -> Value {
        get throws { try get(column) }
    }
}

/// What a driver gives to read a row by.
package protocol RowSource: AnyObject {
    func position(of column: String) throws -> Int
    func value(at position: Int) -> StoredValue
}

/// What can go wrong in a database, apart from the business's own refusals.
package enum StorageFailure: Error, Equatable {
    /// A unique key, check, foreign key or not-null constraint said no; `name` is the constraint or column list.
    case constraint(Constraint, name: String)
    /// The database was made by a newer version of the program.
    case newer(known: Int, found: Int)
    /// No room, or the medium failed; nothing of the batch was kept.
    case medium(String)
    /// The closure took longer than the driver's named limit.
    case tookTooLong
    /// More work is waiting than the driver's named limit.
    case overloaded
    case closed
    /// Another program has it.
    case inUse(String)
    /// The server can't be reached; nothing was kept.
    case unreachable(String)
    /// COMMIT was sent and its answer lost: it may have been kept, or not.
    case unknown
    case other(String)

    package enum Constraint: String, Sendable { case unique, foreignKey, check, notNull, other }
}
