import Supply
import Values
import Web

/// What a model's document may hold. Beyond these a model is a mistake; within them it is checked in milliseconds.
extension ConfigurationModel {
    package static let groupLimit = 40
    package static let optionLimit = 400
    package static let ruleLimit = 500
    package static let parameterLimit = 40
    package static let effectLimit = 200
    package static let packLimit = 40
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
        .optional("under", ID<ConfigurationModel.Option>.schema.nullable
            .described("The option without which nothing of the group is taken, and nothing need be.")),
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

extension Choices: SchemaDeclaring {
    private static let choice = Schema.string(
        1...80, pattern: "^[a-z0-9][a-z0-9_-]{0,63}(=-?[0-9]{1,10})?$", example: "roof-box",
        reason: "must be an option's id, or a parameter's and its value as length=180", isValid: isChoice)

    package static let schema = Schema.array(choice, count: 0...limit)
        .described("Options by their ids and values of parameters as `length=180`, each named once.")

    private static func isChoice(_ text: String) -> Bool { IDText.isValid(text) || Value(text) != nil }
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

/// A model's parameters as staff send them.
struct ModelParameters: SchemaDeclaring, Sendable {
    let list: [ConfigurationModel.Parameter]

    static let schema = Schema.array(
        ConfigurationModel.Parameter.schema, count: 0...ConfigurationModel.parameterLimit)

    init(from decoder: any Decoder) throws { list = try [ConfigurationModel.Parameter](from: decoder) }
}

/// What a model's prices and parts hang on, as staff send it.
struct ModelEffects: SchemaDeclaring, Sendable {
    let list: [ConfigurationModel.Effect]

    static let schema = Schema.array(ConfigurationModel.Effect.schema, count: 0...ConfigurationModel.effectLimit)

    init(from decoder: any Decoder) throws { list = try [ConfigurationModel.Effect](from: decoder) }
}

/// A model's packs as staff send them.
struct ModelPacks: SchemaDeclaring, Sendable {
    let list: [ConfigurationModel.Pack]

    static let schema = Schema.array(ConfigurationModel.Pack.schema, count: 0...ConfigurationModel.packLimit)

    init(from decoder: any Decoder) throws { list = try [ConfigurationModel.Pack](from: decoder) }
}
