import Offer
import Storage
import Values
import Web

/// Reads a cart at the prices in force.
struct ReadCart: Endpoint {
    static let route = Route(.get, "/v1/carts/{cart}", .shop)
    static let summary = """
        Reads a cart at the prices in force: lines with their price traces, totals, what is missing before it can be \
        ordered, and what has changed since it was agreed.
        """
    static let refusals: [any Refusal.Type] = [Cart.Refusal.self]

    struct Input: Decodable, Sendable {
        let cart: ID<Cart>
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> CartView {
        let now = shop.now
        return try await shop.read { db in try CartView.find(input.cart, at: now, in: db) }
    }
}
