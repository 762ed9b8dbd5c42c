import Storage
import Values
import Web

/// The table of roles that owners made, and all SQL on it.
enum RoleTable {
    static let migration = Migration(66, "roles that owners make", """
        CREATE TABLE role (
            role TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL CHECK (name <> ''),
            grants {json} NOT NULL,
            created_at BIGINT NOT NULL
        ) {strict}
        """)

    static let find: Statement = "SELECT role, name, grants, created_at FROM role WHERE role = $role"

    static let all: Statement = "SELECT role, name, grants, created_at FROM role ORDER BY role"

    static let count: Statement = "SELECT COUNT(*) FROM role WHERE role <> $role"

    static let put: Statement = """
        INSERT INTO role (role, name, grants, created_at) VALUES ($role, $name, $grants, $at)
        ON CONFLICT (role) DO UPDATE SET name = excluded.name, grants = excluded.grants
        """

    static let remove: Statement = "DELETE FROM role WHERE role = $role"

    /// Whether a key in force or an account has it.
    static let isUsed: Statement = """
        SELECT 1 FROM api_key WHERE role = $role AND revoked_at IS NULL
        UNION ALL SELECT 1 FROM account WHERE role = $role AND state <> 'closed' LIMIT 1
        """

    static func role(_ row: borrowing Row) throws -> MadeRole {
        MadeRole(
            id: try row["role"], name: try row["name"],
            grants: try row.get("grants", as: StoredJSON<Role.Stored>.self).value.grants,
            createdAt: try row["created_at"])
    }
}

extension Role {
    /// As the table holds a role's permissions. One that this version doesn't know is granted to nobody.
    struct Stored: Codable, Sendable {
        let permissions: [String: Reach]

        init(_ grants: Grants) {
            permissions = Dictionary(uniqueKeysWithValues: grants.map { ($0.key.rawValue, $0.value) })
        }

        var grants: Grants {
            Dictionary(uniqueKeysWithValues: permissions.compactMap { name, reach in
                Permission(rawValue: name).map { ($0, reach) }
            })
        }
    }

    /// What a role may do, whoever made it. Throws `Refusal.unknown`.
    package static func grants(of role: ID<Role>, in db: any Transaction) throws -> Grants {
        if let grants = AccessTable.grants(of: role) { return grants }
        guard let made = try db.first(RoleTable.find, ["role": role], RoleTable.role) else {
            throw Refusal.unknown(role)
        }
        return made.grants
    }

    /// Holds a role that is to be given against whoever gives it. Throws `Refusal`.
    static func check(
        _ role: ID<Role>, place: ID<PlaceName>?, givenBy caller: Caller, in db: any Transaction
    ) throws {
        let grants = try grants(of: role, in: db)
        let isOfAPlace = grants.values.contains(.place)
        guard isOfAPlace == (place != nil) else { throw Refusal.place(isMissing: isOfAPlace) }
        guard AccessTable.covers(caller, grants, place: place?.text) else { throw Refusal.beyondYours(role) }
    }
}

/// A place by its name alone: what places are is known above.
package enum PlaceName {}
