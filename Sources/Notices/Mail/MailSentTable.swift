import Storage
import Trade
import Values

/// Which mails about which orders and accounts have been handed to their carrier, whoever that was.
enum MailSentTable {
    static let migration = Migration(
        61, "mails sent",
        """
        CREATE TABLE mail_sent (
            order_id TEXT NOT NULL,
            kind TEXT NOT NULL,
            reference TEXT NOT NULL,
            message_id TEXT NOT NULL UNIQUE,
            sent_at BIGINT NOT NULL,
            PRIMARY KEY (order_id, kind, reference)
        ) {strict}
        """)

    private static let find: Statement = """
        SELECT sent_at FROM mail_sent WHERE order_id = $order AND kind = $kind AND reference = $reference
        """

    /// Orders that were placed, with the name of their confirmation; none where it has not been sent.
    static let confirmations: Statement = """
        SELECT o.id AS id, m.message_id AS message_id FROM sales_order o
        LEFT JOIN mail_sent m ON m.order_id = o.id AND m.kind = 'confirmation'
        WHERE o.placed_at IS NOT NULL ORDER BY o.id
        """

    /// A mailbox keeps copies under their name; two names for one confirmation are two mails.
    static let doubled: Statement = """
        SELECT order_id, COUNT(*) AS names FROM mailbox WHERE kind = 'confirmation'
        GROUP BY order_id HAVING COUNT(*) > 1 ORDER BY order_id
        """

    private static let insert: Statement = """
        INSERT INTO mail_sent (order_id, kind, reference, message_id, sent_at)
        VALUES ($order, $kind, $reference, $message_id, $sent_at)
        ON CONFLICT (order_id, kind, reference) DO NOTHING
        """

    static func isSent(
        _ kind: Mail.Kind, about: Mail.Subject, _ reference: String?, in db: any Transaction
    ) throws -> Bool {
        try db.first(find, ["order": about.text, "kind": kind, "reference": reference ?? ""]) { _ in true } ?? false
    }

    static func note(_ mail: Mail, _ reference: String?, in db: any Transaction) throws {
        try db.send(insert, [
            "order": mail.about.text, "kind": mail.kind, "reference": reference ?? "",
            "message_id": mail.messageID, "sent_at": mail.date,
        ])
    }
}
