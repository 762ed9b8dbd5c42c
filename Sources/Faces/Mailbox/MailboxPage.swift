import Values
import Web

/// Lists the mails the shop has written, for whoever tries it out without a mail server.
struct MailboxPage: Page {
    let path: PagePath = "/mailbox"
    let mails: any HTTPService

    func answer(_ parts: [String], query: String) async -> Response {
        let answer = await mails.get("/v1/mails", query: query.isEmpty ? "limit=50" : query)
        guard answer.status == 200, let page = try? JSON.parse(answer.body) else {
            return Templates.sorry(answer.status, "There is no such page of the mailbox.")
        }
        var content: [String: Any] = ["mails": (page["items"]?.array ?? []).map(MailContent.shown)]
        content["isEmpty"] = page["items"]?.array?.isEmpty ?? true
        if let next = page["next"]?.string { content["next"] = "/mailbox?limit=50&after=\(next)" }
        return .page(Templates.html("mailbox", content)).unstored
    }
}

/// Shows one mail: its HTML in a frame that may do nothing, and its text.
struct MailPage: Page {
    let path: PagePath = "/mailbox/*"
    let mails: any HTTPService

    func answer(_ parts: [String], query: String) async -> Response {
        let answer = await mails.get("/v1/mails/\(parts[0])")
        guard answer.status == 200, let found = try? JSON.parse(answer.body), let mail = found["mail"] else {
            return Templates.sorry(answer.status, "There is no such mail in the mailbox.")
        }
        var content = MailContent.shown(mail)
        content["text"] = found["text"]?.string
        return .page(Templates.html("mail", content)).unstored
    }
}

/// The HTML of one mail, alone in its frame. It came out of the shop's templates, but names in it are strangers'.
struct MailContent: Page {
    let path: PagePath = "/mailbox/*/content"
    let mails: any HTTPService

    func answer(_ parts: [String], query: String) async -> Response {
        let answer = await mails.get("/v1/mails/\(parts[0])")
        guard answer.status == 200, let html = try? JSON.parse(answer.body)["html"]?.string else {
            return Templates.sorry(answer.status, "There is no such mail in the mailbox.")
        }
        let response = Response(
            200,
            headers: [
                "Content-Type": "text/html; charset=utf-8",
                "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; "
                    + "frame-ancestors 'self'",
            ],
            body: Array(html.utf8))
        return response.unstored
    }

    static func shown(_ mail: JSON) -> [String: Any] {
        let time = mail["sentAt"]?.string ?? ""
        let copies = mail["copies"]?.integer ?? 1
        var content: [String: Any] = [
            "time": "\(time.prefix(10)) \(time.dropFirst(11).prefix(5)) UTC", "hasCopies": copies > 1,
            "copies": String(copies),
        ]
        for name in ["id", "to", "subject", "kind", "order", "messageID"] { content[name] = mail[name]?.string ?? "" }
        return content
    }
}

/// Lets whoever sees the pages read the mailbox, and nothing else.
package struct MailReader: Authenticator {
    package init() {}

    package func caller(of head: Request.Head) -> Caller { Caller(.guest, grants: [.mailRead: .all]) }
}

extension HTTPService {
    /// Asks an endpoint in this process, the way a client would.
    fileprivate func get(_ path: String, query: String = "") async -> Response {
        let head = Request.Head(.get, path, query: query)
        switch admit(head) {
        case .refuse(let response): return response
        case .body: return await respond(to: Request(head))
        }
    }
}

extension Response {
    /// Mails are private: no copy of them stays in a browser's cache.
    fileprivate var unstored: Response {
        var response = self
        response.headers["Cache-Control"] = "no-store"
        return response
    }
}
