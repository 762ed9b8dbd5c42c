import Logging
import Storage
import StorageSQLite
import Values

/// Makes many stored orders of the few that a shop has taken: their rows over and over, with ids, numbers and times of
/// their own, as if one had come in after the other through the year before.
///
/// Copies read no clock and no keys: an order's secret is another than its mail says, and what is chained or signed
/// stays with the originals.
struct StoredOrders {
    let database: SQLiteDatabase

    /// How long a round of copies may take, on a machine that does much else.
    private static let closureLimit = Instant.Span.hours(1)
    /// A round's rows, and the ends of all indexes.
    private static let cacheKilobytes = 256 * 1024
    /// So that a page which every round writes is moved to its place once in many.
    private static let checkpointPages = 100_000
    private static let yearMilliseconds: Int64 = 365 * 24 * 3600 * 1000
    /// How long a client's key is kept.
    private static let recentMilliseconds: Int64 = 7 * 24 * 3600 * 1000

    /// Multiplies the orders in the database at `path`, which no program has open, to `count`.
    static func multiply(at path: String, to count: Int) async throws {
        let log = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        let database = try SQLiteDatabase.open(path: path, log: log, limits: SQLiteLimits(closure: closureLimit))
        do {
            try await StoredOrders(database: database).multiply(to: count)
        } catch {
            await database.close()
            throw error
        }
        await database.close()
    }

    private func multiply(to count: Int) async throws {
        let originals = try await database.write { db in
            for statement in Self.prepare { try db.run(statement) }
            return try db.value("SELECT COUNT(*) FROM temp.first", as: Int.self) ?? 0
        }
        guard originals > 0, count.isMultiple(of: originals) else {
            throw Program.Failure(description: "\(count) orders can't be made of \(originals)")
        }
        let rounds = count / originals - 1
        guard rounds > 0 else { return }
        let copies = try await database.read { db in
            try CopiedTable.all.map { try Self.copy($0, in: db) }
        }
        let step = max(1, Self.yearMilliseconds / Int64(rounds * originals))
        for round in 1...rounds {
            try await database.write { db in
                try db.run(Self.clear)
                try db.run(Self.twins, [
                    "round": round, "before": (round - 1) * originals, "all": rounds * originals, "step": step,
                    "recent": Self.recentMilliseconds,
                ])
                for copy in copies { try db.run(copy) }
            }
        }
        try await database.write { db in try db.run(Self.settleStock, ["rounds": rounds]) }
    }

    /// Rows of every table of the database at `path`, by the table's name.
    static func rows(at path: String) async throws -> [String: Int] {
        let database = try SQLiteDatabase.openReadOnly(path: path)
        let rows = try await database.read { db in
            let tables = try db.all("SELECT name FROM sqlite_master WHERE type = 'table'") {
                try $0.get("name", as: String.self)
            }
            return try tables.map { ($0, try db.value(Statement("SELECT COUNT(*) FROM \"\($0)\""), as: Int.self) ?? 0) }
        }
        await database.close()
        return Dictionary(uniqueKeysWithValues: rows)
    }

    /// Throws when orders left rows in a table that isn't copied: one that is newer than this.
    static func checkComplete(before: [String: Int], after: [String: Int]) throws {
        let known = Set(CopiedTable.all.map(\.name))
        for (table, rows) in after where rows > before[table, default: 0] && !known.contains(table) {
            throw Program.Failure(description: "orders leave rows in \(table), which aren't copied")
        }
    }

    private static func copy(_ table: CopiedTable, in db: any Transaction) throws -> Statement {
        let columns = try db.all(Statement("SELECT name FROM pragma_table_info('\(table.name)')")) {
            try $0.get("name", as: String.self)
        }
        guard table.changed.keys.allSatisfy(columns.contains) else {
            throw Program.Failure(description: "\(table.name) has other columns")
        }
        let values = columns.map { table.changed[$0] ?? "t.\($0)" }
        return Statement("""
            INSERT INTO \(table.name) (\(columns.joined(separator: ", "))) SELECT \(values.joined(separator: ", "))
            FROM temp.twin AS twin CROSS JOIN \(table.source ?? table.name) AS t ON \(table.match)
            """)
    }

    /// The originals, their words by order, and what all of them together did to the stock.
    private static let prepare: [Statement] = [
        Statement("PRAGMA cache_size = -\(cacheKilobytes)"),
        Statement("PRAGMA wal_autocheckpoint = \(checkpointPages)"), """
        CREATE TEMP TABLE first AS
        SELECT row_number() OVER (ORDER BY o.id) AS place, o.id AS sales_order, o.cart AS cart, a.id AS attempt,
            o.number AS number, o.created_at AS at, MIN(o.created_at) OVER () AS begin
        FROM sales_order o JOIN payment_attempt a ON a.sales_order = o.id
        """, """
        CREATE TEMP TABLE first_word (sales_order TEXT, word TEXT, PRIMARY KEY (sales_order, word))
        """, """
        INSERT INTO first_word SELECT sales_order, word FROM order_word
        """, """
        CREATE TEMP TABLE grown (
            item TEXT, place TEXT, movements INTEGER, on_hand INTEGER, reserved INTEGER, PRIMARY KEY (item, place))
        """, """
        INSERT INTO grown SELECT item, place, COUNT(*),
            SUM(CASE WHEN kind IN ('consumed', 'shipped') THEN -count ELSE 0 END),
            SUM(CASE WHEN kind = 'reserved' THEN count ELSE -count END)
        FROM movement WHERE owner IS NOT NULL GROUP BY item, place
        """, """
        CREATE TEMP TABLE twin (
            sales_order TEXT, cart TEXT, attempt TEXT, number TEXT, new_order TEXT, new_cart TEXT, new_attempt TEXT,
            new_number TEXT, prefix TEXT, tail TEXT, delta INTEGER, serial INTEGER, round INTEGER, surname TEXT,
            is_recent INTEGER)
        """]

    private static let clear: Statement = "DELETE FROM temp.twin"

    /// The newest copy comes a step before the first original. Ids are laid out as `IDText.timeOrdered` lays them out,
    /// numbers as `IDText.spoken` does: an odd factor leads to each of 2⁵⁰ values once.
    private static let twins = Statement("""
        INSERT INTO temp.twin
        SELECT sales_order, cart, attempt, number, prefix || substr(sales_order, 11, 10) || tail,
            prefix || substr(cart, 11, 10) || tail, prefix || substr(attempt, 11, 10) || tail,
            \(spoken), prefix, tail, new_at - at, serial, round, 'Lovelace' || (serial % 9973),
            begin - new_at < $recent
        FROM (
            SELECT *, \(timeOrdered) AS prefix, printf('%06d', round) AS tail,
                (serial * 4398046511119) & ((1 << 50) - 1) AS spoken
            FROM (
                SELECT *, begin - ($all - serial + 1) * $step AS new_at
                FROM (SELECT *, $round AS round, $before + place AS serial FROM temp.first)))
        ORDER BY serial
        """)

    private static let timeOrdered = (0..<10).map { letter("0123456789abcdefghjkmnpqrstvwxyz", "new_at", 45 - $0 * 5) }
        .joined(separator: " || ")

    private static let spoken = (0..<10).map { place in
        (place == 4 || place == 8 ? "'-' || " : "")
            + letter("0123456789ABCDEFGHJKMNPQRSTVWXYZ", "spoken", place * 5)
    }.joined(separator: " || ")

    private static func letter(_ alphabet: String, _ value: String, _ shift: Int) -> String {
        "substr('\(alphabet)', ((\(value) >> \(shift)) & 31) + 1, 1)"
    }

    private static let settleStock: Statement = """
        UPDATE stock SET on_hand = stock.on_hand + $rounds * grown.on_hand,
            reserved = stock.reserved + $rounds * grown.reserved,
            movements = stock.movements + $rounds * grown.movements
        FROM temp.grown AS grown WHERE grown.item = stock.item AND grown.place = stock.place
        """
}
