import Storage
import Values
import Web

/// The table of API keys and all SQL on it.
enum APIKeyTable {
    static let migration = Migration(10, "keys of staff", """
        CREATE TABLE api_key (
            api_key TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL UNIQUE CHECK (name <> ''),
            role TEXT NOT NULL CHECK (role IN ('staff', 'auditor')),
            hash {bytes} NOT NULL UNIQUE,
            created_at BIGINT NOT NULL,
            revoked_at BIGINT CHECK (revoked_at >= created_at)
        ) {strict}
        """)

    /// Keys of any role, for a time and for a part of it. The table is made anew: no engine can drop a check that has
    /// no name.
    static let scoped = Migration(67, "keys of any role, for a time", """
        CREATE TABLE scoped_key (
            api_key TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL UNIQUE CHECK (name <> ''),
            role TEXT NOT NULL CHECK (role <> ''),
            place TEXT,
            permissions {json},
            hash {bytes} NOT NULL UNIQUE,
            created_at BIGINT NOT NULL,
            expires_at BIGINT CHECK (expires_at > created_at),
            revoked_at BIGINT CHECK (revoked_at >= created_at)
        ) {strict}
        """, """
        INSERT INTO scoped_key (api_key, name, role, hash, created_at, revoked_at)
        SELECT api_key, name, CASE role WHEN 'staff' THEN 'owner' ELSE role END, hash, created_at, revoked_at
        FROM api_key
        """, "DROP TABLE api_key", "ALTER TABLE scoped_key RENAME TO api_key")

    private static let columns = "api_key, name, role, place, permissions, created_at, expires_at, revoked_at"

    static let byHash = Statement("SELECT \(columns), hash FROM api_key WHERE hash = $hash")

    static let find = Statement("SELECT \(columns) FROM api_key WHERE api_key = $key")

    static let page = Statement("""
        SELECT \(columns) FROM api_key WHERE api_key > $after ORDER BY api_key LIMIT $limit
        """)

    static let count: Statement = "SELECT COUNT(*) FROM api_key"

    /// What opens everything: owners' keys in force, and owners.
    static let countOwners: Statement = """
        SELECT (SELECT COUNT(*) FROM api_key WHERE role = 'owner' AND revoked_at IS NULL AND permissions IS NULL
                AND (expires_at IS NULL OR expires_at > $at))
            + (SELECT COUNT(*) FROM account WHERE role = 'owner' AND state = 'active')
        """

    static let add: Statement = """
        INSERT INTO api_key (api_key, name, role, place, permissions, hash, created_at, expires_at)
        VALUES ($key, $name, $role, $place, $permissions, $hash, $at, $expires)
        ON CONFLICT (name) DO NOTHING
        """

    static let revoke: Statement = "UPDATE api_key SET revoked_at = $at WHERE api_key = $key AND revoked_at IS NULL"

    static func key(_ row: borrowing Row) throws -> APIKey {
        APIKey(
            id: try row["api_key"], name: try row["name"], role: try row["role"], place: try row["place"],
            permissions: try row.get("permissions", as: StoredJSON<[String]>?.self)
                .map { Set($0.value.compactMap(Permission.init)) },
            createdAt: try row["created_at"], expiresAt: try row["expires_at"], revokedAt: try row["revoked_at"])
    }
}
