import Values
import Web

/// The shop's pages for browsers, beside its API: what is no page is the API's to answer.
package struct Site: HTTPService {
    private let api: any HTTPService
    private let pages: [any Page]

    /// `document` is the API's description; `mailbox` serves the endpoints of the built-in mailbox to whoever sees the
    /// pages, and is nil where these are not for everybody's eyes.
    package init(over api: any HTTPService, document: JSON, mailbox: (any HTTPService)?) {
        self.api = api
        let mails: [any Page] = mailbox.map {
            [MailboxPage(mails: $0), MailPage(mails: $0), MailContent(mails: $0)]
        } ?? []
        pages = [StartPage(document, hasMailbox: mailbox != nil), ReferencePage(document), StyleSheet()] + mails
    }

    package func admit(_ head: Request.Head) -> Admission {
        guard find(head) != nil else { return api.admit(head) }
        // A browser sends no body with GET; one that does gets it thrown away.
        return .body(limitBytes: Self.ignoredBodyBytes)
    }

    package func respond(to request: Request) async -> Response {
        guard let (page, parts) = find(request.head) else { return await api.respond(to: request) }
        guard request.head.method == .get || request.head.method == .head else {
            return Response(405, headers: ["Allow": "GET, HEAD"])
        }
        var response = await page.answer(parts, query: request.head.query).guarded
        if request.head.method == .head {
            response.headers["Content-Length"] = String(response.body.count)
            response.body = []
        }
        return response
    }

    package func refuseBody(of head: Request.Head, limitBytes: Int) -> Response {
        api.refuseBody(of: head, limitBytes: limitBytes)
    }

    private static let ignoredBodyBytes = 1024

    private func find(_ head: Request.Head) -> (any Page, [String])? {
        for page in pages {
            if let parts = page.path.parts(of: head.path) { return (page, parts) }
        }
        return nil
    }
}

/// One page, or what a page is made of, under a path of its own.
protocol Page: Sendable {
    var path: PagePath { get }

    /// `parts` are what stands in the path's places, `query` is as it was sent.
    func answer(_ parts: [String], query: String) async -> Response
}

/// Where a page stands: `/mailbox/*`; a star takes one part of the path.
struct PagePath: Sendable, ExpressibleByStringLiteral {
    private let words: [Substring]

    init(stringLiteral text: StaticString) {
        words = "\(text)".split(separator: "/", omittingEmptySubsequences: false)
    }

    /// What stands in the places of the stars; nil when the path is another one.
    func parts(of path: String) -> [String]? {
        let given = path.split(separator: "/", maxSplits: words.count, omittingEmptySubsequences: false)
        guard given.count == words.count else { return nil }
        var parts: [String] = []
        for (word, part) in zip(words, given) {
            if word == "*", !part.isEmpty { parts.append(String(part)) } else if word != part { return nil }
        }
        return parts
    }
}

extension Response {
    /// A page of ours, which loads nothing but our style sheet and the mails' frames, and runs no script.
    static func page(_ html: String, status: Int = 200) -> Response {
        Response(
            status,
            headers: [
                "Content-Type": "text/html; charset=utf-8",
                "Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; "
                    + "form-action 'none'; frame-ancestors 'none'",
            ],
            body: Array(html.utf8))
    }

    fileprivate var guarded: Response {
        var response = self
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        if response.headers["Cache-Control"] == nil { response.headers["Cache-Control"] = "no-cache" }
        return response
    }
}

/// The look of all pages.
struct StyleSheet: Page {
    let path: PagePath = "/faces.css"

    func answer(_ parts: [String], query: String) -> Response {
        Response(200, headers: ["Content-Type": "text/css; charset=utf-8"], body: PackageResources.faces_css)
    }
}
