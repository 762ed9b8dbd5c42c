import Values
import Web

extension SavedConfiguration.Refusal: Web.Refusal {
    package static let catalogue = [
        Self.unknown, .shared, .nothingToUndo, .changedMeanwhile, .notConfigurable("roof-box"), .notChosen,
        .impossible(CheckView.Conflict(
            because: ["glass"],
            rules: [ConfigurationModel.Rule(
                .excludes, "drawer", ["glass"], message: Texts(en: "A glass top carries no drawer."))],
            groups: [], ways: [.init(drop: ["glass"])])),
        .undecided("Too hard: no answer was found within 2.0 seconds."), .upToDate, .tooMany(limit: Choices.limit),
    ].map(\.problem)

    package var problem: Problem {
        switch self {
        case .unknown: Problem(404, "unknown-configuration", "There is no such configuration.")
        case .shared:
            Problem(409, "configuration-shared", "This configuration was shared and stays as it is; begin one with it.")
        case .nothingToUndo: Problem(409, "nothing-to-undo", "There is no step to undo.")
        case .changedMeanwhile:
            Problem(409, "configuration-changed", "This configuration was changed meanwhile; look at it again.")
        case .notConfigurable(let product):
            Problem(409, "product-not-configurable", "This product has no options.", ["product": .string(product.text)])
        case .notChosen: Problem(404, "not-chosen", "That isn't chosen.")
        case .impossible(let conflict):
            Problem(409, "choice-impossible", "That doesn't go with the other choices.",
                    ["conflict": (try? JSONCoding.json(conflict)) ?? .null])
        case .undecided(let why):
            Problem(503, "configuration-undecided", why, headers: ["Retry-After": "1"])
        case .upToDate: Problem(409, "configuration-up-to-date", "There is no newer version of the model.")
        case .tooMany(let limit):
            Problem(409, "too-many-choices", "A configuration has \(limit) choices at most.",
                    ["limit": .integer(Int64(limit))])
        }
    }
}
