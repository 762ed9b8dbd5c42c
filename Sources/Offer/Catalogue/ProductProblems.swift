import Values
import Web

extension Product.Refusal: Web.Refusal {
    package static let catalogue = [
        Self.unknown("roof-box"), .taken("roof-box"), .notConfigurable("roof-box"), .withoutModel("estate"),
        .illegalStep(from: .draft, to: .withdrawn),
    ].map(\.problem)

    package var problem: Problem {
        switch self {
        case .unknown(let product):
            Problem(404, "unknown-product", "There is no such product.", ["product": .string(product.text)])
        case .taken(let product):
            Problem(409, "product-taken", "There is a product of that id.", ["product": .string(product.text)])
        case .notConfigurable(let product):
            Problem(409, "product-not-configurable", "A fixed product has no configuration model.",
                    ["product": .string(product.text)])
        case .withoutModel(let product):
            Problem(409, "product-without-model", "Publish a configuration model first.",
                    ["product": .string(product.text)])
        case .illegalStep(let from, let to):
            Problem(409, "product-step", "No step leads from \(from.rawValue) to \(to.rawValue).",
                    ["from": .string(from.rawValue), "to": .string(to.rawValue)])
        }
    }
}
