import Storage
import Values

/// The tables of pictures and of where they hang.
enum PictureTable {
    static let schema = """
        CREATE TABLE picture (
            picture TEXT NOT NULL PRIMARY KEY,
            media_type TEXT NOT NULL,
            content {bytes} NOT NULL,
            added_at BIGINT NOT NULL
        ) {strict}
        """

    static let hungSchema = """
        CREATE TABLE product_picture (
            product TEXT NOT NULL REFERENCES product (product),
            picture TEXT NOT NULL REFERENCES picture (picture),
            position BIGINT NOT NULL,
            alt_en TEXT NOT NULL CHECK (alt_en <> ''),
            alt_de TEXT CHECK (alt_de <> ''),
            PRIMARY KEY (product, picture)
        ) {strict}
        """

    static let hungIndex = "CREATE INDEX product_picture_by_picture ON product_picture (picture)"

    static let find: Statement = "SELECT picture, media_type, content FROM picture WHERE picture = $picture"

    static let kind: Statement = "SELECT media_type FROM picture WHERE picture = $picture"

    static let add: Statement = """
        INSERT INTO picture (picture, media_type, content, added_at) VALUES ($picture, $media_type, $content, $at)
        ON CONFLICT (picture) DO NOTHING
        """

    /// A picture that hangs there already gets the new text and keeps its place.
    static let hang: Statement = """
        INSERT INTO product_picture (product, picture, position, alt_en, alt_de)
        SELECT $product, $picture, COALESCE(MAX(position), 0) + 1, $en, $de
        FROM product_picture WHERE product = $product
        ON CONFLICT (product, picture) DO UPDATE SET alt_en = excluded.alt_en, alt_de = excluded.alt_de
        """

    static let hung: Statement = """
        SELECT product_picture.picture, media_type, alt_en, alt_de
        FROM product_picture JOIN picture ON picture.picture = product_picture.picture
        WHERE product = $product ORDER BY position, product_picture.picture LIMIT $limit
        """

    static let place: Statement = """
        UPDATE product_picture SET position = $position WHERE product = $product AND picture = $picture
        """

    static let takeDown: Statement = "DELETE FROM product_picture WHERE product = $product AND picture = $picture"

    /// Removes a picture that hangs nowhere any more.
    static let remove: Statement = """
        DELETE FROM picture WHERE picture = $picture
            AND NOT EXISTS (SELECT 1 FROM product_picture WHERE product_picture.picture = $picture)
            AND NOT EXISTS (SELECT 1 FROM option_picture WHERE option_picture.picture = $picture)
        """
}

extension Picture.Kind: Storable {}

extension Picture {
    static func known(_ id: ID<Picture>, in db: any Transaction) throws -> Picture {
        let found = try db.first(PictureTable.find, ["picture": id]) { row in
            Picture(stored: try row["picture"], kind: try row["media_type"], bytes: try row["content"])
        }
        guard let found else { throw Refusal.unknown(id) }
        return found
    }

    /// Without reading its bytes. Throws `Refusal.unknown`.
    static func kind(of id: ID<Picture>, in db: any Transaction) throws -> Kind {
        guard let kind = try db.value(PictureTable.kind, ["picture": id], as: Kind.self) else {
            throw Refusal.unknown(id)
        }
        return kind
    }

    /// A product's pictures in order, at most `limit`.
    static func hung(
        at product: ID<Product>, limit: Int = countLimit, in db: any Transaction
    ) throws -> [HungPicture] {
        try remembered.value(Wall(product: product, limit: limit), in: db) {
            try db.all(PictureTable.hung, ["product": product, "limit": limit], HungPicture.init)
        }
    }

    /// Which pictures are looked for.
    private struct Wall: Hashable, Sendable {
        let product: ID<Product>
        let limit: Int
    }

    /// A few lines of text for each picture.
    private static let remembered = Remembered<Wall, [HungPicture]>(limit: 2000)

    /// Hangs it behind the product's other pictures.
    func hang(at product: ID<Product>, _ alt: Texts, now: Instant, in db: any Transaction) throws {
        let others = try Self.hung(at: product, in: db)
        guard others.count < Self.countLimit || others.contains(where: { $0.picture == id }) else {
            throw Refusal.tooMany(limit: Self.countLimit)
        }
        try store(now: now, in: db)
        try db.run(PictureTable.hang, ["product": product, "picture": id, "en": alt.en, "de": alt.de])
    }

    func store(now: Instant, in db: any Transaction) throws {
        try db.run(PictureTable.add, ["picture": id, "media_type": kind, "content": bytes, "at": now])
    }

    static func takeDown(_ id: ID<Picture>, from product: ID<Product>, in db: any Transaction) throws {
        guard try db.run(PictureTable.takeDown, ["product": product, "picture": id]) == 1 else {
            throw Refusal.unknown(id)
        }
        try db.run(PictureTable.remove, ["picture": id])
    }

    /// Puts a product's pictures in order; answers false when `order` doesn't name each of them once.
    static func arrange(_ order: [ID<Picture>], at product: ID<Product>, in db: any Transaction) throws -> Bool {
        guard try hung(at: product, in: db).map(\.picture).sorted() == order.sorted() else { return false }
        for (position, picture) in order.enumerated() {
            try db.run(PictureTable.place, ["position": position, "product": product, "picture": picture])
        }
        return true
    }
}

extension HungPicture {
    init(_ row: borrowing Row) throws {
        self.init(
            picture: try row["picture"], kind: try row["media_type"],
            alt: Texts(en: try row["alt_en"], de: try row["alt_de"]))
    }
}
