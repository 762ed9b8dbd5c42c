import Offer
import Storage
import Values

/// What orders are listed and found by, and the SQL of their lists.
enum OrderListTable {
    /// Words are made in Swift (`SearchWords`), out of a migration's reach: an order that is older than this table is
    /// found by its number, its id and its buyer's e-mail address, not by a name.
    static let migration = Migration(58, "orders by what is to be done, and by their buyers' names", """
        ALTER TABLE sales_order ADD COLUMN next_step TEXT
            CHECK (next_step = 'ship' OR next_step = 'make_ready' OR next_step = 'hand_over')
        """, """
        UPDATE sales_order SET next_step = CASE
            WHEN EXISTS (SELECT 1 FROM fulfilment AS line
                WHERE line.sales_order = sales_order.id AND line.state = 'ready_for_pickup') THEN 'hand_over'
            WHEN delivery LIKE '%collect%' THEN 'make_ready'
            ELSE 'ship' END
        WHERE EXISTS (SELECT 1 FROM order_line AS line
            WHERE line.sales_order = sales_order.id AND line.shipped_count < line.quantity)
        """, """
        CREATE INDEX sales_order_by_next_step ON sales_order (next_step, id)
        WHERE state = 'placed' AND next_step IS NOT NULL
        """, """
        CREATE INDEX payment_attempt_unsettled ON payment_attempt (sales_order)
        WHERE state IN ('authorising', 'unknown', 'requires_action', 'voiding', 'review', 'expired')
        """, """
        CREATE TABLE order_word (
            word TEXT NOT NULL, sales_order TEXT NOT NULL REFERENCES sales_order (id), PRIMARY KEY (word, sales_order)
        ) {strict}
        """)

    /// Whose an order is, and where it waits: what those see by it who may see only their own.
    static let owners = Migration(74, "whose an order is", """
        ALTER TABLE sales_order ADD COLUMN account TEXT REFERENCES account (account)
        """, """
        ALTER TABLE sales_order ADD COLUMN dealer TEXT REFERENCES place (place)
        """, """
        UPDATE sales_order SET dealer = (SELECT cart.dealer FROM cart WHERE cart.id = sales_order.cart)
        WHERE delivery LIKE '%collect%'
        """, """
        CREATE INDEX sales_order_by_account ON sales_order (account, id) WHERE account IS NOT NULL
        """, """
        CREATE INDEX sales_order_by_dealer ON sales_order (dealer, id) WHERE dealer IS NOT NULL
        """)

    static let addWord: Statement = .joining("INSERT INTO order_word (word, sales_order) VALUES ($word, $order)")

    /// Above every identifier, in any collation.
    static let end = String(repeating: "z", count: IDText.lengthLimit)

    private static let columns = """
        SELECT sales_order.id, number, state, email, invoice_address, delivery, total, currency, created_at, placed_at,
            CASE WHEN state = 'placed' THEN next_step END AS next_step,
            (SELECT attempt.state FROM payment_attempt AS attempt WHERE attempt.sales_order = sales_order.id
                ORDER BY attempt.created_at DESC, attempt.id DESC LIMIT 1) AS payment
        FROM sales_order
        """

    /// What buyers, the bank or staff have still to act on. Without a list of values: SQLite would build a table of its
    /// own for it at every change of an attempt.
    static func isUnsettled(of attempt: String) -> String {
        ["authorising", "unknown", "requires_action", "voiding", "review", "expired"]
            .map { "\(attempt)state = '\($0)'" }.joined(separator: " OR ")
    }

    static let leaner = Migration(
        102, "what is unsettled, without a list", "DROP INDEX payment_attempt_unsettled",
        "CREATE INDEX payment_attempt_unsettled ON payment_attempt (sales_order) WHERE \(isUnsettled(of: ""))")

    /// Which of an order's attempts the two filters on payments mean. The condition is the index's own, so that the
    /// index is used.
    private static let unsettled = """
        SELECT attempt.sales_order FROM payment_attempt AS attempt
        WHERE (\(isUnsettled(of: "attempt.")))
            AND CASE WHEN attempt.state = 'review' THEN 'attention'
                WHEN attempt.state <> 'expired' THEN 'waiting'
                WHEN sales_order.state = 'placed' THEN 'attention' END = $payment
        """

    private static let rest = """
        AND (CAST($account AS TEXT) IS NULL OR account = $account)
        AND (CAST($dealer AS TEXT) IS NULL OR dealer = $dealer)
        AND (CAST($state AS TEXT) IS NULL OR state = $state)
        AND (CAST($next AS TEXT) IS NULL OR state = 'placed' AND next_step = $next)
        AND (CAST($payment AS TEXT) IS NULL
            OR sales_order.id IN (\(unsettled) AND attempt.sales_order = sales_order.id))
        AND (CAST($since AS BIGINT) IS NULL OR created_at >= $since)
        AND (CAST($until AS BIGINT) IS NULL OR created_at < $until)
        AND ($usual = 0 OR state NOT IN ('pending', 'failed'))
        AND sales_order.id > $from AND sales_order.id < $before
        ORDER BY sales_order.id DESC LIMIT $limit
        """

    /// Filters that drive one statement and are only looked at by the others.
    private static let names = """
        (CAST($email AS TEXT) IS NULL OR email = $email) AND (CAST($number AS TEXT) IS NULL OR number = $number)
        AND (CAST($order AS TEXT) IS NULL OR sales_order.id = $order)
        """

    static let all = Statement("\(columns) WHERE \(names) \(rest)")
    static let byState = Statement("\(columns) WHERE state = $state AND \(names) \(rest)")
    static let byNextStep = Statement(
        "\(columns) WHERE state = 'placed' AND next_step IS NOT NULL AND next_step = $next AND \(names) \(rest)")
    static let byAccount = Statement(
        "\(columns) WHERE account IS NOT NULL AND account = $account AND \(names) \(rest)")
    static let byDealer = Statement(
        "\(columns) WHERE dealer IS NOT NULL AND dealer = $dealer AND \(names) \(rest)")
    static let byEmail = Statement("\(columns) WHERE email = $email AND \(names) \(rest)")
    static let byNumber = Statement("""
        \(columns) WHERE sales_order.id IN (
            SELECT named.id FROM sales_order AS named WHERE named.id = $order
            UNION SELECT named.id FROM sales_order AS named WHERE named.number = $number) AND \(names) \(rest)
        """)
    static let byPayment = Statement("""
        \(columns) WHERE sales_order.id IN (SELECT attempt.sales_order FROM payment_attempt AS attempt
            WHERE \(isUnsettled(of: "attempt.")))
        AND \(names) \(rest)
        """)
    static let byWords = Statement("""
        \(columns) WHERE sales_order.id IN (SELECT sales_order FROM order_word WHERE word >= $word1 AND word < $end1)
            AND sales_order.id IN (SELECT sales_order FROM order_word WHERE word >= $word2 AND word < $end2)
            AND sales_order.id IN (SELECT sales_order FROM order_word WHERE word >= $word3 AND word < $end3)
            AND sales_order.id IN (SELECT sales_order FROM order_word WHERE word >= $word4 AND word < $end4)
            AND \(names) \(rest)
        """)

    static func view(_ row: borrowing Row) throws -> OrderListView {
        OrderListView(
            id: try row["id"], number: try row["number"], state: try row["state"], email: try row["email"],
            buyer: try row.get("invoice_address", as: StoredJSON<PostalAddress>.self).value.name,
            delivery: try row.get("delivery", as: StoredJSON<Delivery>.self).value.method,
            total: Money(try row["total"], try row["currency"]), payment: try row["payment"],
            nextStep: try row["next_step"], createdAt: try row["created_at"], placedAt: try row["placed_at"])
    }
}
