import Values

/// A type that says itself what its JSON looks like: value types with bounds, sums, types that contain themselves.
/// Everything else is probed.
package protocol SchemaDeclaring: Decodable, SendableMetatype {
    static var schema: Schema { get }
}

extension ID: SchemaDeclaring {
    package static var schema: Schema { IDText.schema }
}

extension IDText {
    /// One for all kinds, since an `ID<Cart>` and an `ID<Product>` look alike.
    fileprivate static let schema = Schema.string(
        1...lengthLimit, pattern: pattern, example: "roof-box",
        reason: "must be 1 to \(lengthLimit) of a-z, 0-9, - and _, beginning with a letter or digit", isValid: isValid)
}

extension Quantity: SchemaDeclaring {
    package static let schema = Schema.integer(Int64(range.lowerBound)...Int64(range.upperBound)).example(.integer(1))
}

extension Money: SchemaDeclaring {
    package static let schema = Schema.object([
        .required("amount", .integer(-limit...limit).described("In the currency's smallest unit: 1250 is 12.50 EUR.")),
        .required("currency", Currency.schema),
    ]).example(["amount": 1250, "currency": "EUR"])
}

extension Currency: SchemaDeclaring {
    package static let schema = Schema.choice(allCases.map(\.rawValue)).example(.string("EUR"))
        .named(String(reflecting: Currency.self)).described("A currency of ISO 4217.")
}

extension Country: SchemaDeclaring {
    package static let schema = Schema.string(
        2...2, pattern: pattern, example: "DE", reason: "must be two capital letters, ISO 3166-1",
        isValid: { Country($0) != nil })
}

extension Instant: SchemaDeclaring {
    package static let schema = Schema.string(
        20...35, pattern: #"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$"#,
        example: "2026-11-23T09:30:00Z", reason: "must be a time as 2026-11-23T09:30:00Z, RFC 3339",
        format: "date-time",
        isValid: { Instant($0) != nil })
}

extension Day: SchemaDeclaring {
    package static let schema = Schema.string(
        10...10, pattern: #"^\d{4}-\d{2}-\d{2}$"#, example: "2026-11-23", reason: "must be a day as 2026-11-23",
        format: "date", isValid: { Day($0) != nil })
}

extension Percentage: SchemaDeclaring {
    package static let schema = Schema.string(
        1...8, pattern: pattern, example: "19", reason: "must be from \"0\" to \"100\", with four decimals at most",
        isValid: { Percentage($0) != nil })
}

extension Texts: SchemaDeclaring {
    /// A product's description with a paragraph on each part fits.
    package static let lengthLimit = 5000

    package static let schema = Schema.object([
        .required("en", .string(1...lengthLimit)),
        .optional("de", .string(1...lengthLimit).nullable),
    ]).example(["en": "Roof box", "de": "Dachbox"])
}

extension Upload: SchemaDeclaring {
    package static let schema = Schema(.upload)
}

extension JSON: SchemaDeclaring {
    package static let schema = Schema.anything
}

extension EmailAddress: SchemaDeclaring {
    /// Not of the format `email`, which leaves out addresses that exist, such as those beyond ASCII (RFC 6531).
    package static let schema = Schema.string(
        3...lengthLimit, pattern: pattern, example: "ada@example.org",
        reason: "must be an e-mail address as name@example.org", isValid: { EmailAddress($0) != nil })
}

extension PostalAddress: SchemaDeclaring {
    package static let schema = Schema.object([
        .required("name", part), .optional("company", part.nullable), .required("street", part),
        .optional("extra", part.nullable), .required("postalCode", part), .required("city", part),
        .optional("region", part.nullable), .required("country", Country.schema), .optional("phone", part.nullable),
    ]).example([
        "name": "Ada Lovelace", "street": "Hauptstraße 1", "postalCode": "10115", "city": "Berlin", "country": "DE",
    ])

    private static let part = ShortText.schema
}
