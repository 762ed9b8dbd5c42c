import Storage
import Supply
import Values

/// The counts of a day, each along an index.
enum DayTable {
    /// An order's identifier begins with its time, so today's lie side by side.
    static let orders: Statement = """
        SELECT COUNT(*) AS orders, currency, CAST(SUM(total) AS BIGINT) AS total FROM sales_order
        WHERE id > $from AND created_at >= $since AND state IN ('placed', 'closed')
        GROUP BY currency ORDER BY currency
        """

    static let next: Statement = """
        SELECT COUNT(*) FROM (SELECT id FROM sales_order
            WHERE state = 'placed' AND next_step IS NOT NULL AND next_step = $next LIMIT $limit) AS found
        """

    static let payments = Statement("""
        SELECT COUNT(*) FROM (SELECT sales_order.id
            FROM payment_attempt AS attempt JOIN sales_order ON sales_order.id = attempt.sales_order
            WHERE (\(OrderListTable.isUnsettled(of: "attempt.")))
                AND CASE WHEN attempt.state = 'review' THEN 'attention'
                    WHEN attempt.state <> 'expired' THEN 'waiting'
                    WHEN sales_order.state = 'placed' THEN 'attention' END = $payment LIMIT $limit) AS found
        """)

    static func today(since midnight: Instant, in db: any Transaction) throws -> (count: Int, turnover: [Money]) {
        let from = IDText.timeOrdered(at: midnight - OrderSearch.slack, random: 0, 0)
        let rows = try db.all(orders, ["from": from, "since": midnight]) { row in
            (count: try row.get("orders", as: Int.self), money: Money(try row["total"], try row["currency"]))
        }
        return (rows.map(\.count).reduce(0, +), rows.map(\.money))
    }

    static func waiting(_ step: Order.NextStep, in db: any Transaction) throws -> DayView.Waiting {
        .init(try db.value(next, ["next": step, "limit": DayView.Waiting.limit + 1]) ?? 0)
    }

    static func waiting(_ payment: OrderSearch.Payment, in db: any Transaction) throws -> DayView.Waiting {
        .init(try db.value(payments, ["payment": payment, "limit": DayView.Waiting.limit + 1]) ?? 0)
    }
}
