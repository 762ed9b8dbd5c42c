import Storage
import Synchronization
import Testbed

/// A database with a mistake in one statement at a time: it no longer asks whose a row is.
final class WideDatabase: Database {
    private let inner: any Database
    private let widened: Widened

    /// Which statement has the mistake, and how it reads with it.
    final class Widened: Sendable {
        private let pair = Mutex<(right: Statement, wrong: Statement)?>(nil)

        /// From now on `statement` takes everybody's rows for the caller's; nil: none does.
        func widen(_ statement: Statement?) {
            let mistaken = statement.map { statement in
                let conditions = [
                    "account_address.account = excluded.account", "account = $account", "dealer = $dealer",
                ]
                return Statement(conditions.reduce(statement.text) { text, condition in
                    text.replacing(condition, with: "(\(condition) OR 1 = 1)")
                })
            }
            pair.withLock { kept in kept = statement.flatMap { right in mistaken.map { (right, $0) } } }
        }

        fileprivate func asked(_ statement: Statement) -> Statement {
            pair.withLock { pair in pair.map { $0.right === statement ? $0.wrong : statement } ?? statement }
        }
    }

    init(_ inner: any Database, _ widened: Widened) {
        self.inner = inner
        self.widened = widened
    }

    func write<Answer: Sendable>(
        _ isolation: Isolation, _ work: @escaping @Sendable (any Storage.Transaction) throws -> Answer
    ) async throws -> Answer {
        try await inner.write(isolation) { [widened] db in try work(WideTransaction(db, widened)) }
    }

    func read<Answer: Sendable>(
        _ work: @escaping @Sendable (any Storage.Transaction) throws -> Answer
    ) async throws -> Answer {
        try await inner.read { [widened] db in try work(WideTransaction(db, widened)) }
    }

    var commitCount: Int? { inner.commitCount }
    func migrate(_ migrations: [Migration]) async throws { try await inner.migrate(migrations) }
    func notifications(on channel: Channel) -> AsyncStream<Void> { inner.notifications(on: channel) }
    func close() async { await inner.close() }
}

private final class WideTransaction: Storage.Transaction {
    private let inner: any Storage.Transaction
    private let widened: WideDatabase.Widened

    init(_ inner: any Storage.Transaction, _ widened: WideDatabase.Widened) {
        self.inner = inner
        self.widened = widened
    }

    func run(_ statement: Statement, _ parameters: Parameters) throws -> Int {
        try inner.run(widened.asked(statement), parameters)
    }

    func rows(_ statement: Statement, _ parameters: Parameters, _ each: (borrowing Row) throws -> Bool) throws {
        try inner.rows(widened.asked(statement), parameters, each)
    }

    func send(_ statement: Statement, _ parameters: Parameters, orThrow refusal: (any Error)?) throws {
        try inner.send(widened.asked(statement), parameters, orThrow: refusal)
    }

    func hold(_ statement: Statement, _ parameters: Parameters) throws {
        try inner.hold(widened.asked(statement), parameters)
    }

    func batch(_ statements: [(Statement, Parameters)]) throws -> [Int] {
        try inner.batch(statements.map { (widened.asked($0.0), $0.1) })
    }

    var edition: Int64 { get throws { try inner.edition } }

    func notify(_ channel: Channel) { inner.notify(channel) }
}
