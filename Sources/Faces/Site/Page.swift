import Values
import Web

/// One page, or what a page is made of, under a path of its own.
protocol Page: Sendable {
    var path: PagePath { get }

    func show(_ visit: Visit) async -> Response
}

/// A page whose form is sent back to its own address. The guard has looked at the form before `take` sees it.
protocol FormPage: Page {
    var formLimitBytes: Int { get }

    func take(_ visit: Visit) async -> Response
}

extension FormPage {
    /// More than any form of text here.
    var formLimitBytes: Int { 64 * 1024 }

    /// What only takes forms shows nothing.
    func show(_ visit: Visit) async -> Response { visit.sorry(404, .noSuchPage) }
}

/// Where a page stands: `/mailbox/*`; a star takes one part of the path.
struct PagePath: Sendable, ExpressibleByStringLiteral {
    private let words: [Substring]

    init(stringLiteral text: StaticString) {
        words = "\(text)".split(separator: "/", omittingEmptySubsequences: false)
    }

    /// The first part, which is never a star: `mailbox`. By it most paths that are no page are told at once.
    var first: Substring { words.count > 1 ? words[1] : "" }

    /// What stands in the places of the stars, decoded; nil when the path is another one.
    func parts(of path: String) -> [String]? {
        let given = path.split(separator: "/", maxSplits: words.count, omittingEmptySubsequences: false)
        guard given.count == words.count else { return nil }
        var parts: [String] = []
        for (word, part) in zip(words, given) {
            if word == "*", let text = Percent.decoded(part), !text.isEmpty {
                parts.append(text)
            } else if word != part {
                return nil
            }
        }
        return parts
    }
}

extension Response {
    /// A page of ours, which loads nothing but what is ours, and runs no script but our own file.
    static func page(_ html: String, status: Int = 200) -> Response {
        Response(
            status,
            headers: [
                "Content-Type": "text/html; charset=utf-8",
                "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; "
                    + "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; "
                    + "frame-ancestors 'none'",
            ],
            body: Array(html.utf8))
    }

    /// After a form: go and look at `address` (303, so that reloading sends nothing again).
    static func go(_ address: String) -> Response {
        Response(303, headers: ["Location": address, "Cache-Control": "no-store"])
    }

    /// For one reader only: no copy of it stays in a browser's cache.
    var unstored: Response {
        var response = self
        response.headers["Cache-Control"] = "no-store"
        return response
    }

    func with(_ cookie: Cookie) -> Response {
        var response = self
        response.headers.add("Set-Cookie", cookie.field)
        return response
    }
}
