import Storage
import Values

/// Invariants 2 and 3: the bank's books, ours, and the authorisations between them.
enum BankInvariants {
    static func all(_ bank: BankStatement?) -> [Invariant] {
        [
            Invariant(
                2, "bank-agrees",
                """
                At the bank, captures less refunds are what our ledger says, and no more than the order's total; every \
                posting sums to zero.
                """
            ) { db in
                let own = try unbalanced(in: db) + overdrawn(in: db)
                guard own.isEmpty else { return .broken(own) }
                guard let bank else { return .notChecked("no bank store was named") }
                return .init(try differing(bank, in: db))
            },
            Invariant(
                3, "one-authorisation", "An order has at most one live authorisation, and none is left behind."
            ) { db in
                let own = try unattended(in: db)
                guard own.isEmpty else { return .broken(own) }
                guard let bank else { return .notChecked("no bank store was named") }
                return .init(try orphaned(bank, in: db))
            },
        ]
    }

    private static func unbalanced(in db: any Transaction) throws -> [String] {
        try db.all(selectUnbalanced) { row in
            "posting \(try row.get("posting", as: String.self)) sums to \(try row.get("sum", as: Int64.self))"
        }
    }

    private static func overdrawn(in db: any Transaction) throws -> [String] {
        try db.all(selectOverdrawn) { row in
            "order \(try row.get("id", as: String.self)): the ledger holds \(try row.get("sum", as: Int64.self)) of "
                + "\(try row.get("total", as: Int64.self))"
        }
    }

    /// Per order: what the bank holds, against the ledger, unless a capture or refund is under way.
    private static func differing(_ bank: BankStatement, in db: any Transaction) throws -> [String] {
        var held: [String: Int64] = [:]
        var complaints: [String] = []
        for payment in bank.payments {
            guard let order = payment.order else { continue }
            guard try db.first(selectOrder, ["id": order], { _ in true }) != nil else {
                complaints.append("payment \(payment.intent.text) is for order \(order), which doesn't exist")
                continue
            }
            held[order.text, default: 0] += payment.captured - payment.refunded
        }
        let ours = try db.all(selectHeld) { row in
            (order: try row.get("id", as: String.self), sum: try row.get("sum", as: Int64.self),
             busy: try row.get("busy", as: Int64.self) > 0)
        }
        for (order, sum, busy) in ours where held[order, default: 0] != sum && !busy {
            complaints.append("order \(order): the bank holds \(held[order, default: 0]), the ledger says \(sum)")
        }
        return complaints
    }

    /// Open attempts that nobody is going to look at.
    private static func unattended(in db: any Transaction) throws -> [String] {
        try db.all(selectUnattended) { row in
            "attempt \(try row.get("id", as: String.self)) is \(try row.get("state", as: String.self)) "
                + "and never looked at"
        } + db.all(selectDoubled) { row in
            "order \(try row.get("sales_order", as: String.self)) "
                + "has \(try row.get("live", as: Int64.self)) live attempts"
        }
    }

    private static func orphaned(_ bank: BankStatement, in db: any Transaction) throws -> [String] {
        var live: [ID<Order>: Int] = [:]
        var complaints: [String] = []
        for payment in bank.payments where payment.isAuthorised || payment.captured > payment.refunded {
            guard let order = payment.order, let attempt = payment.attempt else { continue }
            live[order, default: 0] += 1
            guard let known = try PaymentAttempt.find(attempt, in: db) else {
                complaints.append("payment \(payment.intent.text) is for attempt \(attempt), which doesn't exist")
                continue
            }
            if [.declined, .voided, .expired, .refunded].contains(known.state) {
                complaints.append(
                    "payment \(payment.intent.text) is live, attempt \(attempt) is \(known.state.rawValue)")
            }
        }
        return complaints + live.filter { $0.value > 1 }.map { "order \($0.key) has \($0.value) live authorisations" }
    }

    private static let selectUnbalanced: Statement = """
        SELECT posting, CAST(SUM(amount) AS BIGINT) AS sum FROM ledger_entry GROUP BY posting, currency
        HAVING SUM(amount) <> 0
        """

    private static let selectOverdrawn: Statement = """
        SELECT o.id AS id, o.total AS total, CAST(SUM(l.amount) AS BIGINT) AS sum
        FROM ledger_entry l JOIN sales_order o ON o.id = l.sales_order WHERE l.account = 'bank'
        GROUP BY o.id, o.total HAVING SUM(l.amount) > o.total OR SUM(l.amount) < 0
        """

    private static let selectOrder: Statement = "SELECT id FROM sales_order WHERE id = $id"

    private static let selectHeld: Statement = """
        SELECT o.id AS id,
            COALESCE((SELECT CAST(SUM(amount) AS BIGINT) FROM ledger_entry
                WHERE sales_order = o.id AND account = 'bank'), 0) AS sum,
            (SELECT COUNT(*) FROM payment_attempt
                WHERE sales_order = o.id AND state IN ('capturing', 'review'))
            + (SELECT COUNT(*) FROM refund WHERE sales_order = o.id AND state IN ('requested', 'review')) AS busy
        FROM sales_order o
        """

    private static let selectUnattended: Statement = """
        SELECT id, state FROM payment_attempt
        WHERE state IN ('authorising', 'unknown', 'requires_action', 'voiding') AND look_at IS NULL
        """

    private static let selectDoubled: Statement = """
        SELECT sales_order, COUNT(*) AS live FROM payment_attempt
        WHERE state NOT IN ('declined', 'voided', 'expired', 'refunded') GROUP BY sales_order HAVING COUNT(*) > 1
        """
}
