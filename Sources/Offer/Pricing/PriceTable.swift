import Storage
import Values

/// The tables of prices and of how the shop prices, and all SQL on them.
enum PriceTable {
    /// `price_list` counts the edits of a product's prices, which are edited together.
    static let migration = Migration(36, "prices", """
        CREATE TABLE price_list (
            product TEXT NOT NULL PRIMARY KEY REFERENCES product (product),
            version BIGINT NOT NULL CHECK (version > 0),
            changed_at BIGINT NOT NULL
        ) {strict}
        """, """
        CREATE TABLE price (
            product TEXT NOT NULL REFERENCES price_list (product),
            currency TEXT NOT NULL,
            valid_from TEXT NOT NULL,
            amount BIGINT NOT NULL CHECK (amount BETWEEN 0 AND \(Money.limit)),
            PRIMARY KEY (product, currency, valid_from)
        ) {strict}
        """, """
        CREATE TABLE pricing_settings (
            one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
            prices_include_tax BIGINT NOT NULL CHECK (prices_include_tax IN (0, 1)),
            currencies {json} NOT NULL,
            home_country TEXT NOT NULL,
            version BIGINT NOT NULL CHECK (version > 0),
            changed_at BIGINT NOT NULL
        ) {strict}
        """, """
        INSERT INTO pricing_settings (one, prices_include_tax, currencies, home_country, version, changed_at)
        VALUES (1, 1, '["EUR"]', 'DE', 1, 0)
        """)

    static let inForce: Statement = """
        SELECT amount FROM price WHERE product = $product AND currency = $currency AND valid_from <= $day
        ORDER BY valid_from DESC LIMIT 1
        """

    static let prices: Statement = """
        SELECT currency, valid_from, amount FROM price WHERE product = $product ORDER BY currency, valid_from
        """

    /// No row when there is no such product.
    static let version: Statement = """
        SELECT COALESCE(price_list.version, 0) FROM product
        LEFT JOIN price_list ON price_list.product = product.product
        WHERE product.product = $product
        """

    static let touchList: Statement = """
        INSERT INTO price_list (product, version, changed_at) VALUES ($product, 1, $at)
        ON CONFLICT (product) DO UPDATE SET version = price_list.version + 1, changed_at = $at
        """

    static let removePrices: Statement = "DELETE FROM price WHERE product = $product"

    static let addPrice: Statement = """
        INSERT INTO price (product, currency, valid_from, amount) VALUES ($product, $currency, $from, $amount)
        """

    static let settings: Statement = """
        SELECT prices_include_tax, currencies, home_country, version FROM pricing_settings WHERE one = 1
        """

    static let editSettings: Statement = """
        UPDATE pricing_settings SET prices_include_tax = $included, currencies = $currencies, home_country = $country,
            version = version + 1, changed_at = $at
        WHERE one = 1
        """
}
