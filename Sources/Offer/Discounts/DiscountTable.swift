import Storage
import Values

/// The table of discounts and all SQL on it.
enum DiscountTable {
    static let migration = Migration(38, "discounts", """
        CREATE TABLE discount (
            discount TEXT NOT NULL PRIMARY KEY,
            label_en TEXT NOT NULL CHECK (label_en <> ''),
            label_de TEXT CHECK (label_de <> ''),
            currency TEXT NOT NULL,
            rate BIGINT CHECK (rate BETWEEN 1 AND 1000000),
            amount BIGINT CHECK (amount > 0),
            product TEXT REFERENCES product (product),
            category TEXT REFERENCES category (category),
            minimum BIGINT CHECK (minimum >= 0),
            valid_from TEXT,
            valid_until TEXT CHECK (valid_until >= valid_from),
            version BIGINT NOT NULL CHECK (version > 0),
            changed_at BIGINT NOT NULL,
            CHECK ((rate IS NULL) <> (amount IS NULL)),
            CHECK (product IS NULL OR category IS NULL)
        ) {strict}
        """)

    private static let columns = """
        discount, label_en, label_de, currency, rate, amount, product, category, minimum, valid_from, valid_until,
        version
        """

    static let find = Statement("SELECT \(columns) FROM discount WHERE discount = $discount")

    static let page = Statement(
        "SELECT \(columns) FROM discount WHERE discount > $after ORDER BY discount LIMIT $limit")

    static let inForce = Statement("""
        SELECT \(columns) FROM discount
        WHERE currency = $currency AND (valid_from IS NULL OR valid_from <= $day)
            AND (valid_until IS NULL OR valid_until >= $day)
        ORDER BY discount
        """)

    static let count: Statement = "SELECT COUNT(*) FROM discount"

    static let add: Statement = """
        INSERT INTO discount (discount, label_en, label_de, currency, rate, amount, product, category, minimum,
            valid_from, valid_until, version, changed_at)
        VALUES ($discount, $en, $de, $currency, $rate, $amount, $product, $category, $minimum, $from, $until, 1, $at)
        ON CONFLICT (discount) DO NOTHING
        """

    static let edit: Statement = """
        UPDATE discount SET label_en = $en, label_de = $de, currency = $currency, rate = $rate, amount = $amount,
            product = $product, category = $category, minimum = $minimum, valid_from = $from, valid_until = $until,
            version = version + 1, changed_at = $at
        WHERE discount = $discount
        """

    static let remove: Statement = "DELETE FROM discount WHERE discount = $discount"

    static func discount(_ row: borrowing Row) throws -> Discount {
        let id: ID<Discount> = try row["discount"]
        let label = Texts(en: try row["label_en"], de: try row["label_de"])
        let currency: Currency = try row["currency"]
        let rate: Percentage? = try row["rate"]
        let amount: Int64? = try row["amount"]
        let product: ID<Product>? = try row["product"]
        let category: ID<Category>? = try row["category"]
        let minimum: Int64? = try row["minimum"]
        return try Discount(
            id: id, label: label, currency: currency,
            effect: rate.map(Discount.Effect.percentage) ?? .amount(Money(amount ?? 0, currency)),
            eligible: product.map(Discount.Eligible.product) ?? category.map(Discount.Eligible.category) ?? .all,
            minimum: minimum.map { Money($0, currency) }, validFrom: row["valid_from"],
            validUntil: row["valid_until"], version: row["version"])
    }
}
