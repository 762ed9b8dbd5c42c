import Values
import Web

/// Lists the mails the shop has written, for whoever tries it out without a mail server.
struct MailboxPage: Page {
    let path: PagePath = "/mailbox"
    let mails: any HTTPService

    private static let pageLength = 50

    func show(_ visit: Visit) async -> Response {
        let query = visit.query["limit"] == nil ? visit.query.with("limit", String(Self.pageLength)) : visit.query
        let answer = await Visit.API(mails).get("/v1/mails", query.query)
        guard answer.isDone else { return visit.sorry(answer.status, .noSuchPage) }
        let mails = answer.json["items"]?.array ?? []
        var content: [String: Any] = [
            "mails": mails.map { MailContent.shown($0, in: visit.language) }, "isEmpty": mails.isEmpty, "next": false,
            "isFiltered": visit.query["order"] != nil,
        ]
        if let next = answer.json["next"]?.string { content["next"] = "/mailbox?" + query.with("after", next).query }
        return visit.page("mailbox", content).unstored
    }
}

/// Shows one mail: its HTML in a frame that may do nothing, and its text.
struct MailPage: Page {
    let path: PagePath = "/mailbox/*"
    let mails: any HTTPService

    func show(_ visit: Visit) async -> Response {
        let answer = await Visit.API(mails).get("/v1/mails/\(Percent.encoded(visit.parts[0]))")
        guard answer.isDone, let mail = answer.json["mail"] else { return visit.sorry(answer.status, .noSuchPage) }
        var content = MailContent.shown(mail, in: visit.language)
        content["text"] = answer.json["text"]?.string
        return visit.page("mail", content).unstored
    }
}

/// The HTML of one mail, alone in its frame. It came out of the shop's templates, but names in it are strangers'.
struct MailContent: Page {
    let path: PagePath = "/mailbox/*/content"
    let mails: any HTTPService

    func show(_ visit: Visit) async -> Response {
        let answer = await Visit.API(mails).get("/v1/mails/\(Percent.encoded(visit.parts[0]))")
        guard answer.isDone, let html = answer.json["html"]?.string else {
            return visit.sorry(answer.status, .noSuchPage)
        }
        return Self.framed(html)
    }

    /// A mail's HTML as a document that may do nothing but show itself, in a frame of ours, and open its links beside
    /// it where the frame lets it.
    static func framed(_ html: String) -> Response {
        let response = Response(
            200,
            headers: [
                "Content-Type": "text/html; charset=utf-8",
                "Content-Security-Policy": "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
                    + "style-src 'unsafe-inline'; frame-ancestors 'self'",
            ],
            body: Array(html.utf8))
        return response.unstored
    }

    static func shown(_ mail: JSON, in language: Language) -> [String: Any] {
        let time = mail["sentAt"]?.string.flatMap { Instant($0) }
        let copies = mail["copies"]?.integer ?? 1
        var content: [String: Any] = [
            "time": time.map { Readable(language).time($0) } ?? "", "hasCopies": copies > 1,
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
