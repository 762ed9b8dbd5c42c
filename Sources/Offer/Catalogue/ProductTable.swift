import Storage
import Supply
import Values

/// The tables of products, of what a unit takes from stock and of the words they are found by.
enum ProductTable {
    static let schema = """
        CREATE TABLE product (
            product TEXT NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('fixed', 'configurable')),
            category TEXT REFERENCES category (category),
            name_en TEXT NOT NULL CHECK (name_en <> ''),
            name_de TEXT CHECK (name_de <> ''),
            description_en TEXT NOT NULL,
            description_de TEXT,
            tax_class TEXT NOT NULL REFERENCES tax_class (tax_class),
            weight_grams BIGINT NOT NULL CHECK (weight_grams >= 0),
            capture TEXT NOT NULL CHECK (capture IN ('at_order', 'at_shipment')),
            state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'withdrawn')),
            version BIGINT NOT NULL CHECK (version > 0)
        ) {strict}
        """

    static let categoryIndex = "CREATE INDEX product_by_category ON product (category, product)"

    static let partSchema = """
        CREATE TABLE product_part (
            product TEXT NOT NULL REFERENCES product (product),
            position BIGINT NOT NULL,
            item TEXT NOT NULL REFERENCES item (item),
            count BIGINT NOT NULL CHECK (count > 0),
            PRIMARY KEY (product, position),
            UNIQUE (product, item)
        ) {strict}
        """

    static let wordSchema = """
        CREATE TABLE product_word (
            word TEXT NOT NULL,
            product TEXT NOT NULL REFERENCES product (product),
            PRIMARY KEY (word, product)
        ) {strict}
        """

    static let wordIndex = "CREATE INDEX product_word_by_product ON product_word (product)"

    private static let columns = """
        SELECT product, kind, category, name_en, name_de, description_en, description_de, tax_class, weight_grams,
            capture, state, version
        FROM product
        """

    static let find = Statement("\(columns) WHERE product = $product")

    /// The states asked for are given as three, with repeats when they are fewer.
    private static let page = "\(columns) WHERE product > $after AND state IN ($state1, $state2, $state3)"
    private static let inCategory = "AND category = $category"
    private static let withWords = """
        AND product IN (
            SELECT product FROM product_word
            WHERE word IN ($word1, $word2, $word3, $word4, $word5, $word6, $word7, $word8)
            GROUP BY product HAVING COUNT(*) = $words)
        """
    private static let end = "ORDER BY product LIMIT $limit"

    static let all = Statement("\(page) \(end)")
    static let ofCategory = Statement("\(page) \(inCategory) \(end)")
    static let found = Statement("\(page) \(withWords) \(end)")
    static let foundInCategory = Statement("\(page) \(inCategory) \(withWords) \(end)")

    static let add: Statement = """
        INSERT INTO product (product, kind, category, name_en, name_de, description_en, description_de, tax_class,
            weight_grams, capture, state, version)
        VALUES ($product, $kind, $category, $name_en, $name_de, $description_en, $description_de, $tax_class,
            $weight_grams, $capture, 'draft', 1)
        ON CONFLICT (product) DO NOTHING
        """

    /// Changes nothing when the version isn't the one that was read.
    static let edit: Statement = """
        UPDATE product SET category = $category, name_en = $name_en, name_de = $name_de,
            description_en = $description_en, description_de = $description_de, tax_class = $tax_class,
            weight_grams = $weight_grams, capture = $capture, version = version + 1
        WHERE product = $product AND version = $version
        """

    static let step: Statement = """
        UPDATE product SET state = $to, version = version + 1 WHERE product = $product AND state = $from
        """

    static let parts: Statement = "SELECT item, count FROM product_part WHERE product = $product ORDER BY position"

    static let removeParts: Statement = "DELETE FROM product_part WHERE product = $product"

    static let addPart: Statement = """
        INSERT INTO product_part (product, position, item, count) VALUES ($product, $position, $item, $count)
        """

    static let removeWords: Statement = "DELETE FROM product_word WHERE product = $product"

    static let addWord: Statement = "INSERT INTO product_word (word, product) VALUES ($word, $product)"

    /// Reads products, then the parts of each: a statement can't be run while another's rows are read.
    static func products(
        _ statement: Statement, _ parameters: Parameters, in db: any Transaction
    ) throws -> [Product] {
        let bare = try db.all(statement, parameters, product)
        return try bare.map { product in
            product.with(parts: try db.all(parts, ["product": product.id]) { row in
                Part(item: try row["item"], count: try row["count"])
            })
        }
    }

    private static func product(_ row: borrowing Row) throws -> Product {
        Product(
            id: try row["product"],
            kind: try row["kind"],
            category: try row["category"],
            name: Texts(en: try row["name_en"], de: try row["name_de"]),
            description: Texts(en: try row["description_en"], de: try row["description_de"]),
            taxClass: try row["tax_class"],
            weightGrams: try row["weight_grams"],
            capture: try row["capture"],
            parts: [],
            state: try row["state"],
            version: try row["version"])
    }
}

extension Product.Kind: Storable {}
extension Product.State: Storable {}
extension CapturePolicy: Storable {}
