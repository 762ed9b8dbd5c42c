import Storage
import Synchronization

/// What was asked of the database: each transaction's statements.
package final class Recorder: Sendable {
    /// A statement, and what it was given.
    package struct Asked: Sendable {
        package let statement: Statement
        package let parameters: Parameters

        package init(_ statement: Statement, _ parameters: Parameters = [:]) {
            self.statement = statement
            self.parameters = parameters
        }
    }

    package struct Transaction: Sendable {
        package let isWrite: Bool
        package fileprivate(set) var asked: [Asked] = []

        /// One line for the transaction, and one for each statement.
        package var text: String {
            asked.reduce("\(isWrite ? "writes" : "reads"), \(asked.count) statements") { text, asked in
                text + "\n    " + asked.statement.line
            }
        }
    }

    private struct State {
        var isOn = false
        var transactions: [Transaction] = []
    }

    private let state = Mutex(State())

    package init() {}

    package func start() { state.withLock { $0 = State(isOn: true) } }

    /// What was asked since `start()`.
    package func stop() -> [Transaction] {
        state.withLock { state in
            state.isOn = false
            return state.transactions
        }
    }

    fileprivate func note(_ transaction: Transaction) {
        state.withLock { if $0.isOn { $0.transactions.append(transaction) } }
    }

    fileprivate var isOn: Bool { state.withLock { $0.isOn } }
}

extension Statement {
    /// Its text on one line.
    package var line: String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}

/// A database that tells a recorder what it is asked.
package struct RecordingDatabase: Database {
    private let database: any Database
    private let recorder: Recorder

    package init(_ database: any Database, _ recorder: Recorder) {
        self.database = database
        self.recorder = recorder
    }

    package func write<Answer: Sendable>(
        _ isolation: Isolation, _ work: @escaping @Sendable (any Storage.Transaction) throws -> Answer
    ) async throws -> Answer { try await database.write(isolation, recorded(work, isWrite: true)) }

    package func read<Answer: Sendable>(
        _ work: @escaping @Sendable (any Storage.Transaction) throws -> Answer
    ) async throws -> Answer { try await database.read(recorded(work, isWrite: false)) }

    private func recorded<Answer>(
        _ work: @escaping @Sendable (any Storage.Transaction) throws -> Answer, isWrite: Bool
    ) -> @Sendable (any Storage.Transaction) throws -> Answer {
        guard recorder.isOn else { return work }
        return { [recorder] db in
            let recording = RecordingTransaction(db, isWrite: isWrite)
            defer { recorder.note(recording.recorded) }
            return try work(recording)
        }
    }

    package var commitCount: Int? { database.commitCount }
    package var waitingWrites: Int { database.waitingWrites }
    package func migrate(_ migrations: [Migration]) async throws { try await database.migrate(migrations) }
    package func notifications(on channel: Channel) -> AsyncStream<Void> { database.notifications(on: channel) }
    package func close() async { await database.close() }
}

private final class RecordingTransaction: Storage.Transaction {
    private let db: any Storage.Transaction
    private(set) var recorded: Recorder.Transaction

    init(_ db: any Storage.Transaction, isWrite: Bool) {
        self.db = db
        recorded = Recorder.Transaction(isWrite: isWrite)
    }

    func run(_ statement: Statement, _ parameters: Parameters) throws -> Int {
        recorded.asked.append(.init(statement, parameters))
        return try db.run(statement, parameters)
    }

    func rows(_ statement: Statement, _ parameters: Parameters, _ each: (borrowing Row) throws -> Bool) throws {
        recorded.asked.append(.init(statement, parameters))
        try db.rows(statement, parameters, each)
    }

    func send(_ statement: Statement, _ parameters: Parameters, orThrow refusal: (any Error)?) throws {
        recorded.asked.append(.init(statement, parameters))
        try db.send(statement, parameters, orThrow: refusal)
    }

    func hold(_ statement: Statement, _ parameters: Parameters) throws { try db.hold(statement, parameters) }

    func batch(_ statements: [(Statement, Parameters)]) throws -> [Int] {
        recorded.asked += statements.map { .init($0.0, $0.1) }
        return try db.batch(statements)
    }

    var edition: Int64 { get throws { try db.edition } }

    func notify(_ channel: Channel) { db.notify(channel) }
}
