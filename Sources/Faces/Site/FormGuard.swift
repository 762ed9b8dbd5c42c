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

    /// The token that the visitor has, or a new one.
    static func token(_ cookies: [String: String], draw: () -> UInt64) -> (text: String, isNew: Bool) {
        if let kept = cookies[name], isToken(kept) { return (kept, false) }
        let text = [draw(), draw()].map { drawn in
            let digits = String(drawn, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
        return (text, true)
    }

    /// What we draw, and nothing else that stands in a cookie: it is put into pages as it is.
    private static func isToken(_ text: String) -> Bool {
        text.utf8.count == 32 && text.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
        }
    }

    /// Gives the visitor a token that has none yet.
    static func marked(_ response: Response, for visit: Visit) -> Response {
        guard visit.hasNewToken, response.headers["Content-Type"]?.hasPrefix("text/html") == true else {
            return response
        }
        return response.with(visit.cookie(name, visit.token))
    }
}
