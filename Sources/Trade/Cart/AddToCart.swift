import Offer
import Storage
import Values
import Web

/// Puts a configured product into an open cart, at the price in force.
struct AddToCart: Endpoint {
    static let route = Route(.post, "/v1/carts/{cart}/lines", .shop)
    static let summary = """
        Puts a product into an open cart, at the price in force. The same product with the same choices adds to the \
        line that holds it.
        """
    static let refusals: [any Refusal.Type] = [Cart.Refusal.self, Configuration.Refusal.self]

    struct Input: Decodable, Sendable {
        let cart: ID<Cart>
        let product: ID<Product>
        let quantity: Quantity
        /// None for a fixed product; what is left open gets its default.
        let choices: Choices?
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> CartView {
        let now = shop.now
        let id = shop.newID(Cart.Line.self)
        return try await shop.change(input.cart) { db in
            var cart = try Cart.find(input.cart, in: db)
            try cart.checkOpen()
            let item = try Configuration.complete(
                input.product, input.choices ?? .none, version: nil, currency: cart.currency,
                market: cart.market(in: db), on: now.day, in: db)
            let line = try cart.add(item, input.quantity, as: id)
            try cart.save([line], at: now, in: db)
            return try CartView.of(cart, at: now, in: db)
        }
    }
}
