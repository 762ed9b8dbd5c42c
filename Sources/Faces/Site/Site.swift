import Values
import Web

/// The shop's pages for browsers, beside its API: what is no page is the API's to answer.
///
/// A page asks the API's endpoints in this process, through the same pipeline as everybody else; it holds no rule and
/// no SQL of its own.
package struct Site: HTTPService {
    private let surroundings: Surroundings
    private let pages: [any Page]
    /// The first parts of their paths.
    private let beginnings: Set<Substring>
    private let kept: KeptPages

    /// What the pages stand in.
    package struct Surroundings: Sendable {
        let api: any HTTPService
        /// The API's description.
        let document: JSON
        /// Serves the endpoints of the built-in mailbox to whoever sees the pages; nil where these are not for
        /// everybody's eyes.
        let mailbox: (any HTTPService)?
        let shopName: String
        /// Whether buyers reach the shop over TLS: then its cookies travel over nothing else.
        let isSecure: Bool
        /// As buyers' browsers name it, `https://shop.example`, though a proxy may say another host.
        let origin: String?
        /// What pages rest on at this moment; nil, and none is kept.
        let standing: @Sendable () -> Standing?
        /// Draws what nobody can guess.
        let draw: @Sendable () -> UInt64

        package init(
            api: any HTTPService, document: JSON, mailbox: (any HTTPService)? = nil, shopName: String = "Orderworks",
            isSecure: Bool = false, origin: String? = nil, standing: @escaping @Sendable () -> Standing? = { nil },
            draw: @escaping @Sendable () -> UInt64
        ) {
            self.api = api
            self.document = document
            self.mailbox = mailbox
            self.shopName = shopName
            self.isSecure = isSecure
            self.origin = origin
            self.standing = standing
            self.draw = draw
        }
    }

    package init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
        let pages = Site.pages(surroundings)
        self.pages = pages
        beginnings = Set(pages.map(\.path.first))
        kept = KeptPages(surroundings)
    }

    package func atHand(_ head: Request.Head) -> Response? {
        isPages(head.path) ? kept.find(head).map { $0.sent(to: head.method) } : surroundings.api.atHand(head)
    }

    package var turnsAway: Bool { surroundings.api.turnsAway }

    package func admit(_ head: Request.Head) -> Admission {
        guard let (page, _) = find(head) else { return surroundings.api.admit(head) }
        guard head.method == .post, let page = page as? any FormPage else {
            // A browser sends no body with GET; one that does gets it thrown away.
            return .body(limitBytes: Self.ignoredBodyBytes)
        }
        return .body(limitBytes: page.formLimitBytes)
    }

    package func respond(to request: Request) async -> Response {
        guard let (page, parts) = find(request.head) else { return await surroundings.api.respond(to: request) }
        let visit = Visit(request, parts: parts, in: surroundings)
        let response = await answer(page, visit, to: request.head.method)
        return FormGuard.marked(response.guarded, visit.token, isSecure: surroundings.isSecure)
            .sent(to: request.head.method)
    }

    package func refuseBody(of head: Request.Head, limitBytes: Int) -> Response {
        guard find(head) != nil else { return surroundings.api.refuseBody(of: head, limitBytes: limitBytes) }
        return Visit(Request(head), parts: [], in: surroundings).sorry(413, .tooLarge)
    }

    private static let ignoredBodyBytes = 1024

    private func answer(_ page: any Page, _ visit: Visit, to method: Method) async -> Response {
        switch method {
        case .get, .head:
            if let page = page as? any KeptPage { return await kept.show(page, visit) }
            return await page.show(visit)
        case .post:
            guard let page = page as? any FormPage else { return Response(405, headers: ["Allow": "GET, HEAD"]) }
            if let reason = FormGuard.refusal(of: visit) { return visit.sorry(403, reason) }
            return await page.take(visit)
        default:
            return Response(405, headers: ["Allow": page is any FormPage ? "GET, HEAD, POST" : "GET, HEAD"])
        }
    }

    /// Whether a page may stand there: most of what comes is the API's.
    private func isPages(_ path: String) -> Bool {
        let rest = path.utf8.dropFirst()
        return beginnings.contains(Substring(rest.prefix { $0 != UInt8(ascii: "/") }))
    }

    private func find(_ head: Request.Head) -> (any Page, [String])? {
        guard isPages(head.path) else { return nil }
        for page in pages {
            if let parts = page.path.parts(of: head.path) { return (page, parts) }
        }
        return nil
    }
}

extension Response {
    /// What every page is sent with.
    var guarded: Response {
        var response = self
        // Addresses of pages may hold a search or an order's name; no other site learns them. A form's own origin is
        // told, for the guard to see.
        if response.headers["Referrer-Policy"] == nil { response.headers["Referrer-Policy"] = "same-origin" }
        if response.headers["Cache-Control"] == nil { response.headers["Cache-Control"] = "no-cache" }
        return response
    }

    /// HEAD has no body.
    fileprivate func sent(to method: Method) -> Response {
        guard method == .head else { return self }
        var response = self
        response.headers["Content-Length"] = String(body.count)
        response.body = []
        return response
    }
}
