import Storage
import Synchronization

/// A database that commits each closure by itself, counts those that write and notes which were follow-ups, and keeps
/// the first ones waiting until it is opened: so that what comes meanwhile gathers.
final class CountingDatabase: Database {
    private let inner: any Database
    private let all = Mutex<[Bool]>([])
    private let opened = AsyncStream<Void>.makeStream()

    init(_ inner: any Database) { self.inner = inner }

    var sharesCommits: Bool { false }
    /// Closures that were to write so far.
    var writes: Int { all.withLock(\.count) }
    /// Whether each of them was a follow-up.
    var followUps: [Bool] { all.withLock { $0 } }

    func open() { opened.continuation.finish() }

    func write<Answer: Sendable>(
        _ isolation: Isolation, _ work: @escaping @Sendable (any Storage.Transaction) throws -> Answer
    ) async throws -> Answer {
        all.withLock { $0.append(FollowUp.isUnderWay) }
        for await _ in opened.stream {}
        return try await inner.write(isolation, work)
    }

    func read<Answer: Sendable>(
        _ work: @escaping @Sendable (any Storage.Transaction) throws -> Answer
    ) async throws -> Answer {
        try await inner.read(work)
    }

    func migrate(_ migrations: [Migration]) async throws { try await inner.migrate(migrations) }
    func notifications(on channel: Channel) -> AsyncStream<Void> { inner.notifications(on: channel) }
    func close() async { await inner.close() }
}
