import Supply
import Values
import Web

/// What a model's document may hold. Beyond these a model is a mistake; within them it is checked in milliseconds.
extension ConfigurationModel {
    package static let groupLimit = 40
    package static let optionLimit = 400
    package static let ruleLimit = 500
    package static let documentLimitBytes = 1024 * 1024
}

extension ConfigurationModel.Group: SchemaDeclaring {
    package static let countRange: ClosedRange<Int64> = 0...Int64(Choices.limit)

    package static let schema = Schema.object([
        .required("id", ID<ConfigurationModel.Group>.schema),
        .required("name", Texts.schema),
        .required("minimum", .integer(countRange).described("How many options must be chosen at least.")),
        .required("maximum", .integer(1...countRange.upperBound).described("How many may be chosen at most.")),
        .required("options", .array(ConfigurationModel.Option.schema, count: 1...200)),
        .optional("default", .array(ID<ConfigurationModel.Option>.schema, count: 0...Choices.limit)
            .described("Taken when nothing is chosen; only where the minimum is above 0.")),
    ]).example([
        "id": "paint", "name": ["en": "Paint"], "minimum": 1, "maximum": 1,
        "options": [["id": "red", "name": ["en": "Red"], "prices": [["amount": 0, "currency": "EUR"]]]],
        "default": ["red"],
    ])
}

extension ConfigurationModel.Option: SchemaDeclaring {
    private static let layerRange = Int64(lowestLayer)...99

    package static let schema = Schema.object([
        .required("id", ID<ConfigurationModel.Option>.schema),
        .required("name", Texts.schema),
        .optional("description", Texts.schema.nullable),
        .required("prices", .array(Money.schema, count: 0...Currency.allCases.count)
            .described("One amount a currency; what it adds to the product's price, or takes off it.")),
        .optional("parts", Parts.schema),
        .optional("weightGrams", Weight.schema),
        .optional("swatch", Swatch.schema.nullable),
        .optional("picture", ID<Picture>.schema.nullable
            .described("Shown for the option; one that hangs at the product with `role=option`.")),
        .optional("layer", .integer(layerRange).nullable
            .described("The picture's place in the pile of what is chosen; higher lies on top, 1 when left out.")),
    ]).example(["id": "red", "name": ["en": "Red"], "prices": [["amount": 0, "currency": "EUR"]]])
}

extension ConfigurationModel.Rule: SchemaDeclaring {
    package static let schema = Schema.object([
        .required("kind", Schema.choice(Kind.allCases.map(\.rawValue))
            .described("requires: any one of the others; excludes: none of them.")),
        .required("option", ID<ConfigurationModel.Option>.schema),
        .required("others", .array(ID<ConfigurationModel.Option>.schema, count: 1...Choices.limit)),
        .required("message", Texts.schema.described("What a buyer is told when the rule doesn't hold.")),
    ]).example([
        "kind": "requires", "option": "tow-bar", "others": ["diesel"],
        "message": ["en": "The tow bar needs the diesel engine."],
    ])
}

extension Choices: SchemaDeclaring {
    package static let schema = Schema.array(ID<ConfigurationModel.Option>.schema, count: 0...limit)
        .described("Options, each named once.")
}

/// A model as staff send it.
struct ModelGroups: SchemaDeclaring, Sendable {
    let list: [ConfigurationModel.Group]

    static let schema = Schema.array(ConfigurationModel.Group.schema, count: 1...ConfigurationModel.groupLimit)

    init(from decoder: any Decoder) throws { list = try [ConfigurationModel.Group](from: decoder) }
}

/// A model's rules as staff send them.
struct ModelRules: SchemaDeclaring, Sendable {
    let list: [ConfigurationModel.Rule]

    static let schema = Schema.array(ConfigurationModel.Rule.schema, count: 0...ConfigurationModel.ruleLimit)

    init(from decoder: any Decoder) throws { list = try [ConfigurationModel.Rule](from: decoder) }
}
