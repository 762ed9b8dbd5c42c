import Files
import Foundation
import Logging
import Notices
import Offer
import People
import Storage
import StorageSQLite
import Supply
import Trade

/// A database with the shop's own tables and indexes and what an order needs there: stock, a product, carts.
enum OrderStore {
    static let stockedItems = 48
    private static let places = 2
    private static let onHand = 1_000_000_000

    static let silence = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }

    static func open(_ path: String) async throws -> any Database {
        try await migrated(try SQLiteDatabase.open(path: path, log: silence))
    }

    /// With the shop's tables.
    static func migrated(_ database: any Database) async throws -> any Database {
        let migrations: [[Migration]] = [
            Migration.storage, People.migrations, Files.migrations, Supply.migrations, Offer.migrations,
            Trade.migrations,
            Notices.migrations,
        ]
        try await database.migrate(migrations.flatMap { $0 })
        return database
    }

    /// What all orders share.
    static func stock(_ database: any Database) async throws {
        try await database.write { db in
            for statement in seeds { try db.run(statement) }
            try db.run(insertItems, ["last": stockedItems - 1, "at": OrderTexts.now])
            try db.run(insertPlaces, ["last": places - 1, "at": OrderTexts.now])
            try db.run(insertStock, ["count": onHand])
        }
    }

    /// Adds a cart for each order: an order refers to one.
    static func carts(from first: Int, count: Int) -> String {
        """
        WITH RECURSIVE number (n) AS (SELECT \(first) UNION ALL SELECT n + 1 FROM number WHERE n < \(first + count - 1))
        INSERT INTO cart (id, state, currency, language, created_at, changed_at)
        SELECT '\(OrderTexts.prefix)-cart-' || n, 'open', 'EUR', 'en', 0, 0 FROM number
        """
    }

    /// Throws unless the database holds just so many orders with all that belongs to them.
    static func verify(_ database: any Database, orders: Int, of size: OrderTransaction.Size) async throws {
        let wanted = [
            ("orders", orders), ("lines", orders * size.lines), ("reserved", orders * size.items),
            ("movements", orders * size.items), ("promised", orders * size.items), ("attempts", orders),
            ("answers", orders), ("events", orders), ("jobs", orders * size.jobs),
        ]
        try await database.read { db in
            try db.rows(counts, [:]) { row in
                for (column, count) in wanted {
                    let found: Int = try row[column]
                    guard found == count else {
                        throw Program.Failure(description: "\(found) \(column) were written, not \(count)")
                    }
                }
                return false
            }
        }
    }

    private static let seeds: [Statement] = [
        """
        INSERT INTO tax_class (tax_class, name_en, version, changed_at) VALUES ('bench', 'Bench', 1, 0)
        """, """
        INSERT INTO product (product, kind, name_en, description_en, tax_class, weight_grams, capture, state, version)
        VALUES ('car', 'configurable', 'Car', '', 'bench', 0, 'at_order', 'published', 1)
        """, """
        INSERT INTO model_version (product, version, document, digest, published_at, published_by)
        VALUES ('car', 1, '{}', CAST('bench' AS {bytes}), 0, 'bench')
        """,
    ]

    private static let insertItems: Statement = """
        WITH RECURSIVE number (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n < $last)
        INSERT INTO item (item, name_en, version, changed_at) SELECT 'item-' || n, 'Item', 1, $at FROM number
        """

    private static let insertPlaces: Statement = """
        WITH RECURSIVE number (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n < $last)
        INSERT INTO place (place, name, kind, address, priority, version, changed_at)
        SELECT 'place-' || n, 'Place', 'warehouse', '{}', n, 1, $at FROM number
        """

    private static let insertStock: Statement = """
        INSERT INTO stock (item, place, on_hand, reserved, movements) SELECT item, place, $count, 0, 0 FROM item, place
        """

    private static let counts: Statement = """
        SELECT (SELECT COUNT(*) FROM sales_order) AS orders, (SELECT COUNT(*) FROM order_line) AS lines,
            (SELECT SUM(reserved) FROM stock) AS reserved, (SELECT COUNT(*) FROM movement) AS movements,
            (SELECT SUM(live) FROM reservation) AS promised, (SELECT COUNT(*) FROM payment_attempt) AS attempts,
            (SELECT COUNT(*) FROM client_key WHERE status = 201) AS answers, (SELECT COUNT(*) FROM event) AS events,
            (SELECT COUNT(*) FROM job) AS jobs
        """
}
