/// How conditions are written: with no more parentheses than are needed.
enum UVLCondition {
    /// How strongly an operator binds; what stands inside of another has to bind at least so.
    private enum Rank: Int {
        case equivalence, implication, any, all, negation, comparison
    }

    static func text(_ condition: Condition) throws(UVLWriter.Refusal) -> String { try text(condition, .equivalence) }

    private static func text(_ condition: Condition, _ within: Rank) throws(UVLWriter.Refusal) -> String {
        let (text, rank) = try ranked(condition)
        return rank.rawValue < within.rawValue ? "(\(text))" : text
    }

    private static func ranked(_ condition: Condition) throws(UVLWriter.Refusal) -> (String, Rank) {
        switch condition {
        case .constant(let value): return (String(value), .comparison)
        case .option(let name): return (try UVLWriter.quoted(name), .comparison)
        case .not(let inner): return ("!" + (try text(inner, .comparison)), .negation)
        case .all(let parts):
            if parts.isEmpty { return ("true", .comparison) }
            if parts.count == 1 { return try ranked(parts[0]) }
            return (try joined(parts, " & ", .negation), .all)
        case .any(let parts):
            if parts.isEmpty { return ("false", .comparison) }
            if parts.count == 1 { return try ranked(parts[0]) }
            return (try joined(parts, " | ", .all), .any)
        case .implies(let from, let to):
            return ("\(try text(from, .implication)) => \(try text(to, .any))", .implication)
        case .equivalent(let left, let right):
            return ("\(try text(left, .equivalence)) <=> \(try text(right, .implication))", .equivalence)
        case .compare(let left, let relation, let right):
            // A comparison stands in parentheses behind !, which would else take its left side alone.
            return ("(\(try text(left)) \(relation.rawValue) \(try text(right)))", .comparison)
        }
    }

    private static func joined(
        _ parts: [Condition], _ operation: String, _ within: Rank
    ) throws(UVLWriter.Refusal) -> String {
        var texts: [String] = []
        for part in parts { texts.append(try text(part, within)) }
        return texts.joined(separator: operation)
    }

    private static func text(_ sum: Condition.Sum) throws(UVLWriter.Refusal) -> String {
        var text = ""
        for term in sum.terms {
            let name = switch term.quantity {
            case .option(let name), .parameter(let name): try UVLWriter.quoted(name)
            }
            text += text.isEmpty ? (term.factor < 0 ? "-" : "") : (term.factor < 0 ? " - " : " + ")
            text += term.factor.magnitude == 1 ? name : "\(term.factor.magnitude) * \(name)"
        }
        if sum.constant != 0 || text.isEmpty {
            text += text.isEmpty ? "\(sum.constant)" : (sum.constant < 0 ? " - " : " + ") + "\(sum.constant.magnitude)"
        }
        return text
    }
}
