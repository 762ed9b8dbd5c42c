import Storage
import Values
import Web

/// Shows one mail of the built-in mailbox.
struct ReadMail: Endpoint {
    static let route = Route(.get, "/v1/mails/{mail}", .mailRead)
    static let personal: String? = "mail:{mail}"
    static let summary = "Shows a mail about an order from the built-in mailbox, with its text and HTML."
    static let refusals: [any Web.Refusal.Type] = [Mail.Refusal.self]

    struct Input: Decodable, Sendable {
        let mail: ID<Mail>
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> MailTextView {
        let found = try await shop.read { db in
            try db.first(MailboxTable.one, ["id": input.mail, "all": !caller.isStaff]) { row in
                MailTextView(
                    mail: try MailboxTable.view(row), text: MailBody(text: try row["text_body"]),
                    html: MailBody(text: try row["html_body"]))
            }
        }
        guard let found else { throw Mail.Refusal.unknown(input.mail) }
        return found
    }
}
