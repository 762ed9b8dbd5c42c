import Storage
import Values

/// The table of places and all SQL on it.
enum PlaceTable {
    static let migration = Migration(21, "places", """
        CREATE TABLE place (
            place TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL CHECK (name <> ''),
            kind TEXT NOT NULL CHECK (kind IN ('warehouse', 'plant', 'dealer')),
            address {json} NOT NULL,
            priority BIGINT NOT NULL CHECK (priority >= 0),
            version BIGINT NOT NULL CHECK (version > 0),
            changed_at BIGINT NOT NULL
        ) {strict}
        """)

    static let find: Statement = """
        SELECT place, name, kind, address, priority, version FROM place WHERE place = $place
        """

    /// Of one kind, or of any when it is null.
    static let page: Statement = """
        SELECT place, name, kind, address, priority, version FROM place
        WHERE place > $after AND kind = COALESCE($kind, kind) ORDER BY place LIMIT $limit
        """

    static let add: Statement = """
        INSERT INTO place (place, name, kind, address, priority, version, changed_at)
        VALUES ($place, $name, $kind, $address, $priority, 1, $at) ON CONFLICT (place) DO NOTHING
        """

    /// Changes nothing when the version isn't the one that was read.
    static let edit: Statement = """
        UPDATE place SET name = $name, kind = $kind, address = $address, priority = $priority,
            version = version + 1, changed_at = $at
        WHERE place = $place AND version = $version
        """

    static func place(_ row: borrowing Row) throws -> Place {
        Place(
            id: try row["place"], name: try row["name"], kind: try row["kind"],
            address: try row.get("address", as: StoredJSON<PostalAddress>.self).value,
            priority: try row["priority"], version: try row["version"])
    }
}

extension Place.Priority: Storable {
    package init(stored: StoredValue) throws {
        guard let priority = Self(try Int(stored: stored)) else { throw Unreadable(stored, as: Self.self) }
        self = priority
    }

    package var stored: StoredValue { .integer(Int64(number)) }
}
