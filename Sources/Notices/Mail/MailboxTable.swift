import People
import Storage
import Trade
import Values

/// Mails kept in the built-in mailbox.
enum MailboxTable {
    static let migration = Migration(
        60, "mailbox",
        """
        CREATE TABLE mailbox (
            id TEXT PRIMARY KEY,
            message_id TEXT NOT NULL UNIQUE,
            order_id TEXT NOT NULL,
            kind TEXT NOT NULL,
            recipient TEXT NOT NULL,
            subject TEXT NOT NULL,
            text_body TEXT NOT NULL,
            html_body TEXT NOT NULL,
            sent_at BIGINT NOT NULL,
            copies BIGINT NOT NULL CHECK (copies >= 1)
        ) {strict}
        """,
        "CREATE INDEX mailbox_order ON mailbox (order_id, id)")

    /// A mail is about an order or about an account; those about accounts have no order's identifier.
    static let accounts = Migration(75, "mails about accounts", "ALTER TABLE mailbox ADD COLUMN account TEXT")

    /// By which old mails, and those of one account, are found to be taken away.
    static let aged = Migration(
        99, "mails by age and by account", "CREATE INDEX mailbox_by_age ON mailbox (sent_at)",
        "CREATE INDEX mailbox_by_account ON mailbox (account) WHERE account IS NOT NULL")

    /// A mail sent again is a copy of the one that is there.
    static let keep: Statement = """
        INSERT INTO mailbox (id, message_id, order_id, account, kind, recipient, subject, text_body, html_body, sent_at,
            copies)
        VALUES ($id, $message_id, $order, $account, $kind, $recipient, $subject, $text, $html, $sent_at, 1)
        ON CONFLICT (message_id) DO UPDATE SET copies = mailbox.copies + 1
        """

    /// Above every identifier, in any collation: where the newest page begins.
    static let end = String(repeating: "z", count: IDText.lengthLimit)

    /// `$all`: those about accounts too, whose links let their reader in.
    static let page: Statement = """
        SELECT id, message_id, order_id, kind, recipient, subject, sent_at, copies FROM mailbox
        WHERE id < $before AND ($all = 1 OR account IS NULL) ORDER BY id DESC LIMIT $limit
        """

    static let pageOfOrder: Statement = """
        SELECT id, message_id, order_id, kind, recipient, subject, sent_at, copies FROM mailbox
        WHERE order_id = $order AND id < $before ORDER BY id DESC LIMIT $limit
        """

    static let one: Statement = """
        SELECT id, message_id, order_id, kind, recipient, subject, sent_at, copies, text_body, html_body FROM mailbox
        WHERE id = $id AND ($all = 1 OR account IS NULL)
        """

    static func view(_ row: borrowing Row) throws -> MailView {
        MailView(
            id: try row["id"], messageID: try row.get("message_id", as: MessageID.self).text,
            order: ID(try row.get("order_id", as: String.self)), kind: try row["kind"], to: try row["recipient"],
            subject: try row["subject"],
            sentAt: try row["sent_at"], copies: try row["copies"])
    }
}

/// The built-in mailbox: keeps the shop's mails in its own database, for trying out and where there is no mail server.
package struct Mailbox: MailCarrier {
    private let shop: Shop

    package init(_ shop: Shop) { self.shop = shop }

    package func send(_ mail: Mail) -> Mail.Keep? {
        let id: ID<Mail> = shop.newID()
        let (order, account): (ID<Order>?, ID<Account>?) = switch mail.about {
        case .order(let order): (order, nil)
        case .account(let account): (nil, account)
        }
        return { db in
            try db.send(MailboxTable.keep, [
                "id": id, "message_id": mail.messageID, "order": order?.text ?? "", "account": account,
                "kind": mail.kind,
                "recipient": mail.to.address.text, "subject": mail.subject, "text": mail.text, "html": mail.html,
                "sent_at": mail.date,
            ])
        }
    }
}
