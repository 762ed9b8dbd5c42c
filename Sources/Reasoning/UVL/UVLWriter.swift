/// Writes a feature model in the Universal Variability Language, so that reading it gives the same configurations.
///
/// A model without a single root gets one; a parameter becomes a whole-number feature that is always taken.
package struct UVLWriter {
    private let model: FeatureModel
    private var text = ""
    private let groups: [String: [Int]]
    private let numbers: [String: Int]
    private let parameters: [String: FeatureModel.Parameter]
    private var written = Set<String>()
    private let root: String

    /// A model whose options form no tree can't be written as one.
    package enum Refusal: Error, Sendable, Equatable, CustomStringConvertible {
        case isInTwoGroups(option: String)
        case isInNoGroup(option: String)
        case cannotBeQuoted(String)

        package var description: String {
            switch self {
            case .isInTwoGroups(let option): "\(option) is in two groups, for which UVL has no way of writing."
            case .isInNoGroup(let option): "\(option) is in no group that hangs on the root."
            case .cannotBeQuoted(let name): "The name \(name) has a quote or a line's end in it."
            }
        }
    }

    package static func write(_ model: FeatureModel) throws(Refusal) -> String {
        var writer = UVLWriter(model)
        return try writer.writeAll()
    }

    private init(_ model: FeatureModel) {
        self.model = model
        groups = Dictionary(grouping: model.groups.indices) { model.groups[$0].parent ?? "" }
        numbers = Dictionary(
            model.options.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        parameters = Dictionary(
            model.parameters.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let roots = model.options.filter(\.isRoot)
        var name = roots.count == 1 ? roots[0].name : "product"
        while roots.count != 1, numbers[name] != nil || parameters[name] != nil { name += "_" }
        root = name
    }

    private mutating func writeAll() throws(Refusal) -> String {
        text = "namespace \(try Self.quoted(model.name))\n\nfeatures\n"
        // What is still to be written, last first: deep trees need no deep stack.
        var waiting: [(level: Int, Part)] = []
        if let number = numbers[root], model.options[number].isRoot {
            waiting.append((1, .option(number)))
        } else {
            text += "\t\(try Self.quoted(root))\n"
        }
        let loose = model.parameters.filter { numbers[$0.name] == nil }
        let others = model.options.indices.filter { model.options[$0].isRoot && model.options[$0].name != root }
        var extra = (groups[""] ?? []).map { (2, Part.group($0)) }
        if !others.isEmpty {
            extra.append((2, .line("mandatory")))
            extra += others.map { (3, .option($0)) }
        }
        if !loose.isEmpty {
            extra.append((2, .line("mandatory")))
            for parameter in loose { extra.append((3, .line(try Self.integer(parameter, [])))) }
        }
        waiting = extra.reversed() + waiting
        while let (level, part) = waiting.popLast() {
            waiting += try write(part, level).reversed()
        }
        if let left = model.options.first(where: { !written.contains($0.name) }) {
            throw .isInNoGroup(option: left.name)
        }
        try writeRules()
        return text
    }

    private enum Part {
        case option(Int)
        case group(Int)
        case line(String)
    }

    private mutating func write(_ part: Part, _ level: Int) throws(Refusal) -> [(level: Int, Part)] {
        let tabs = String(repeating: "\t", count: level)
        switch part {
        case .line(let line):
            text += "\(tabs)\(line)\n"
            return []
        case .group(let number):
            let group = model.groups[number]
            text += "\(tabs)\(Self.kind(group))\n"
            return group.members.compactMap { numbers[$0].map { (level + 1, .option($0)) } }
        case .option(let number):
            let option = model.options[number]
            guard written.insert(option.name).inserted else { throw .isInTwoGroups(option: option.name) }
            if let parameter = parameters[option.name] {
                text += "\(tabs)\(try Self.integer(parameter, option.attributes))\n"
            } else {
                text += "\(tabs)\(try Self.quoted(option.name))\(try Self.notes(option.attributes))\n"
            }
            return (groups[option.name] ?? []).map { (level + 1, .group($0)) }
        }
    }

    private static func kind(_ group: FeatureModel.Group) -> String {
        let count = group.members.count
        switch (group.minimum, min(group.maximum, count)) {
        case (count, count): return "mandatory"
        case (0, count): return "optional"
        case (1, 1): return "alternative"
        case (1, count): return "or"
        case let (least, most): return "[\(least)..\(most)]"
        }
    }

    private static func integer(
        _ parameter: FeatureModel.Parameter, _ attributes: [FeatureModel.Attribute]
    ) throws(Refusal) -> String {
        let others = attributes.filter { !["min", "max", "step"].contains($0.key) }
        let range: [FeatureModel.Attribute] = [
            .init("min", .whole(parameter.minimum)), .init("max", .whole(parameter.maximum)),
            .init("step", .whole(parameter.step)),
        ]
        return "Integer \(try quoted(parameter.name))\(try notes(range + others))"
    }

    private static func notes(_ attributes: [FeatureModel.Attribute]) throws(Refusal) -> String {
        if attributes.isEmpty { return "" }
        var parts: [String] = []
        for attribute in attributes {
            var path: [String] = []
            for part in attribute.key.split(separator: ".") { path.append(try quoted(String(part))) }
            let value = try value(attribute.value)
            parts.append(path.joined(separator: ".") + (value.isEmpty ? "" : " " + value))
        }
        return " {" + parts.joined(separator: ", ") + "}"
    }

    private static func value(_ value: FeatureModel.AttributeValue) throws(Refusal) -> String {
        switch value {
        case .mark: return ""
        case .flag(let flag): return String(flag)
        case .whole(let number): return String(number)
        case .fraction(let text): return text
        case .text(let text):
            guard !text.contains("\n") else { throw .cannotBeQuoted(text) }
            if !text.contains("'") { return "'\(text)'" }
            guard !text.contains("\"") else { throw .cannotBeQuoted(text) }
            return "\"\(text)\""
        case .list(let values):
            var parts: [String] = []
            for value in values { parts.append(try self.value(value)) }
            return "[" + parts.joined(separator: ", ") + "]"
        case .notes(let attributes):
            return attributes.isEmpty ? "{}" : String(try notes(attributes).dropFirst())
        }
    }

    private static let words: Set<String> = [
        "true", "false", "Boolean", "Integer", "Real", "String", "cardinality", "sum", "constraint", "constraints",
        "mandatory", "optional", "or", "alternative", "features", "namespace", "include", "imports",
    ]

    static func quoted(_ name: String) throws(Refusal) -> String {
        guard !name.contains("\""), !name.contains("\n"), !name.contains("\r\n"), !name.isEmpty else {
            throw .cannotBeQuoted(name)
        }
        let isBare = name.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"): true
            default: false
            }
        }
        let isPlain = isBare && !(name.utf8.first.map { (0x30...0x39).contains($0) } ?? true) && !words.contains(name)
        return isPlain ? name : "\"\(name)\""
    }

    private mutating func writeRules() throws(Refusal) {
        if model.rules.isEmpty { return }
        text += "\nconstraints\n"
        for rule in model.rules { text += "\t\(try UVLCondition.text(rule.condition))\n" }
    }
}
