import Offer
import Storage
import Values

/// The shop's books, by double entry: every posting's entries sum to zero, and the account `bank` is what the bank owes
/// us.
enum Ledger {
    enum Account: String, Storable { case bank, receivable, sales, tax, refunds }

    /// Placed: the buyer owes the total; of it `tax` belongs to the state.
    static func placed(_ order: Order, at now: Instant, in db: any Transaction) throws {
        try post("placed:\(order.id)", order.id, at: now, [
            (.receivable, order.total), (.sales, -(order.total - order.totals.tax)), (.tax, -order.totals.tax),
        ], in: db)
    }

    static func cancelled(_ order: Order, at now: Instant, in db: any Transaction) throws {
        try post("cancelled:\(order.id)", order.id, at: now, [
            (.receivable, -order.total), (.sales, order.total - order.totals.tax), (.tax, order.totals.tax),
        ], in: db)
    }

    static func captured(_ attempt: PaymentAttempt, _ amount: Money, at now: Instant, in db: any Transaction) throws {
        try post("captured:\(attempt.id)", attempt.order, at: now, [(.bank, amount), (.receivable, -amount)], in: db)
    }

    /// Money back. Of a cancelled order it settles what the buyer is owed; else it lessens what was sold.
    static func refunded(
        _ refund: Refund, ofCancelled cancelled: Bool, at now: Instant, in db: any Transaction
    ) throws {
        try post("refunded:\(refund.id)", refund.order, at: now, [
            (.bank, -refund.amount), (cancelled ? .receivable : .refunds, refund.amount),
        ], in: db)
    }

    /// A posting is made once: the same name again breaks a unique key.
    private static func post(
        _ posting: String, _ order: ID<Order>, at now: Instant, _ entries: [(Account, Money)], in db: any Transaction
    ) throws {
        precondition(entries.reduce(0) { $0 + $1.1.amount } == 0, "a posting that doesn't balance")
        for (account, amount) in entries {
            try db.send(insert, [
                "posting": posting, "account": account, "order": order, "amount": amount.amount,
                "currency": amount.currency, "at": now,
            ])
        }
    }

    static let migration = Migration(47, "ledger", """
        CREATE TABLE ledger_entry (
            posting TEXT NOT NULL, account TEXT NOT NULL, sales_order TEXT NOT NULL REFERENCES sales_order (id),
            amount BIGINT NOT NULL, currency TEXT NOT NULL, at BIGINT NOT NULL,
            PRIMARY KEY (posting, account)
        ) {strict}
        """, """
        CREATE INDEX ledger_entry_of_order ON ledger_entry (sales_order)
        """)

    private static let insert: Statement = .joining("""
        INSERT INTO ledger_entry (posting, account, sales_order, amount, currency, at)
        VALUES ($posting, $account, $order, $amount, $currency, $at)
        """)
}
