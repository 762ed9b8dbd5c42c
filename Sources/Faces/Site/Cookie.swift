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
        let pairs = headers.all("Cookie").flatMap { $0.split(separator: ";") }.compactMap { pair in
            let halves = pair.split(separator: "=", maxSplits: 1)
            return halves.count == 2 ? (String(halves[0]).trimmed, String(halves[1]).trimmed) : nil
        }
        return Dictionary(pairs) { first, _ in first }
    }
}
