import Offer
import Storage
import Values
import Web

/// Puts what was configured into an open cart.
struct PutConfigurationInCart: Endpoint {
    static let route = Route(.post, "/v1/configurations/{configuration}/cart", .shop)
    static let summary = """
        Puts a configuration into an open cart, at the price in force, as the newest version of the model takes it; \
        what is left open gets its default.
        """
    static let refusals: [any Refusal.Type] = [
        SavedConfiguration.Refusal.self, Cart.Refusal.self, Configuration.Refusal.self,
    ]

    struct Input: Decodable, Sendable {
        let configuration: ID<SavedConfiguration>
        let cart: ID<Cart>
        /// 1 when left out.
        let quantity: Quantity?
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> CartView {
        let now = shop.now
        let id = shop.newID(Cart.Line.self)
        return try await shop.change(input.cart) { db in
            let saved = try SavedConfiguration.find(input.configuration, in: db)
            var cart = try Cart.find(input.cart, in: db)
            try cart.checkOpen()
            let item = try Configuration.complete(
                saved.product, saved.choices, version: nil, currency: cart.currency, market: cart.market(in: db),
                on: now.day, in: db)
            let line = try cart.add(item, input.quantity ?? .one, as: id)
            try cart.save([line], at: now, in: db)
            return try CartView.of(cart, at: now, in: db)
        }
    }
}
