import Values
import Web

extension DeliveryZone.Tariff: Codable, SchemaDeclaring {
    package static let schema = Schema.object([
        .required("basis", .choice(Basis.allCases.map(\.rawValue)).described("By the goods' weight or their value.")),
        .required("steps", .array(DeliveryZone.Step.schema, count: 1...stepLimit)),
    ]).example(["basis": "weight", "steps": [["upTo": 5000, "price": ["amount": 590, "currency": "EUR"]]]])

    private enum Key: String, CodingKey { case basis, steps }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let basis = try container.decode(Basis.self, forKey: .basis)
        let steps = try container.decode([DeliveryZone.Step].self, forKey: .steps)
        guard let tariff = Self(basis, steps) else {
            throw Malformed("a tariff's steps have one currency, and each reaches further than the one before")
        }
        self = tariff
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(basis, forKey: .basis)
        try container.encode(steps, forKey: .steps)
    }
}

extension DeliveryZone.Step: SchemaDeclaring {
    package static let schema = Schema.object([
        .optional("upTo", .integer(0...Money.limit).nullable.described(
            "Reaches to so many grams, or so much of the currency's smallest unit; left out: to any.")),
        .required("price", .object([
            .required("amount", .integer(0...Money.limit)), .required("currency", Currency.schema),
        ])),
    ])
}
