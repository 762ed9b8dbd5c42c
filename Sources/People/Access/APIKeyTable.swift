import Storage
import Values

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

    static let byHash: Statement = """
        SELECT api_key, name, role, created_at, revoked_at, hash FROM api_key WHERE hash = $hash
        """

    static let find: Statement = """
        SELECT api_key, name, role, created_at, revoked_at FROM api_key WHERE api_key = $key
        """

    static let page: Statement = """
        SELECT api_key, name, role, created_at, revoked_at FROM api_key WHERE api_key > $after
        ORDER BY api_key LIMIT $limit
        """

    static let count: Statement = "SELECT COUNT(*) FROM api_key"

    static let countLive: Statement = "SELECT COUNT(*) FROM api_key WHERE role = $role AND revoked_at IS NULL"

    static let add: Statement = """
        INSERT INTO api_key (api_key, name, role, hash, created_at) VALUES ($key, $name, $role, $hash, $at)
        ON CONFLICT (name) DO NOTHING
        """

    static let revoke: Statement = "UPDATE api_key SET revoked_at = $at WHERE api_key = $key AND revoked_at IS NULL"

    static func key(_ row: borrowing Row) throws -> APIKey {
        APIKey(
            id: try row["api_key"], name: try row["name"], role: try row["role"], createdAt: try row["created_at"],
            revokedAt: try row["revoked_at"])
    }
}
