import Values
import Web

extension ConfigurationModel.Refusal: Web.Refusal {
    package static let catalogue = [
        Self.unknownVersion("estate", 3), .withoutDraft("estate"), .unchanged(version: 3),
        .unpriced([Problem.Fault("#/groups/0/options/1/prices", "has no price in EUR; 0 is one")]), 
        .impossible(ModelReport.Contradiction(
            rules: [ModelReport.NumberedRule(number: 3, rule: ConfigurationModel.Rule(
                .requires, "tow-bar", ["diesel"], message: Texts(en: "The tow bar needs the diesel engine.")))],
            groups: ["engine"])),
        .tooIntricate, .busy,
    ].map(\.problem)

    package var problem: Problem {
        switch self {
        case .unknownVersion(let product, let version):
            Problem(404, "unknown-model-version", "The product has no such published model.",
                    ["product": .string(product.text), "modelVersion": .integer(Int64(version))])
        case .withoutDraft(let product):
            Problem(409, "model-without-draft", "Write a draft first.", ["product": .string(product.text)])
        case .unchanged(let version):
            Problem(409, "model-unchanged", "The draft is what was published last.",
                    ["modelVersion": .integer(Int64(version))])
        case .unpriced(let faults):
            Problem(422, "model-unpriced", "Each option wants a price in each currency the model is sold in.",
                    faults: Array(faults.prefix(Schema.faultLimit)))
        case .impossible(let why):
            Problem(422, "model-impossible", "No choice of options satisfies the groups and rules of this model.",
                    ["contradiction": (try? JSONCoding.json(why)) ?? .null],
                    faults: why.rules.map { .init("#/rules/\($0.number)",
                        "can't hold together with the others named") })
        case .tooIntricate:
            Problem(422, "model-too-intricate",
                    "Whether the rules leave anything to choose couldn't be told; write them more simply.")
        case .busy:
            Problem(503, "model-check-busy", "Too many models are being checked; try again.",
                    headers: ["Retry-After": "1"])
        }
    }
}
