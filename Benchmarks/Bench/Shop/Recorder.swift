import Storage
import Synchronization

/// What was asked of the database: each transaction's statements.
final class Recorder: Sendable {
    struct Transaction: Sendable {
        let isWrite: Bool
        var asked: [Statement] = []

        /// One line for the transaction, and one for each statement.
        var text: String {
            asked.reduce("\(isWrite ? "writes" : "reads"), \(asked.count) statements") { text, statement in
                text + "\n    " + statement.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            }
        }
    }

    private struct State {
        var isOn = false
        var transactions: [Transaction] = []
    }

    private let state = Mutex(State())

    func start() { state.withLock { $0 = State(isOn: true) } }

    /// What was asked since `start()`.
    func stop() -> [Transaction] {
        state.withLock { state in
            state.isOn = false
            return state.transactions
        }
    }

    func note(_ transaction: Transaction) {
        state.withLock { if $0.isOn { $0.transactions.append(transaction) } }
    }

    var isOn: Bool { state.withLock { $0.isOn } }
}

/// A database that tells a recorder what it is asked.
struct RecordingDatabase: Database {
    private let database: any Database
    private let recorder: Recorder

    init(_ database: any Database, _ recorder: Recorder) {
        self.database = database
        self.recorder = recorder
    }

    func write<Answer: Sendable>(
        _ work: @escaping @Sendable (any Storage.Transaction) throws -> Answer
    ) async throws -> Answer { try await database.write(recorded(work, isWrite: true)) }

    func read<Answer: Sendable>(
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

    func migrate(_ migrations: [Migration]) async throws { try await database.migrate(migrations) }
    func notifications(on channel: Channel) -> AsyncStream<Void> { database.notifications(on: channel) }
    func close() async { await database.close() }
}

private final class RecordingTransaction: Storage.Transaction {
    private let db: any Storage.Transaction
    private(set) var recorded: Recorder.Transaction

    init(_ db: any Storage.Transaction, isWrite: Bool) {
        self.db = db
        recorded = Recorder.Transaction(isWrite: isWrite)
    }

    func run(_ statement: Statement, _ parameters: Parameters) throws -> Int {
        recorded.asked.append(statement)
        return try db.run(statement, parameters)
    }

    func rows(_ statement: Statement, _ parameters: Parameters, _ each: (borrowing Row) throws -> Bool) throws {
        recorded.asked.append(statement)
        try db.rows(statement, parameters, each)
    }

    var edition: Int64 { get throws { try db.edition } }

    func notify(_ channel: Channel) { db.notify(channel) }
}
