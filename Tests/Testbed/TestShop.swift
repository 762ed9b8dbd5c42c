import Foundation
import Logging
import Storage
import StorageSQLite
import Values

/// A shop on a database of its own in a temporary folder, with time and chance in the test's hand.
package struct TestShop: Sendable {
    package let shop: Shop
    package let time: ManualTime

    /// Where the database lies, for tests that open it another way or look for what must not stand in it.
    package let path: String

    /// Closes the database. Its folder goes when nobody holds the shop any more.
    package func close() async { await shop.database.close() }
}

extension Shop {
    /// A new shop with the tables of `migrations` and those of storage itself (jobs, events).
    ///
    ///     let sample = try await Shop.sample(migrations: Cart.migrations, Item.migrations)
    ///     try await sample.shop.write { db in … }
    package static func sample(
        migrations: [Migration]..., subscriptions: [Subscription] = [], seed: UInt64 = 1, at start: Instant = .sample
    ) async throws -> TestShop {
        let folder = try TemporaryFolder()
        let path = folder.path + "/shop.sqlite"
        var log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        log.logLevel = .critical
        let database = TemporaryDatabase(try .open(path: path, log: log), in: folder)
        try await database.migrate(
            Migration.storage + migrations.joined().filter { $0.number > Migration.storage.count })
        let time = ManualTime(start)
        let shop = Shop(
            database: database, time: time, chance: SeededChance(seed), log: log,
            outbox: Outbox(subscriptions: subscriptions))
        return TestShop(shop: shop, time: time, path: path)
    }
}

extension Instant {
    /// When sample shops open: Monday 2026-11-23, nine o'clock UTC.
    package static let sample = Instant(seconds: 1_795_424_400)
}

/// A folder that goes with its last holder.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("orderworks-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A database that keeps its folder for as long as it is used.
private final class TemporaryDatabase: Database {
    private let database: SQLiteDatabase
    private let folder: TemporaryFolder

    init(_ database: SQLiteDatabase, in folder: TemporaryFolder) {
        self.database = database
        self.folder = folder
    }

    func write<Answer: Sendable>(
        _ work: @escaping @Sendable (any Transaction) throws -> Answer
    ) async throws -> Answer {
        try await database.write(work)
    }

    func read<Answer: Sendable>(
        _ work: @escaping @Sendable (any Transaction) throws -> Answer
    ) async throws -> Answer {
        try await database.read(work)
    }

    func migrate(_ migrations: [Migration]) async throws { try await database.migrate(migrations) }
    func notifications(on channel: Channel) -> AsyncStream<Void> { database.notifications(on: channel) }
    func close() async { await database.close() }
}
