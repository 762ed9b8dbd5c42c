import CPostgres
import Storage

/// Brings the schema up to date, one server at a time: any number may start at once.
struct PostgresMigrating {
    let target: PostgresTarget
    private let ordered: [Migration]

    init(_ migrations: [Migration], at target: PostgresTarget) throws {
        self.target = target
        ordered = migrations.sorted { $0.number < $1.number }
        for (one, other) in zip(ordered, ordered.dropFirst()) where one.number == other.number {
            throw StorageFailure.other("migrations '\(one.name)' and '\(other.name)' have the number \(one.number)")
        }
    }

    func apply() throws {
        try connected { connection in
            // Freed with the connection, also when it ends in between.
            try run("SELECT pg_advisory_lock(\(PostgresLock.migrating))", on: connection)
            try run("""
                SET client_min_messages = warning;
                CREATE TABLE IF NOT EXISTS schema_migration (
                    number BIGINT PRIMARY KEY, name TEXT NOT NULL, made_at TIMESTAMPTZ NOT NULL DEFAULT now());
                CREATE OR REPLACE FUNCTION renew_reference_edition() RETURNS trigger LANGUAGE plpgsql AS $body$
                BEGIN
                    -- Not before all who hold the edition are done: see PostgresTransaction.
                    PERFORM pg_advisory_xact_lock(\(PostgresLock.edition), hashtext(CAST(TG_TABLE_SCHEMA AS TEXT)));
                    UPDATE reference_edition SET edition = \(Dialect.postgres.spell("{chance}")) WHERE one = 1;
                    RETURN NULL;
                END $body$;
                -- What is read behind the lock is the newest: each statement of a function has its own snapshot.
                CREATE OR REPLACE FUNCTION hold_reference_edition() RETURNS BIGINT LANGUAGE plpgsql AS $body$
                BEGIN
                    PERFORM pg_advisory_xact_lock_shared(
                        \(PostgresLock.edition), hashtext(CAST(current_schema() AS TEXT)));
                    RETURN (SELECT edition FROM reference_edition WHERE one = 1);
                END $body$;
                CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $body$
                BEGIN
                    RAISE EXCEPTION 'this table is only added to';
                END $body$
                """, on: connection)
            let made = try made(on: connection)
            try refuseNewer(made)
            for migration in ordered where !made.contains(migration.number) {
                let statements = migration.statements.map { Dialect.postgres.spellSchema($0) }
                let name = migration.name.replacing("'", with: "''")
                let note = "INSERT INTO schema_migration (number, name) VALUES (\(migration.number), '\(name)')"
                // One call is one transaction.
                try run((statements + [note]).joined(separator: ";\n"), on: connection)
            }
        }
    }

    /// Throws unless every migration was made.
    func verify() throws {
        try connected { connection in
            let found = try numbers("SELECT 1 WHERE to_regclass('schema_migration') IS NOT NULL", on: connection)
            let made = found.isEmpty ? [] : try made(on: connection)
            try refuseNewer(made)
            guard ordered.allSatisfy({ made.contains($0.number) }) else {
                throw StorageFailure.other("the database was made by an older version; start the server once")
            }
        }
    }

    private func made(on connection: OpaquePointer) throws -> Set<Int> {
        Set(try numbers("SELECT number FROM schema_migration", on: connection))
    }

    private func refuseNewer(_ made: Set<Int>) throws {
        let newest = ordered.last?.number ?? 0
        if let found = made.max(), found > newest { throw StorageFailure.newer(known: newest, found: found) }
    }

    private func connected(_ body: (OpaquePointer) throws -> Void) throws {
        do {
            let connection = try target.connect()
            defer { PQfinish(connection) }
            try body(connection)
        } catch let failure as PostgresFailure {
            throw failure.asStorageFailure(running: "")
        }
    }

    private func run(_ text: String, on connection: OpaquePointer) throws {
        let result = PQexec(connection, text)
        defer { PQclear(result) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return
        default:
            throw PostgresFailure(result: result, on: connection).asStorageFailure(running: text)
        }
    }

    private func numbers(_ text: String, on connection: OpaquePointer) throws -> [Int] {
        let result = PQexec(connection, text)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_TUPLES_OK else { throw PostgresFailure(result: result, on: connection) }
        return (0..<PQntuples(result)).compactMap { Int(String(cString: PQgetvalue(result, $0, 0))) }
    }
}
