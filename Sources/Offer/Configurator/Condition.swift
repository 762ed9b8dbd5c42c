import Values
import Web

/// What a rule, a price or a part hangs on: options taken, and parameters compared. As a text, which is how staff write
/// and clients read it: `drawer & !(beech | length >= 180)`.
///
/// An option of a group that isn't reached is not taken; a comparison with a parameter that isn't reached is false.
package indirect enum Condition: Hashable, Sendable {
    /// The option is taken.
    case option(ID<ConfigurationModel.Option>)
    case compared(ID<ConfigurationModel.Parameter>, Comparison, Bound)
    case not(Condition)
    /// True when empty.
    case all([Condition])
    /// False when empty.
    case any([Condition])
    case implies(Condition, Condition)
    case same(Condition, Condition)

    package enum Comparison: String, CaseIterable, Sendable {
        case less = "<", atMost = "<=", equal = "==", unlike = "!=", atLeast = ">=", more = ">"

        package func holds(_ left: Int, _ right: Int) -> Bool {
            switch self {
            case .less: left < right
            case .atMost: left <= right
            case .equal: left == right
            case .unlike: left != right
            case .atLeast: left >= right
            case .more: left > right
            }
        }
    }

    /// What a parameter is compared with.
    package enum Bound: Hashable, Sendable {
        case number(Int)
        case parameter(ID<ConfigurationModel.Parameter>)
    }

    /// Longer ones can't be read by anybody.
    package static let lengthLimit = 2000
    /// Of parentheses and negations in each other.
    package static let depthLimit = 32

    /// The options it names, each once.
    package var options: Set<ID<ConfigurationModel.Option>> {
        switch self {
        case .option(let option): [option]
        case .compared: []
        case .not(let part): part.options
        case .all(let parts), .any(let parts): parts.reduce(into: []) { $0.formUnion($1.options) }
        case .implies(let left, let right), .same(let left, let right): left.options.union(right.options)
        }
    }

    /// The parameters it names, each once.
    package var parameters: Set<ID<ConfigurationModel.Parameter>> {
        switch self {
        case .option: []
        case .compared(let parameter, _, .number): [parameter]
        case .compared(let parameter, _, .parameter(let other)): [parameter, other]
        case .not(let part): part.parameters
        case .all(let parts), .any(let parts): parts.reduce(into: []) { $0.formUnion($1.parameters) }
        case .implies(let left, let right), .same(let left, let right): left.parameters.union(right.parameters)
        }
    }
}

extension Condition: CustomStringConvertible {
    /// As `init(_:)` reads it.
    package var description: String { text(within: 0) }

    /// - Parameter binding: how tightly the sign around it binds; one that binds less stands in parentheses.
    private func text(within binding: Int) -> String {
        switch self {
        case .option(let option): option.text
        case .compared(let parameter, let comparison, .number(let number)):
            "\(parameter) \(comparison.rawValue) \(number)"
        case .compared(let parameter, let comparison, .parameter(let other)):
            "\(parameter) \(comparison.rawValue) \(other)"
        case .not(let part): "!" + part.text(within: 5)
        case .all(let parts) where parts.isEmpty: "true"
        case .any(let parts) where parts.isEmpty: "false"
        case .all(let parts) where parts.count == 1: parts[0].text(within: binding)
        case .any(let parts) where parts.count == 1: parts[0].text(within: binding)
        case .all(let parts): Self.joined(parts, "&", 4, within: binding)
        case .any(let parts): Self.joined(parts, "|", 3, within: binding)
        case .implies(let left, let right): Self.joined([left, right], "=>", 2, within: binding)
        case .same(let left, let right): Self.joined([left, right], "<=>", 1, within: binding)
        }
    }

    private static func joined(_ parts: [Condition], _ sign: String, _ own: Int, within binding: Int) -> String {
        let text = parts.map { $0.text(within: own + 1) }.joined(separator: " \(sign) ")
        return own < binding ? "(\(text))" : text
    }
}

extension Condition: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        do { try self.init(text) } catch { throw Malformed(error.description) }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Condition: SchemaDeclaring {
    package static let schema = Schema.string(
        1...lengthLimit, pattern: "^[a-z0-9_&|!=<>() -]+$", example: "drawer & !(beech | length >= 180)",
        reason: "must be options joined by & | ! => <=> and comparisons as length >= 180",
        isValid: { (try? Self($0)) != nil })
}
