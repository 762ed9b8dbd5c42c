import People
import Storage
import Trade
import Values

/// What Notices knows of people: the mails in the built-in mailbox.
struct MailData: PersonalData {
    let section = "mails"

    func export(_ account: Account, in db: any Transaction) throws -> JSON {
        .array(try db.all(Self.ofAccount, ["account": account.id, "limit": PersonalDataLimits.export]) { row in
            ["subject": .string(try row["subject"]), "to": .string(try row["recipient"]),
             "sentAt": .string(try row.get("sent_at", as: Instant.self).description)]
        })
    }

    func erase(_ account: Account, at now: Instant, in db: any Transaction) throws {
        try db.run(Self.dropOfAccount, ["account": account.id])
    }

    func forget(_ retention: Retention, at now: Instant, in db: any Transaction) throws -> Int {
        try db.run(Self.dropOld, ["before": now - retention.mails, "limit": PersonalDataLimits.batch])
    }

    private static let ofAccount: Statement = """
        SELECT id, subject, recipient, sent_at FROM mailbox WHERE account = $account
            OR order_id IN (SELECT sales_order.id FROM sales_order WHERE sales_order.account = $account)
        ORDER BY id DESC LIMIT $limit
        """

    private static let dropOfAccount: Statement = """
        DELETE FROM mailbox WHERE account = $account
            OR order_id IN (SELECT sales_order.id FROM sales_order WHERE sales_order.account = $account)
        """

    private static let dropOld: Statement = """
        DELETE FROM mailbox WHERE id IN (SELECT old.id FROM mailbox AS old WHERE old.sent_at < $before LIMIT $limit)
        """
}
