import Storage
import StoragePostgres

/// The database that a shop is moved to: while that goes on, it has a table of its own that says so, and neither
/// foreign keys nor triggers, nor any unique key but the primary ones, since its tables are filled one by one.
enum MoveTarget {
    private static let isThere: Statement = """
        SELECT CASE WHEN to_regclass('move_under_way') IS NULL THEN 0 ELSE 1 END AS moving,
            CASE WHEN to_regclass('schema_migration') IS NULL THEN 0 ELSE 1 END AS shop
        """
    private static let mark: Statement = """
        CREATE TABLE move_under_way (
            id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, change TEXT NOT NULL, undo TEXT NOT NULL)
        """
    private static let changes: Statement = "SELECT change FROM move_under_way ORDER BY id"
    private static let undos: Statement = "SELECT undo FROM move_under_way ORDER BY id DESC"
    private static let unmark: Statement = "DROP TABLE move_under_way"
    /// - Parameter kind: of pg_constraint's: `f` for foreign keys, `u` for unique keys.
    private static func noteConstraints(kind: String) -> Statement {
        Statement("""
            INSERT INTO move_under_way (change, undo)
            SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
                format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
            FROM pg_constraint WHERE contype = '\(kind)' AND connamespace = current_schema()::regnamespace
            """)
    }

    private static let noteKeys = noteConstraints(kind: "f")
    private static let noteTriggers: Statement = """
        INSERT INTO move_under_way (change, undo)
        SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname),
            format('ALTER TABLE %s ENABLE TRIGGER %I', tgrelid::regclass, tgname)
        FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace
        """
    private static let noteUniques = noteConstraints(kind: "u")
    private static let noteUniqueIndexes: Statement = """
        INSERT INTO move_under_way (change, undo)
        SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
        FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
        WHERE indisunique AND relnamespace = current_schema()::regnamespace
            AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
        """
    /// Fails once the move has come to its end.
    private static let hold: Statement = "LOCK TABLE move_under_way IN ACCESS SHARE MODE"
    private static let identities: Statement = """
        SELECT CAST(table_name AS TEXT) AS name, CAST(column_name AS TEXT) AS number
        FROM information_schema.columns
        WHERE table_schema = current_schema() AND is_identity = 'YES' AND table_name <> 'move_under_way'
        """

    /// Whether a shop is being moved there and isn't there yet.
    static func isMoving(_ database: any Database) async throws -> Bool {
        try await database.read { db in try db.first(isThere) { try $0["moving"] } ?? false }
    }

    /// Makes the tables, without what would stand in the way of filling them one by one. Throws `ShopMove.Refusal` when
    /// there is another shop.
    static func prepare(_ database: PostgresDatabase) async throws {
        let found = try await database.read { db in
            try db.first(isThere) { row in
                (moving: try row.get("moving", as: Bool.self), shop: try row.get("shop", as: Bool.self))
            }
        }
        guard let found, found.moving || !found.shop else {
            throw ShopMove.Refusal(description: "There is a shop in the target already; nothing was changed.")
        }
        if !found.moving { try await database.write(.readCommitted) { try $0.run(mark) } }
        try await database.migrate(Wiring.migrations)
        try await database.write(.readCommitted) { db in
            guard try db.first(changes, [:], { _ in true }) == nil else { return }
            try db.run(noteKeys)
            try db.run(noteUniques)
            try db.run(noteUniqueIndexes)
            try db.run(noteTriggers)
            for change in try db.all(changes, [:], { try $0.get("change", as: String.self) }) {
                try db.run(Statement(change))
            }
        }
    }

    /// For each transaction of the move. Throws when another program has brought it to its end meanwhile.
    static func hold(in db: any Transaction) throws { try db.run(hold) }

    /// Lets the shop be used there: numbers go on where they were, keys and triggers hold again.
    static func open(_ database: PostgresDatabase) async throws {
        try await database.write(.readCommitted) { db in
            try hold(in: db)
            let columns = try db.all(identities) { row in
                (table: try row.get("name", as: String.self), name: try row.get("number", as: String.self))
            }
            for column in columns {
                _ = try db.first(Statement("""
                    SELECT setval(pg_get_serial_sequence('\(column.table)', '\(column.name)'),
                        COALESCE((SELECT MAX(\(column.name)) FROM \(column.table)), 0) + 1, false)
                    """)) { _ in true }
            }
            for undo in try db.all(undos, [:], { try $0.get("undo", as: String.self) }) { try db.run(Statement(undo)) }
            try db.run(unmark)
        }
    }
}
