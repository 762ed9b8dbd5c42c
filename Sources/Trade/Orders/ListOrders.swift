import Storage
import Values
import Web

/// One order in a list.
package struct OrderListView: View {
    package let id: ID<Order>
    package let number: String
    package let state: Order.State
    package let email: EmailAddress
    /// The name at the invoice address.
    package let buyer: String
    package let delivery: Delivery.Method
    package let total: Money
    /// The state of the latest attempt to pay it.
    package let payment: PaymentAttempt.State?
    /// What is to be done with it; nil when it isn't placed, or has left.
    package let nextStep: Order.NextStep?
    package let createdAt: Instant
    package let placedAt: Instant?
}

/// Lists the shop's orders, newest first. Pending and failed ones only on request.
struct ListOrders: Endpoint {
    static let route = Route(.get, "/v1/orders", .orderList)
    static let personal: String? = "orders"
    static let summary = """
        Lists orders, newest first, those of their place for a dealer's staff; filters by state, next step, open \
        payment, e-mail address, number and time, and \
        finds by a text: an e-mail address, an order's number or identifier, or beginnings of the buyer's names. \
        Pending and failed orders are listed only when asked for by state, payment, number or identifier.
        """

    struct Input: Decodable, Sendable {
        let state: Order.State?
        let nextStep: Order.NextStep?
        let payment: OrderSearch.Payment?
        let email: EmailAddress?
        let number: String?
        let search: ShortText?
        let since: Instant?
        let until: Instant?
        let page: PageRequest

        func wanted(within scope: Scope) throws(Problem) -> OrderSearch {
            var wanted = OrderSearch(
                scope: scope, state: state, next: nextStep, payment: payment, email: email, number: number,
                since: since, until: until)
            if let search { try wanted.find(search.text) }
            return wanted
        }
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Page<OrderListView> {
        let after = try input.page.after(ID<Order>.self)
        let wanted = try input.wanted(within: caller.scope(.orderList))
        let found = try await shop.read { db in
            try wanted.orders(after: after, limit: input.page.limit + 1, in: db)
        }
        return input.page.page(found, cursor: \.id.text) { $0 }
    }
}
