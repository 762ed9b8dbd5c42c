import Storage
import Values
import Web

/// One order in a list.
package struct OrderListView: View {
    package let id: ID<Order>
    package let number: String
    package let state: Order.State
    package let email: EmailAddress
    package let total: Money
    package let createdAt: Instant
    package let placedAt: Instant?
}

/// Lists the shop's orders, newest first. Pending and failed ones only on request.
struct ListOrders: Endpoint {
    static let route = Route(.get, "/v1/orders", .orderList)
    static let summary = """
        Lists orders, newest first; filters by state, e-mail address, number and time. Pending and failed orders are \
        listed only when asked for by state.
        """

    struct Input: Decodable, Sendable {
        let state: Order.State?
        let email: EmailAddress?
        let number: String?
        let since: Instant?
        let until: Instant?
        let page: PageRequest
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Page<OrderListView> {
        let after = try input.page.after(ID<Order>.self)
        let found = try await shop.read { db in
            try db.all(Self.select, [
                "state": input.state, "email": input.email, "number": input.number, "since": input.since,
                "until": input.until, "after": after, "limit": input.page.limit + 1,
            ]) { row in
                OrderListView(
                    id: try row["id"], number: try row["number"], state: try row["state"], email: try row["email"],
                    total: Money(try row["total"], try row["currency"]), createdAt: try row["created_at"],
                    placedAt: try row["placed_at"])
            }
        }
        return input.page.page(found, cursor: \.id.text) { $0 }
    }

    private static let select: Statement = """
        SELECT id, number, state, email, total, currency, created_at, placed_at FROM sales_order
        WHERE ($state IS NULL AND state NOT IN ('pending', 'failed') OR state = $state)
            AND ($email IS NULL OR email = $email) AND ($number IS NULL OR number = $number)
            AND ($since IS NULL OR created_at >= $since) AND ($until IS NULL OR created_at < $until)
            AND ($after IS NULL OR id < $after)
        ORDER BY id DESC LIMIT $limit
        """
}
