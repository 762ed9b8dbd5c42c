import Storage
import StorageSQLite
import Testbed
import Testing

@Suite("Migrations")
struct MigrationTests {
    private static let tables: Statement = TestDatabase.isSQLite
        ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'grdb%' ORDER BY name"
        : """
            SELECT CAST(table_name AS TEXT) AS name FROM information_schema.tables
            WHERE table_schema = current_schema() AND table_name <> 'schema_migration' ORDER BY table_name
            """

    private static func tables(of database: any Database) async throws -> [String] {
        try await database.read { db in try db.all(tables) { try $0["name"] } }
    }

    @Test("they run once, in the order of their numbers")
    func order() async throws {
        let opened = try await Opened()
        let child = Migration(
            20, "child", "CREATE TABLE child (parent BIGINT NOT NULL REFERENCES parent (id)) {strict}")
        let parent = Migration(10, "parent", "CREATE TABLE parent (id {identity}) {strict}",
                               "INSERT INTO parent (id) VALUES (1)")
        for _ in 1...2 { try await opened.database.migrate([child, Purse.migration, parent]) }
        #expect(try await Self.tables(of: opened.database) == ["child", "parent", "purse"])
        #expect(try await opened.database.read { try $0.value("SELECT COUNT(*) FROM parent") } == 1)
    }

    @Test("one that fails leaves nothing of itself, and keeps those before it")
    func failing() async throws {
        let opened = try await Opened()
        let good = Migration(1001, "good", "CREATE TABLE good (id {identity}) {strict}")
        let bad = Migration(1002, "bad", "CREATE TABLE bad (id {identity}) {strict}", "INSERT INTO nowhere VALUES (1)")
        await #expect(throws: StorageFailure.self) {
            try await opened.database.migrate([Purse.migration, good, bad])
        }
        #expect(try await Self.tables(of: opened.database) == ["good", "purse"])
        let mended = Migration(1002, "bad", "CREATE TABLE bad (id {identity}) {strict}")
        try await opened.database.migrate([Purse.migration, good, mended])
        #expect(try await Self.tables(of: opened.database) == ["bad", "good", "purse"])
    }

    @Test("foreign keys hold while one runs")
    func foreignKeys() async throws {
        let opened = try await Opened()
        let bad = Migration(1001, "bad", "INSERT INTO purse (name, coins, held_by) VALUES ('a', 1, 'nobody')")
        await #expect(throws: Opened.nobodyHolds) {
            try await opened.database.migrate([Purse.migration, bad])
        }
    }

    @Test("a database made by a newer version is refused, and left as it is", .enabled(if: TestDatabase.isSQLite))
    func newer() async throws {
        let opened = try await Opened(more: Migration(1005, "later", "CREATE TABLE later (id {identity}) {strict}"))
        await opened.database.close()
        let again = try SQLiteDatabase.open(path: opened.path, log: Opened.log)
        let other = Migration(1002, "other", "CREATE TABLE other (id {identity}) {strict}")
        await #expect(throws: StorageFailure.newer(known: 1002, found: 1005)) {
            try await again.migrate([Purse.migration, other])
        }
        #expect(try await Self.tables(of: again) == ["later", "purse"])
        await again.close()
        let looking = try SQLiteDatabase.openReadOnly(path: opened.path)
        await #expect(throws: StorageFailure.newer(known: 1000, found: 1005)) {
            try await looking.migrate([Purse.migration])
        }
        await looking.close()
    }

    @Test("opened for reading alone, a database of an older version is refused", .enabled(if: TestDatabase.isSQLite))
    func older() async throws {
        let opened = try await Opened()
        let looking = try SQLiteDatabase.openReadOnly(path: opened.path)
        await #expect(throws: StorageFailure.self) {
            try await looking.migrate([Purse.migration, Migration(1001, "next", "CREATE TABLE next (id {identity})")])
        }
        await looking.close()
    }

    @Test("two with one number are refused")
    func sameNumber() async throws {
        let opened = try await Opened()
        await #expect(throws: StorageFailure.self) {
            let twin = Migration(1000, "twin", "CREATE TABLE twin (id {identity})")
            try await opened.database.migrate([Purse.migration, twin])
        }
    }
}
