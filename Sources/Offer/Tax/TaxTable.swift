import Storage
import Values

/// The tables of tax and all SQL on them.
enum TaxTable {
    /// `tax_country` counts the edits of a country's rates, which are edited together.
    static let migration = Migration(30, "tax", """
        CREATE TABLE tax_class (
            tax_class TEXT NOT NULL PRIMARY KEY,
            name_en TEXT NOT NULL CHECK (name_en <> ''),
            name_de TEXT CHECK (name_de <> ''),
            version BIGINT NOT NULL CHECK (version > 0),
            changed_at BIGINT NOT NULL
        ) {strict}
        """, """
        INSERT INTO tax_class (tax_class, name_en, name_de, version, changed_at) VALUES
            ('standard', 'Standard rate', 'Regelsteuersatz', 1, 0),
            ('reduced', 'Reduced rate', 'Ermäßigter Steuersatz', 1, 0),
            ('zero', 'Zero rate', 'Nullsteuersatz', 1, 0)
        """, """
        CREATE TABLE tax_country (
            country TEXT NOT NULL PRIMARY KEY,
            version BIGINT NOT NULL CHECK (version > 0),
            changed_at BIGINT NOT NULL
        ) {strict}
        """, """
        CREATE TABLE tax_rate (
            country TEXT NOT NULL REFERENCES tax_country (country),
            tax_class TEXT NOT NULL REFERENCES tax_class (tax_class),
            valid_from TEXT NOT NULL,
            rate BIGINT NOT NULL CHECK (rate BETWEEN 0 AND 1000000),
            PRIMARY KEY (country, tax_class, valid_from)
        ) {strict}
        """)

    static let classes: Statement = """
        SELECT tax_class, name_en, name_de, version FROM tax_class WHERE tax_class > $after
        ORDER BY tax_class LIMIT $limit
        """

    static let findClass: Statement = """
        SELECT tax_class, name_en, name_de, version FROM tax_class WHERE tax_class = $class
        """

    static let countClasses: Statement = "SELECT COUNT(*) FROM tax_class"

    static let addClass: Statement = """
        INSERT INTO tax_class (tax_class, name_en, name_de, version, changed_at) VALUES ($class, $en, $de, 1, $at)
        ON CONFLICT (tax_class) DO NOTHING
        """

    static let editClass: Statement = """
        UPDATE tax_class SET name_en = $en, name_de = $de, version = version + 1, changed_at = $at
        WHERE tax_class = $class
        """

    static let countries: Statement = """
        SELECT country, version FROM tax_country WHERE country > $after ORDER BY country LIMIT $limit
        """

    static let version: Statement = "SELECT version FROM tax_country WHERE country = $country"

    static let touchCountry: Statement = """
        INSERT INTO tax_country (country, version, changed_at) VALUES ($country, 1, $at)
        ON CONFLICT (country) DO UPDATE SET version = tax_country.version + 1, changed_at = $at
        """

    static let rates: Statement = """
        SELECT country, tax_class, valid_from, rate FROM tax_rate WHERE country = $country
        ORDER BY tax_class, valid_from
        """

    /// Each class's and country's latest rate of that day.
    static let ratesInForce: Statement = """
        SELECT country, tax_class, valid_from, rate FROM tax_rate AS now
        WHERE valid_from = (
            SELECT MAX(valid_from) FROM tax_rate AS other
            WHERE other.country = now.country AND other.tax_class = now.tax_class AND other.valid_from <= $day)
        ORDER BY country, tax_class
        """

    static let ratesInForceIn: Statement = """
        SELECT country, tax_class, valid_from, rate FROM tax_rate AS now
        WHERE country = $country AND valid_from = (
            SELECT MAX(valid_from) FROM tax_rate AS other
            WHERE other.country = now.country AND other.tax_class = now.tax_class AND other.valid_from <= $day)
        ORDER BY tax_class
        """

    static let removeRates: Statement = "DELETE FROM tax_rate WHERE country = $country"

    static let addRate: Statement = """
        INSERT INTO tax_rate (country, tax_class, valid_from, rate) VALUES ($country, $class, $from, $rate)
        """

    static func taxClass(_ row: borrowing Row) throws -> TaxClass {
        TaxClass(
            id: try row["tax_class"], name: Texts(en: try row["name_en"], de: try row["name_de"]),
            version: try row["version"])
    }

    static func rate(_ row: borrowing Row) throws -> TaxRate {
        TaxRate(
            country: try row["country"], taxClass: try row["tax_class"], rate: try row["rate"],
            validFrom: try row["valid_from"])
    }
}
