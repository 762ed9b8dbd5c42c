import Values
import Web

extension Configuration.Refusal: Web.Refusal {
    package static let catalogue = [
        Self.unknownProduct("estate"), .withdrawn("estate"), .unknownVersion(3), .unknownOptions(["gold"]),
        .outOfRange([Configuration.OutOfRange(
            ConfigurationModel.Parameter(id: "length", name: Texts(en: "Length"), minimum: 120, maximum: 240), 250)]),
        .incomplete([Configuration.Missing(group: "paint", name: Texts(en: "Paint"), count: 1)]),
        .broken(
            tooMany: [Configuration.Excess(group: "paint", name: Texts(en: "Paint"), chosen: 2, maximum: 1)],
            rules: [ConfigurationModel.Rule(
                .requires, "tow-bar", ["diesel"], message: Texts(en: "The tow bar needs the diesel engine."))]),
        .notSold(.EUR),
    ].map(\.problem)

    package var problem: Problem {
        switch self {
        case .unknownProduct(let product):
            Problem(404, "unknown-product", "There is no such product.", ["product": .string(product.text)])
        case .withdrawn(let product):
            Problem(409, "product-withdrawn", "This product is no longer sold.", ["product": .string(product.text)])
        case .unknownVersion(let version):
            Problem(409, "unknown-model-version", "The product has no such published model.",
                    ["modelVersion": version.map { .integer(Int64($0)) } ?? .null])
        case .unknownOptions(let options):
            Problem(422, "unknown-options", "The product has no such options.",
                    ["options": .array(options.map { .string($0.text) })])
        case .outOfRange(let values):
            Problem(422, "parameter-out-of-range", "A value isn't one that its parameter can have.",
                    ["values": .array(values.map(\.json))])
        case .incomplete(let missing):
            Problem(422, "configuration-incomplete", "Something is still to be chosen.",
                    ["missing": .array(missing.map(\.json))])
        case .broken(let tooMany, let rules):
            Problem(422, "configuration-conflict", "These options don't go together.",
                    ["tooMany": .array(tooMany.map(\.json)), "rules": .array(rules.map(\.json))])
        case .notSold(let currency):
            Problem(409, "not-sold", "This has no price in \(currency.code).", ["currency": .string(currency.code)])
        }
    }
}

extension Texts {
    fileprivate var json: JSON {
        var object: JSON.Object = ["en": .string(en)]
        if let de { object["de"] = .string(de) }
        return .object(object)
    }
}

extension Configuration.Missing {
    fileprivate var json: JSON {
        ["group": .string(group.text), "name": name.json, "count": .integer(Int64(count))]
    }
}

extension Configuration.Excess {
    fileprivate var json: JSON {
        ["group": .string(group.text), "name": name.json, "chosen": .integer(Int64(chosen)),
         "maximum": .integer(Int64(maximum))]
    }
}

extension Configuration.OutOfRange {
    fileprivate var json: JSON {
        ["parameter": .string(parameter.text), "name": name.json, "value": .integer(Int64(value)),
         "minimum": .integer(Int64(minimum)), "maximum": .integer(Int64(maximum)), "step": .integer(Int64(step))]
    }
}

extension ConfigurationModel.Rule {
    fileprivate var json: JSON {
        let members: [(String, JSON?)] = [
            ("id", id.map { .string($0.text) }), ("kind", .string(kind.rawValue)),
            ("option", option.map { .string($0.text) }), ("others", .array(others.map { .string($0.text) })),
            ("when", when.map { .string($0.description) }), ("then", then.map { .string($0.description) }),
            ("message", message.json), ("markets", markets.map { .array($0.map { .string($0.code) }) }),
            ("from", from.map { .string($0.description) }), ("until", until.map { .string($0.description) }),
        ]
        return .object(.init(members.compactMap { name, value in value.map { .init(name: name, value: $0) } }))
    }
}
