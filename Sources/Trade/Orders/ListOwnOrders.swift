import People
import Storage
import Values
import Web

/// Lists a customer's own orders.
struct ListOwnOrders: Endpoint {
    static let route = Route(.get, "/v1/account/orders", .accountOwn)
    static let summary = "Lists your own orders, newest first, those that are pending or failed among them."

    struct Input: Decodable, Sendable {
        let page: PageRequest
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Page<OrderListView> {
        let after = try input.page.after(ID<Order>.self)
        var wanted = OrderSearch(scope: caller.scope(.accountOwn))
        wanted.isWhole = true
        let found = try await shop.read { [wanted] db in
            try wanted.orders(after: after, limit: input.page.limit + 1, in: db)
        }
        return input.page.page(found, cursor: \.id.text) { $0 }
    }
}
