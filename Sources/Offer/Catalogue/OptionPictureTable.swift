import Storage
import Values

/// The tables of pictures that hang at a product for its options to name, and of those that published models name.
enum OptionPictureTable {
    static let migration = Migration(39, "pictures of options", """
        CREATE TABLE option_picture (
            product TEXT NOT NULL REFERENCES product (product),
            picture TEXT NOT NULL REFERENCES picture (picture),
            alt_en TEXT NOT NULL CHECK (alt_en <> ''),
            alt_de TEXT CHECK (alt_de <> ''),
            PRIMARY KEY (product, picture)
        ) {strict}
        """, """
        CREATE INDEX option_picture_by_picture ON option_picture (picture)
        """, """
        CREATE TABLE model_picture (
            product TEXT NOT NULL,
            picture TEXT NOT NULL,
            version BIGINT NOT NULL,
            PRIMARY KEY (product, picture, version),
            FOREIGN KEY (product, picture) REFERENCES option_picture (product, picture),
            FOREIGN KEY (product, version) REFERENCES model_version (product, version)
        ) {strict}
        """)

    /// A picture that hangs there already gets the new text.
    static let hang: Statement = """
        INSERT INTO option_picture (product, picture, alt_en, alt_de) VALUES ($product, $picture, $en, $de)
        ON CONFLICT (product, picture) DO UPDATE SET alt_en = excluded.alt_en, alt_de = excluded.alt_de
        """

    static let count: Statement = """
        SELECT COUNT(*) AS number FROM option_picture WHERE product = $product AND picture <> $picture
        """

    static let hung: Statement = """
        SELECT option_picture.picture, media_type, alt_en, alt_de
        FROM option_picture JOIN picture ON picture.picture = option_picture.picture
        WHERE product = $product ORDER BY option_picture.picture LIMIT $limit
        """

    static let takeDown: Statement = "DELETE FROM option_picture WHERE product = $product AND picture = $picture"

    static let name: Statement = """
        INSERT INTO model_picture (product, picture, version) VALUES ($product, $picture, $version)
        """

    static let naming: Statement = """
        SELECT version FROM model_picture WHERE product = $product AND picture = $picture
        ORDER BY version DESC LIMIT 1
        """
}

extension Picture {
    /// The pictures that a product's options may name, at most `optionCountLimit`.
    static func forOptions(of product: ID<Product>, in db: any Transaction) throws -> [HungPicture] {
        try db.all(OptionPictureTable.hung, ["product": product, "limit": optionCountLimit], HungPicture.init)
    }

    /// Hangs it at the product for options to name.
    func hangForOptions(of product: ID<Product>, _ alt: Texts, now: Instant, in db: any Transaction) throws {
        let others = try db.first(OptionPictureTable.count, ["product": product, "picture": id]) { row in
            try row.get("number", as: Int.self)
        }
        guard others ?? 0 < Self.optionCountLimit else { throw Refusal.tooMany(limit: Self.optionCountLimit) }
        try store(now: now, in: db)
        try db.run(
            OptionPictureTable.hang, ["product": product, "picture": id, "en": alt.en, "de": alt.de])
    }

    /// Takes it from the product's options. Throws `Refusal.named` while a published model or the draft names it.
    static func takeFromOptions(
        _ id: ID<Picture>, of product: ID<Product>, in db: any Transaction
    ) throws {
        let version = try db.first(OptionPictureTable.naming, ["product": product, "picture": id]) { row in
            try row.get("version", as: Int.self)
        }
        if let version { throw Refusal.named(version: version) }
        let found = try Product.find(product, in: db)
        if found?.kind == .configurable {
            let draft = try ConfigurationModel.Draft.find(product, in: db)
            guard !draft.document.pictures.contains(id) else { throw Refusal.named(version: nil) }
        }
        guard try db.run(OptionPictureTable.takeDown, ["product": product, "picture": id]) == 1 else {
            throw Refusal.unknown(id)
        }
        try db.run(PictureTable.remove, ["picture": id])
    }
}
