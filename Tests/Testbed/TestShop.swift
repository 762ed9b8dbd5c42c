import Foundation
import Logging
import Storage
import Values

/// A shop on a database of its own in a temporary folder, with time and chance in the test's hand.
package struct TestShop: Sendable {
    package let shop: Shop
    package let time: ManualTime

    let database: TestDatabase

    /// Where the database lies, for tests that open it another way or look for what must not stand in it: SQLite's.
    package var path: String { database.path }

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
        let own = Set(Migration.storage.map(\.number))
        let database = try await TestDatabase.open(
            Migration.storage + migrations.joined().filter { !own.contains($0.number) })
        let time = ManualTime(start)
        let shop = Shop(
            database: database, time: time, chance: SeededChance(seed), log: TestDatabase.silence,
            outbox: Outbox(subscriptions: subscriptions))
        return TestShop(shop: shop, time: time, database: database)
    }
}

extension Instant {
    /// When sample shops open: Monday 2026-11-23, nine o'clock UTC.
    package static let sample = Instant(seconds: 1_795_424_400)
}

/// A folder that goes with its last holder.
package final class TemporaryFolder: Sendable {
    package let path: String

    /// - Parameter place: the folder that it is made in; the machine's own for such things when there is no such.
    package init(in place: String? = nil) throws {
        let parent = place.flatMap { FileManager.default.isWritableFile(atPath: $0) ? URL(fileURLWithPath: $0) : nil }
        let url = (parent ?? FileManager.default.temporaryDirectory)
            .appendingPathComponent("orderworks-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
