import Offer
import Storage
import Values
import Web

/// Opens an empty cart in one currency.
struct CreateCart: Endpoint {
    static let route = Route(.post, "/v1/carts", .shop)
    static let summary = "Opens an empty cart in one currency; whoever knows its id may fill and order it."
    static let refusals: [any Refusal.Type] = [Pricing.Refusal.self]

    struct Input: Decodable, Sendable {
        /// The first the shop sells in when none is named.
        let currency: Currency?
        /// English when none is named.
        let language: Language?
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Created<CartView> {
        let id: ID<Cart> = shop.newID()
        let now = shop.now
        let view = try await shop.write { db in
            let sold = try PricingSettings.find(in: db).currencies
            guard let currency = input.currency ?? sold.first, sold.contains(currency) else {
                throw Pricing.Refusal.notSold(input.currency ?? .EUR)
            }
            let cart = Cart(id: id, currency: currency, language: input.language ?? .en)
            try cart.insert(at: now, in: db)
            return try CartView.of(cart, at: now, in: db)
        }
        return Created(view, at: "/v1/carts/\(id)")
    }
}
