import Web

/// A small text that a browser keeps for the shop and brings along. Scripts can't read any of ours.
struct Cookie: Sendable {
    let name: String
    let value: String
    let path: String
    let reach: Reach
    /// Nil: until the browser is closed. 0 takes it away.
    let seconds: Int?
    let isSecure: Bool

    /// Which requests bring it along when they start at another site.
    enum Reach: String, Sendable {
        /// Links that lead here, but no forms.
        case lax = "Lax"
        /// None.
        case strict = "Strict"
    }

    /// `value` has letters, digits, `-` and `_` only.
    var field: String {
        var field = "\(name)=\(value); Path=\(path); HttpOnly; SameSite=\(reach.rawValue)"
        if let seconds { field += "; Max-Age=\(seconds)" }
        return isSecure ? field + "; Secure" : field
    }

    /// Those that came with a request, by name. The first of a name counts: it has the longest path (RFC 6265,
    /// section 5.4).
    static func sent(with headers: Headers) -> [String: String] {
        Dictionary(pairs(in: headers).map { (String($0.name), String($0.value)) }) { first, _ in first }
    }

    /// Those that came with a request, in the order they came, each once or more often.
    static func pairs(in headers: Headers) -> [(name: Substring, value: Substring)] {
        headers.all("Cookie").flatMap { $0.utf8.split(separator: UInt8(ascii: ";")) }.compactMap { pair in
            guard let middle = pair.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            let (name, value) = (bare(pair[..<middle]), bare(pair[pair.index(after: middle)...]))
            return name.isEmpty || value.isEmpty ? nil : (Substring(name), Substring(value))
        }
    }

    /// Without blanks at its ends.
    private static func bare(_ text: Substring.UTF8View) -> Substring.UTF8View {
        func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        var rest = text
        while let first = rest.first, isBlank(first) { rest.removeFirst() }
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return rest
    }
}
