import Supply
import Values
import Web

/// The shapes of what a model holds beside groups and options.
extension ConfigurationModel.Sphere {
    static let markets = Schema.array(Country.schema, count: 1...60).nullable
        .described("Countries the goods go to; everywhere when left out.")
    static let from = Day.schema.nullable.described("The first day.")
    static let until = Day.schema.nullable.described("The last day.")
}

extension ConfigurationModel.Rule: SchemaDeclaring {
    package static let schema = Schema.object([
        .optional("id", ID<ConfigurationModel.Rule>.schema.nullable),
        .required("kind", Schema.choice(Kind.allCases.map(\.rawValue)).described("""
            requires: any one of the others, or `then`; excludes: none of them, or not `then`; includes: all of \
            them, by themselves; default: they are taken where their groups are left open; available: they can be \
            had in these markets and days alone.
            """)),
        .optional("option", ID<ConfigurationModel.Option>.schema.nullable
            .described("What the rule is about; else `when`.")),
        .optional("others", .array(ID<ConfigurationModel.Option>.schema, count: 1...Choices.limit)
            .described("What it asks; else `then`.")),
        .optional("when", Condition.schema.nullable.described("What the rule is about, as a condition.")),
        .optional("then", Condition.schema.nullable
            .described("What it requires or excludes, as a condition.")),
        .required("message", Texts.schema.described("What a buyer is told when the rule doesn't hold.")),
        .optional("markets", ConfigurationModel.Sphere.markets),
        .optional("from", ConfigurationModel.Sphere.from), .optional("until", ConfigurationModel.Sphere.until),
    ]).example([
        "kind": "requires", "option": "tow-bar", "others": ["diesel"],
        "message": ["en": "The tow bar needs the diesel engine."],
    ])
}

extension ConfigurationModel.Parameter: SchemaDeclaring {
    private static let number = Schema.integer(Int64(valueRange.lowerBound)...Int64(valueRange.upperBound))

    package static let schema = Schema.object([
        .required("id", ID<ConfigurationModel.Parameter>.schema),
        .required("name", Texts.schema),
        .optional("description", Texts.schema.nullable),
        .required("minimum", number),
        .required("maximum", number),
        .optional("step", .integer(1...1_000_000_000).nullable.described("1 when left out.")),
        .optional("unit", Texts.schema.nullable.described("What it counts: cm.")),
        .optional("default", number.nullable.described("What it is at first; the minimum when left out.")),
        .optional("under", ID<ConfigurationModel.Option>.schema.nullable
            .described("The option without which it isn't asked for.")),
    ]).example([
        "id": "length", "name": ["en": "Length"], "minimum": 120, "maximum": 240, "step": 10, "unit": ["en": "cm"],
    ])
}

extension ConfigurationModel.Effect: SchemaDeclaring {
    private static let per = Schema.object([
        .required("parameter", ID<ConfigurationModel.Parameter>.schema),
        .optional("above", .integer(-1_000_000_000...1_000_000_000).nullable.described("0 when left out.")),
        .optional("each", .integer(1...1_000_000_000).nullable.described("1 when left out.")),
    ])

    package static let schema = Schema.object([
        .required("id", ID<ConfigurationModel.Effect>.schema),
        .optional("name", Texts.schema.nullable.described("What the price trace calls it.")),
        .optional("when", Condition.schema.nullable.described("Always, when left out.")),
        .optional("per", per.nullable
            .described("As often as the parameter has begun `each` beyond `above`; once when left out.")),
        .optional("prices", .array(Money.schema, count: 0...Currency.allCases.count)
            .described("One amount a currency, each time; may be below zero.")),
        .optional("parts", Parts.schema),
        .optional("weightGrams", Weight.schema),
        .optional("markets", ConfigurationModel.Sphere.markets),
        .optional("from", ConfigurationModel.Sphere.from), .optional("until", ConfigurationModel.Sphere.until),
    ]).example([
        "id": "long-top", "name": ["en": "Longer than 160 cm"],
        "per": ["parameter": "length", "above": 160, "each": 10], "prices": [["amount": 1500, "currency": "EUR"]],
    ])
}

extension ConfigurationModel.Pack: SchemaDeclaring {
    package static let schema = Schema.object([
        .required("id", ID<ConfigurationModel.Pack>.schema),
        .required("name", Texts.schema),
        .required("options", .array(ID<ConfigurationModel.Option>.schema, count: 2...40)),
        .required("prices", .array(Money.schema, count: 0...Currency.allCases.count)
            .described("One amount a currency, instead of the options' own.")),
    ]).example([
        "id": "winter", "name": ["en": "Winter pack"], "options": ["heated-seats", "heated-wheel"],
        "prices": [["amount": 49000, "currency": "EUR"]],
    ])
}
