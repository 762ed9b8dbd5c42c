import Storage
import Values

/// The tables of delivery zones and all SQL on them.
enum DeliveryTable {
    static let migration = Migration(37, "delivery zones", """
        CREATE TABLE delivery_zone (
            zone TEXT NOT NULL PRIMARY KEY,
            name_en TEXT NOT NULL CHECK (name_en <> ''),
            name_de TEXT CHECK (name_de <> ''),
            version BIGINT NOT NULL CHECK (version > 0),
            changed_at BIGINT NOT NULL
        ) {strict}
        """, """
        CREATE TABLE delivery_country (
            country TEXT NOT NULL PRIMARY KEY,
            zone TEXT NOT NULL REFERENCES delivery_zone (zone)
        ) {strict}
        """, """
        CREATE INDEX delivery_country_by_zone ON delivery_country (zone)
        """, """
        CREATE TABLE delivery_tariff (
            zone TEXT NOT NULL REFERENCES delivery_zone (zone),
            currency TEXT NOT NULL,
            basis TEXT NOT NULL CHECK (basis IN ('weight', 'value')),
            steps {json} NOT NULL,
            PRIMARY KEY (zone, currency)
        ) {strict}
        """)

    static let find: Statement = "SELECT zone, name_en, name_de, version FROM delivery_zone WHERE zone = $zone"

    static let page: Statement = """
        SELECT zone, name_en, name_de, version FROM delivery_zone WHERE zone > $after ORDER BY zone LIMIT $limit
        """

    static let zoneOf: Statement = """
        SELECT delivery_zone.zone, name_en, name_de, version FROM delivery_country
        JOIN delivery_zone ON delivery_zone.zone = delivery_country.zone
        WHERE country = $country
        """

    static let count: Statement = "SELECT COUNT(*) FROM delivery_zone"

    static let countries: Statement = "SELECT country FROM delivery_country WHERE zone = $zone ORDER BY country"

    static let destinations: Statement = "SELECT country FROM delivery_country ORDER BY country"

    static let tariffs: Statement = """
        SELECT currency, basis, steps FROM delivery_tariff WHERE zone = $zone ORDER BY currency
        """

    static let add: Statement = """
        INSERT INTO delivery_zone (zone, name_en, name_de, version, changed_at) VALUES ($zone, $en, $de, 1, $at)
        ON CONFLICT (zone) DO NOTHING
        """

    static let edit: Statement = """
        UPDATE delivery_zone SET name_en = $en, name_de = $de, version = version + 1, changed_at = $at
        WHERE zone = $zone
        """

    static let remove: Statement = "DELETE FROM delivery_zone WHERE zone = $zone"

    static let removeCountries: Statement = "DELETE FROM delivery_country WHERE zone = $zone"

    static let removeTariffs: Statement = "DELETE FROM delivery_tariff WHERE zone = $zone"

    static let addCountry: Statement = """
        INSERT INTO delivery_country (country, zone) VALUES ($country, $zone) ON CONFLICT (country) DO NOTHING
        """

    static let addTariff: Statement = """
        INSERT INTO delivery_tariff (zone, currency, basis, steps) VALUES ($zone, $currency, $basis, $steps)
        """

    /// Name and version; countries and tariffs stand in tables of their own.
    static func head(_ row: borrowing Row) throws -> DeliveryZone {
        DeliveryZone(
            id: try row["zone"], name: Texts(en: try row["name_en"], de: try row["name_de"]), countries: [],
            tariffs: [], version: try row["version"])
    }

    static func tariff(_ row: borrowing Row) throws -> DeliveryZone.Tariff {
        let (basis, steps) = (
            try row.get("basis", as: DeliveryZone.Tariff.Basis.self),
            try row.get("steps", as: StoredJSON<[DeliveryZone.Step]>.self)
        )
        guard let tariff = DeliveryZone.Tariff(basis, steps.value) else {
            throw Unreadable(steps.stored, as: DeliveryZone.Tariff.self)
        }
        return tariff
    }
}
