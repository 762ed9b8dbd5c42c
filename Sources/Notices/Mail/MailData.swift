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

    func erase(_ account: Account, at now: Instant, in db: any Transaction) throws -> Int {
        try db.run(Self.dropOfAccount, ["account": account.id, "limit": PersonalDataLimits.batch])
    }

    /// Takes away what was written about an order that has forgotten its buyer.
    static func erase(_ order: ID<Order>, in db: any Transaction) throws {
        try db.run(dropOfOrder, ["order": order])
    }

    func forget(_ retention: Retention, at now: Instant, in db: any Transaction) throws -> Int {
        try db.run(Self.dropOld, ["before": now - retention.mails, "limit": PersonalDataLimits.batch])
    }

    private static let ofAccount: Statement = """
        SELECT id, subject, recipient, sent_at FROM mailbox WHERE id IN (
            SELECT own.id FROM mailbox AS own WHERE own.account IS NOT NULL AND own.account = $account
            UNION ALL SELECT own.id FROM sales_order JOIN mailbox AS own ON own.order_id = sales_order.id
                WHERE sales_order.account IS NOT NULL AND sales_order.account = $account)
        ORDER BY id DESC LIMIT $limit
        """

    private static let dropOfAccount: Statement = """
        DELETE FROM mailbox WHERE id IN (
            SELECT own.id FROM mailbox AS own WHERE own.account IS NOT NULL AND own.account = $account
            UNION ALL SELECT own.id FROM sales_order JOIN mailbox AS own ON own.order_id = sales_order.id
                WHERE sales_order.account IS NOT NULL AND sales_order.account = $account
            LIMIT $limit)
        """

    private static let dropOfOrder: Statement = "DELETE FROM mailbox WHERE order_id = $order"

    private static let dropOld: Statement = """
        DELETE FROM mailbox WHERE id IN (SELECT old.id FROM mailbox AS old WHERE old.sent_at < $before
            ORDER BY old.sent_at LIMIT $limit)
        """
}
