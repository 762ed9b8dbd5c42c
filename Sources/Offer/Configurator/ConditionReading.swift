import Values

extension Condition {
    /// Why a text is no condition, and where.
    package struct Fault: Error, Equatable, CustomStringConvertible {
        /// Counts from 1.
        package let column: Int
        package let reason: String

        package var description: String { "column \(column): \(reason)" }
    }

    /// Reads `a & !(b | length >= 180) => c`. `!` binds tightest, then `&`, `|`, `=>` (to the right), `<=>`; `true` and
    /// `false` stand for themselves. A name on either side of a comparison is a parameter, any other an option.
    package init(_ text: String) throws(Fault) {
        guard text.utf8.count <= Self.lengthLimit else {
            throw Fault(column: Self.lengthLimit, reason: "a condition has \(Self.lengthLimit) characters at most")
        }
        var reading = ConditionReading(tokens: try ConditionReading.tokens(of: text), end: text.utf8.count + 1)
        self = try reading.equivalence(depth: 0)
        try reading.finish()
    }
}

/// A descent through a condition's signs, from the one that binds least.
private struct ConditionReading {
    struct Token {
        let text: String
        let column: Int
    }

    let tokens: [Token]
    /// The column behind the last character.
    let end: Int
    private var next = 0

    init(tokens: [Token], end: Int) {
        self.tokens = tokens
        self.end = end
    }

    private static let signs = ["<=>", "=>", "<=", ">=", "==", "!=", "<", ">", "&", "|", "!", "(", ")"]

    static func tokens(of text: String) throws(Condition.Fault) -> [Token] {
        let bytes = Array(text.utf8)
        var tokens: [Token] = []
        var place = 0
        while place < bytes.count {
            if bytes[place] == UInt8(ascii: " ") {
                place += 1
                continue
            }
            let rest = bytes[place...]
            if let sign = signs.first(where: { rest.starts(with: $0.utf8) }) {
                tokens.append(Token(text: sign, column: place + 1))
                place += sign.utf8.count
                continue
            }
            let word = rest.prefix(while: isWord)
            guard !word.isEmpty else {
                throw Condition.Fault(column: place + 1,
                    reason: "neither a name nor one of \(signs.joined(separator: " "))")
            }
            tokens.append(Token(text: String(decoding: word, as: UTF8.self), column: place + 1))
            place = word.endIndex
        }
        return tokens
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (97...122).contains(byte) || (48...57).contains(byte) || byte == 45 || byte == 95
    }

    func finish() throws(Condition.Fault) {
        guard next < tokens.count else { return }
        throw Condition.Fault(column: tokens[next].column, reason: "“\(tokens[next].text)” has no place here")
    }

    mutating func equivalence(depth: Int) throws(Condition.Fault) -> Condition {
        var left = try implication(depth: depth)
        while take("<=>") { left = .same(left, try implication(depth: depth)) }
        return left
    }

    private mutating func implication(depth: Int) throws(Condition.Fault) -> Condition {
        var parts = [try alternative(depth: depth)]
        while take("=>") { parts.append(try alternative(depth: depth)) }
        let last = parts.removeLast()
        return parts.reversed().reduce(last) { .implies($1, $0) }
    }

    private mutating func alternative(depth: Int) throws(Condition.Fault) -> Condition {
        var parts = [try conjunction(depth: depth)]
        while take("|") { parts.append(try conjunction(depth: depth)) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func conjunction(depth: Int) throws(Condition.Fault) -> Condition {
        var parts = [try primary(depth: depth)]
        while take("&") { parts.append(try primary(depth: depth)) }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func primary(depth: Int) throws(Condition.Fault) -> Condition {
        guard depth < Condition.depthLimit else {
            throw fault("parentheses and negations go \(Condition.depthLimit) deep at most")
        }
        if take("!") { return .not(try primary(depth: depth + 1)) }
        if take("(") {
            let inner = try equivalence(depth: depth + 1)
            guard take(")") else { throw fault("“)” is missing") }
            return inner
        }
        let name = try word()
        guard let sign = tokens.indices.contains(next) ? Condition.Comparison(rawValue: tokens[next].text) : nil else {
            switch name.text {
            case "true": return .all([])
            case "false": return .any([])
            default: return .option(try id(name))
            }
        }
        next += 1
        let other = try word()
        if let number = Int(other.text) { return .compared(try id(name), sign, .number(number)) }
        return .compared(try id(name), sign, .parameter(try id(other)))
    }

    private mutating func word() throws(Condition.Fault) -> Token {
        guard next < tokens.count, !Self.signs.contains(tokens[next].text) else {
            throw fault("an option, a comparison or a parenthesis is missing")
        }
        defer { next += 1 }
        return tokens[next]
    }

    private func id<Of>(_ token: Token) throws(Condition.Fault) -> ID<Of> {
        guard let id = ID<Of>(token.text) else {
            throw Condition.Fault(column: token.column,
                reason: "“\(token.text)” is no name of an option or a parameter")
        }
        return id
    }

    private mutating func take(_ sign: String) -> Bool {
        guard next < tokens.count, tokens[next].text == sign else { return false }
        next += 1
        return true
    }

    private func fault(_ reason: String) -> Condition.Fault {
        Condition.Fault(column: next < tokens.count ? tokens[next].column : end, reason: reason)
    }
}
