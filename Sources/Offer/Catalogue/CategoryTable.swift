import Storage
import Values

/// The table of categories and all SQL on it.
enum CategoryTable {
    static let schema = """
        CREATE TABLE category (
            category TEXT NOT NULL PRIMARY KEY,
            name_en TEXT NOT NULL CHECK (name_en <> ''),
            name_de TEXT CHECK (name_de <> ''),
            position BIGINT NOT NULL CHECK (position >= 0),
            version BIGINT NOT NULL CHECK (version > 0)
        ) {strict}
        """

    static let find: Statement = """
        SELECT category, name_en, name_de, position, version FROM category WHERE category = $category
        """

    static let all: Statement = """
        SELECT category, name_en, name_de, position, version FROM category ORDER BY position, category LIMIT $limit
        """

    static let count: Statement = "SELECT COUNT(*) FROM category"

    static let add: Statement = """
        INSERT INTO category (category, name_en, name_de, position, version)
        VALUES ($category, $en, $de, $position, 1)
        ON CONFLICT (category) DO NOTHING
        """

    /// Changes nothing when the version isn't the one that was read.
    static let edit: Statement = """
        UPDATE category SET name_en = $en, name_de = $de, position = $position, version = version + 1
        WHERE category = $category AND version = $version
        """

    /// How many products stand in a category and how many discounts are for it.
    static let useCount: Statement = """
        SELECT (SELECT COUNT(*) FROM product WHERE category = $category)
            + (SELECT COUNT(*) FROM discount WHERE category = $category)
        """

    static let remove: Statement = "DELETE FROM category WHERE category = $category"

    static func category(_ row: borrowing Row) throws -> Category {
        Category(
            id: try row["category"],
            name: Texts(en: try row["name_en"], de: try row["name_de"]),
            position: try row["position"],
            version: try row["version"])
    }
}
