import Values
import Web

/// Keeps other sites from sending forms in a visitor's name: a form must come from our own pages, and must hold the
/// token that the visitor's browser keeps in a cookie (OWASP, Cross-Site Request Forgery Prevention: double submit and
/// verification of the origin).
enum FormGuard {
    /// The name of the cookie, and of the hidden field.
    static let name = "form"

    /// Nil when the form may be taken.
    static func refusal(of visit: Visit) -> Words.Sorry? {
        let headers = visit.request.head.headers
        if let site = headers["Sec-Fetch-Site"], site != "same-origin", site != "none" { return .foreignForm }
        if let origin = headers["Origin"], origin != "null" {
            let host = origin.split(separator: "/", maxSplits: 2).last.map(String.init)
            guard host == headers["Host"] || origin == visit.surroundings.origin else { return .foreignForm }
        }
        guard let kept = visit.cookies[name], let sent = visit.form[name], Digest.same(kept, sent) else {
            return .staleForm
        }
        return nil
    }

    /// What each form of a visitor must hold.
    struct Token: Sendable {
        let text: String
        /// Whether the visitor's browser has yet to be given it.
        let isNew: Bool
    }

    /// - Parameter kept: the value of the visitor's cookie. It stays their token if it is one; else there is a new one.
    static func token(_ kept: String?, draw: () -> UInt64) -> Token {
        if let kept, isToken(kept) { return Token(text: kept, isNew: false) }
        let text = [draw(), draw()].map { drawn in
            let digits = String(drawn, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
        return Token(text: text, isNew: true)
    }

    /// What we draw, and nothing else that stands in a cookie: it is put into pages as it is.
    private static func isToken(_ text: String) -> Bool {
        text.utf8.count == 32 && text.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
        }
    }

    /// Gives the visitor a token that has none yet.
    static func marked(_ response: Response, _ token: Token, isSecure: Bool) -> Response {
        guard token.isNew, response.headers["Content-Type"]?.hasPrefix("text/html") == true else { return response }
        return response.with(
            Cookie(name: name, value: token.text, path: "/", reach: .lax, seconds: nil, isSecure: isSecure))
    }
}
