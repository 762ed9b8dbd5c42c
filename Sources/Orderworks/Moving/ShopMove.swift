import Logging
import Storage
import StoragePostgres
import StorageSQLite
import Values

/// Moves a shop from a SQLite file to a PostgreSQL database.
///
/// All is copied while the shop serves; once it has stopped, the same pass again copies what has changed since, page by
/// page, and reads every row back. Broken off anywhere, it goes on when it is started again.
struct ShopMove: Sendable {
    let path: String
    let target: PostgresDatabase
    /// What part is done, 0 to 1, of the pass.
    let progress: @Sendable (_ pass: Pass, _ part: Double) -> Void

    enum Pass: Sendable { case serving, stopped }

    /// What was copied of one table.
    struct Copied: Sendable {
        let table: String
        let rows: Int
        let changed: Int
        let source: String
        let target: String
    }

    /// Why nothing is moved; fit to be shown.
    struct Refusal: Error, CustomStringConvertible {
        let description: String
    }

    /// How long a page may take, and the foreign keys of a large shop at the end.
    static let limit = Instant.Span.hours(6)
    private static let log = Logger(label: "orderworks.move")

    /// Copies what is there, also beside a server that works on it.
    func copyServing() async throws -> [Copied] {
        let source = try SQLiteDatabase.openReadOnly(path: path, limits: SQLiteLimits(closure: Self.limit))
        do {
            try await source.migrate(Wiring.migrations)
            try await MoveTarget.prepare(target)
            let copied = try await pass(.serving, from: source)
            await source.close()
            return copied
        } catch {
            await source.close()
            throw error
        }
    }

    /// Copies the rest, compares, and opens the target. Throws `StorageFailure` while a server works on the source.
    func finish() async throws -> [Copied] {
        let source = try SQLiteDatabase.open(path: path, log: Self.log, limits: SQLiteLimits(closure: Self.limit))
        do {
            let copied = try await pass(.stopped, from: source)
            for table in copied where table.source != table.target {
                throw Refusal(description: "\(table.table) reads back otherwise than it was written.")
            }
            for table in copied {
                let count: Statement = Statement("SELECT COUNT(*) FROM \(table.table)")
                let there = try await target.read { try $0.value(count, as: Int.self) } ?? 0
                guard there == table.rows else {
                    throw Refusal(description: "\(table.table) has \(there) rows, not \(table.rows).")
                }
            }
            try await MoveTarget.open(target)
            await source.close()
            return copied
        } catch {
            await source.close()
            throw error
        }
    }

    private func pass(_ pass: Pass, from source: any Database) async throws -> [Copied] {
        let tables = try await source.read { try Self.tables(in: $0) }
        let counts = try await source.read { db in
            try tables.map { try db.value(Statement("SELECT COUNT(*) FROM \($0.name)"), as: Int.self) ?? 0 }
        }
        let all = max(1, counts.reduce(0, +))
        var (copied, done) = ([Copied](), 0)
        progress(pass, 0)
        for table in tables {
            copied.append(try await copy(table, from: source) { rows in
                done += rows
                progress(pass, min(1, Double(done) / Double(all)))
            })
        }
        progress(pass, 1)
        return copied
    }

    private func copy(
        _ table: CopiedTable, from source: any Database, step: (Int) -> Void
    ) async throws -> Copied {
        var (last, rows, changed) = (CopiedTable.Row?.none, 0, 0)
        var sums: (source: [UInt8], target: [UInt8]) = ([], [])
        repeat {
            let after = last
            let page = try await source.read { try table.page(after: after, in: $0) }
            // One page, which nobody else writes.
            let put = try await target.write(.readCommitted) { db in
                try MoveTarget.hold(in: db)
                return try table.put(page, after: after, in: db)
            }
            sums = (Self.sum(sums.source, page.rows), Self.sum(sums.target, put.rows))
            rows += page.rows.count
            if put.isChanged { changed += page.rows.count }
            step(page.rows.count)
            last = page.end
        } while last != nil
        return Copied(
            table: table.name, rows: rows, changed: changed, source: Digest.hex(sums.source.prefix(8)),
            target: Digest.hex(sums.target.prefix(8)))
    }

    private static func sum(_ sum: [UInt8], _ rows: [CopiedTable.Row]) -> [UInt8] {
        Digest.sha256(rows.reduce(into: sum) { bytes, row in row.forEach { bytes += $0.fingerprint } })
    }

    private static let names: Statement = """
        SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'grdb_%'
        ORDER BY name
        """
    private static let columns: Statement = "SELECT name, pk FROM pragma_table_info($table) ORDER BY cid"

    private static func tables(in db: any Transaction) throws -> [CopiedTable] {
        try db.all(names) { try $0.get("name", as: String.self) }.map { name in
            let found = try db.all(columns, ["table": name]) { row in
                (name: try row.get("name", as: String.self), place: try row.get("pk", as: Int.self))
            }
            let key = found.filter { $0.place > 0 }.sorted { $0.place < $1.place }
            guard !key.isEmpty else { throw Refusal(description: "\(name) has no key to copy it by.") }
            return CopiedTable(name, columns: found.map(\.name), key: key.map(\.name))
        }
    }
}
