import Storage
import Values

/// The table of items and all SQL on it.
enum ItemTable {
    static let migration = Migration(20, "items", """
        CREATE TABLE item (
            item TEXT NOT NULL PRIMARY KEY,
            name_en TEXT NOT NULL CHECK (name_en <> ''),
            name_de TEXT CHECK (name_de <> ''),
            version BIGINT NOT NULL CHECK (version > 0),
            changed_at BIGINT NOT NULL
        ) {strict}
        """)

    static let find: Statement = "SELECT item, name_en, name_de, version FROM item WHERE item = $item"

    static let page: Statement = """
        SELECT item, name_en, name_de, version FROM item WHERE item > $after ORDER BY item LIMIT $limit
        """

    static let add: Statement = """
        INSERT INTO item (item, name_en, name_de, version, changed_at) VALUES ($item, $en, $de, 1, $at)
        ON CONFLICT (item) DO NOTHING
        """

    /// Changes nothing when the version isn't the one that was read.
    static let edit: Statement = """
        UPDATE item SET name_en = $en, name_de = $de, version = version + 1, changed_at = $at
        WHERE item = $item AND version = $version
        """

    static func item(_ row: borrowing Row) throws -> Item {
        Item(
            id: try row["item"],
            name: Texts(en: try row["name_en"], de: try row["name_de"]),
            version: try row["version"])
    }
}
