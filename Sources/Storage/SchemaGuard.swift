/// A trigger that lets a row into a table only while a condition holds, where a check won't do: because it asks other
/// tables, or because rows from before needn't meet it.
package struct SchemaGuard: Sendable {
    private let name: String
    private let table: String
    private let columns: [String]
    private let condition: String

    /// - Parameters:
    ///   - name: what is said when a row is refused; of triggers and, on PostgreSQL, of a function.
    ///   - columns: an update of one of these is held against the condition, too.
    ///   - condition: in the common dialect, of the row `NEW`; what it leaves unknown is refused.
    package init(_ name: String, on table: String, columns: [String], holds condition: String) {
        self.name = name
        self.table = table
        self.columns = columns
        self.condition = condition
    }

    /// Of the migration that sets it up.
    package var statements: [String] {
        let events = [("insert", "INSERT"), ("update", "UPDATE OF \(columns.joined(separator: ", "))")]
        let onSQLite = events.map { event, change in
            """
            {for sqlite} CREATE TRIGGER \(name)_\(event) BEFORE \(change) ON \(table)
            WHEN (\(condition)) IS NOT TRUE
            BEGIN SELECT RAISE(ABORT, 'guard failed: \(name)'); END {end sqlite}
            """
        }
        let onPostgres = """
            {for postgres} CREATE FUNCTION \(name)() RETURNS trigger LANGUAGE plpgsql AS $body$
            BEGIN
                IF (\(condition)) IS NOT TRUE THEN
                    RAISE EXCEPTION '\(name)' USING ERRCODE = 'check_violation', CONSTRAINT = '\(name)';
                END IF;
                RETURN NEW;
            END $body$;
            CREATE TRIGGER \(name) BEFORE \(events.map(\.1).joined(separator: " OR ")) ON \(table)
            FOR EACH ROW EXECUTE FUNCTION \(name)() {end postgres}
            """
        return onSQLite + [onPostgres]
    }
}
