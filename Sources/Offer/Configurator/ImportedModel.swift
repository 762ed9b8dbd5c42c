import Reasoning
import Values

/// A feature model, such as a UVL file holds, as a draft of a product's model: features become options, their groups
/// stand under them, constraints become rules.
package struct ImportedModel: Sendable {
    package let document: ModelDocument

    /// Why a feature model can't be a product's.
    package struct Fault: Error, Equatable, CustomStringConvertible {
        package let description: String
    }

    /// - Parameter currency: in which an attribute `price`, a whole number of its smallest unit, is taken; options
    ///   without one cost nothing.
    package init(_ model: FeatureModel, currency: Currency) throws(Fault) {
        for (what, count, limit) in [
            ("options", model.options.count, ConfigurationModel.optionLimit),
            ("groups", model.groups.count, ConfigurationModel.groupLimit),
            ("rules", model.rules.count, ConfigurationModel.ruleLimit),
            ("parameters", model.parameters.count, ConfigurationModel.parameterLimit),
        ] where count > limit {
            throw Fault(description: "the file has \(count) \(what); a product's model has \(limit) at most")
        }
        let names = try Names(model)
        let options = Dictionary(model.options.map { ($0.name, $0) }) { first, _ in first }
        var groups: [ConfigurationModel.Group] = []
        for (number, group) in model.groups.enumerated() {
            let members = try group.members.map { (name) throws(Fault) in try Self.option(name, options, names,
                currency) }
            groups.append(ConfigurationModel.Group(
                id: try names.group(number), name: Texts(en: group.parent ?? group.name), minimum: group.minimum,
                maximum: max(1, min(group.maximum, members.count)), options: members,
                under: try group.parent.flatMap { (parent) throws(Fault) in
                    options[parent]?.isRoot == true ? nil : try names.option(parent)
                }))
        }
        var rules: [ConfigurationModel.Rule] = []
        for rule in model.rules { rules.append(try Self.rule(rule, names)) }
        let grouped = Set(model.groups.flatMap(\.members))
        if let stray = model.options.first(where: { !$0.isRoot && !grouped.contains($0.name) }) {
            throw Fault(description: "\(stray.name) stands in no group")
        }
        document = ModelDocument(
            groups: groups, rules: rules, parameters: try Self.parameters(model, options, names))
    }

    private static func option(
        _ name: String, _ options: [String: FeatureModel.Option], _ names: Names, _ currency: Currency
    ) throws(Fault) -> ConfigurationModel.Option {
        let price = options[name]?.attributes.first { $0.key == "price" }?.value
        var amount: Int64 = 0
        if case .whole(let number)? = price { amount = Int64(number) }
        guard amount.magnitude <= Money.limit.magnitude else {
            throw Fault(description: "\(name)'s price is too large")
        }
        return ConfigurationModel.Option(
            id: try names.option(name), name: Texts(en: name), prices: [Money(amount, currency)])
    }

    private static func parameters(
        _ model: FeatureModel, _ options: [String: FeatureModel.Option], _ names: Names
    ) throws(Fault) -> [ConfigurationModel.Parameter] {
        var parameters: [ConfigurationModel.Parameter] = []
        for parameter in model.parameters {
            let under = options[parameter.name].flatMap { $0.isRoot ? nil : $0.name }
            let last = parameter.minimum + (parameter.maximum - parameter.minimum) / parameter.step * parameter.step
            parameters.append(ConfigurationModel.Parameter(
                id: try names.parameter(parameter.name), name: Texts(en: parameter.name), minimum: parameter.minimum,
                maximum: last, step: parameter.step,
                    under: try under.map { (name) throws(Fault) in try names.option(name) }))
        }
        return parameters
    }

    private static func rule(_ rule: FeatureModel.Rule, _ names: Names) throws(Fault) -> ConfigurationModel.Rule {
        let condition = try condition(rule.condition, names, of: rule.name)
        let (when, then): (Condition, Condition) = if case .implies(let when, let then) = condition {
            (when, then)
        } else {
            (.all([]), condition)
        }
        let text = condition.description
        guard text.utf8.count <= Condition.lengthLimit else {
            throw Fault(description: "\(rule.name) has more than \(Condition.lengthLimit) characters")
        }
        return ConfigurationModel.Rule(.requires, when: when, then: then, message: Texts(en: text))
    }

    private static func condition(
        _ condition: Reasoning.Condition, _ names: Names, of rule: String
    ) throws(Fault) -> Condition {
        func part(_ inner: Reasoning.Condition) throws(Fault) -> Condition { try self.condition(inner, names,
            of: rule) }
        func parts(_ inner: [Reasoning.Condition]) throws(Fault) -> [Condition] {
            try inner.map { (one) throws(Fault) in try part(one) }
        }
        switch condition {
        case .constant(let value): return value ? .all([]) : .any([])
        case .option(let name): return names.isRoot(name) ? .all([]) : .option(try names.option(name))
        case .not(let inner): return .not(try part(inner))
        case .all(let inner): return .all(try parts(inner))
        case .any(let inner): return .any(try parts(inner))
        case .implies(let left, let right): return .implies(try part(left), try part(right))
        case .equivalent(let left, let right): return .same(try part(left), try part(right))
        case .compare(let left, let relation, let right):
            return try comparison(left, relation, right, names, of: rule)
        }
    }

    /// A parameter with a number or another parameter; sums and other numbers a product's model doesn't know.
    private static func comparison(
        _ left: Reasoning.Condition.Sum, _ relation: Reasoning.Condition.Relation, _ right: Reasoning.Condition.Sum,
        _ names: Names, of rule: String
    ) throws(Fault) -> Condition {
        func single(_ sum: Reasoning.Condition.Sum) -> String? {
            guard sum.constant == 0, sum.terms.count == 1, sum.terms[0].factor == 1,
                  case .parameter(let name) = sum.terms[0].quantity else { return nil }
            return name
        }
        let sign = Condition.Comparison(rawValue: relation.rawValue) ?? .equal
        switch (single(left), single(right)) {
        case (let left?, let right?):
            return .compared(try names.parameter(left), sign, .parameter(try names.parameter(right)))
        case (let left?, nil) where right.terms.isEmpty:
            return .compared(try names.parameter(left), sign, .number(right.constant))
        case (nil, let right?) where left.terms.isEmpty:
            return .compared(try names.parameter(right), sign.mirrored, .number(left.constant))
        default:
            throw Fault(description: """
                \(rule) compares sums or attributes; a product's model compares a parameter with a number or another one
                """)
        }
    }
}

extension Condition.Comparison {
    /// The same seen from the other side.
    fileprivate var mirrored: Self {
        switch self {
        case .less: .more
        case .atMost: .atLeast
        case .atLeast: .atMost
        case .more: .less
        case .equal, .unlike: self
        }
    }
}

/// What features are called in the shop: ids of small letters, digits and hyphens, each once.
private struct Names {
    private var options: [String: ID<ConfigurationModel.Option>] = [:]
    private var parameters: [String: ID<ConfigurationModel.Parameter>] = [:]
    private var groups: [ID<ConfigurationModel.Group>] = []
    private let roots: Set<String>

    init(_ model: FeatureModel) throws(ImportedModel.Fault) {
        roots = Set(model.options.filter(\.isRoot).map(\.name))
        var taken = Set<String>()
        for option in model.options { options[option.name] = try Self.id(option.name, &taken) }
        taken = []
        for parameter in model.parameters { parameters[parameter.name] = try Self.id(parameter.name, &taken) }
        taken = []
        for group in model.groups { groups.append(try Self.id(group.parent ?? group.name, &taken)) }
    }

    func isRoot(_ name: String) -> Bool { roots.contains(name) }

    func option(_ name: String) throws(ImportedModel.Fault) -> ID<ConfigurationModel.Option> {
        guard let id = options[name] else { throw ImportedModel.Fault(description: "there is no feature \(name)") }
        return id
    }

    func parameter(_ name: String) throws(ImportedModel.Fault) -> ID<ConfigurationModel.Parameter> {
        guard let id = parameters[name] else { throw ImportedModel.Fault(description: "there is no number \(name)") }
        return id
    }

    func group(_ number: Int) throws(ImportedModel.Fault) -> ID<ConfigurationModel.Group> { groups[number] }

    private static func id<Of>(_ name: String, _ taken: inout Set<String>) throws(ImportedModel.Fault) -> ID<Of> {
        let letters = name.lowercased().utf8.map { byte in
            (97...122).contains(byte) || (48...57).contains(byte) || byte == 95 ? byte : UInt8(ascii: "-")
        }
        let plain = String(decoding: letters, as: UTF8.self).drop { $0 == "-" || $0 == "_" }
        let stem = plain.isEmpty ? "feature" : String(plain.prefix(IDText.lengthLimit - 6))
        var (text, number) = (stem, 1)
        while !taken.insert(text).inserted {
            number += 1
            text = "\(stem)-\(number)"
        }
        guard let id = ID<Of>(text) else { throw ImportedModel.Fault(description: "\(name) is no name for an option") }
        return id
    }
}
