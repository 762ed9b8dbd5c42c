import Offer
import Storage
import Values
import Web

/// Opens an empty cart in one currency.
struct CreateCart: Endpoint {
    static let route = Route(.post, "/v1/carts", .shop)
    static let summary = "Opens an empty cart in one currency; whoever knows its id may fill and order it."

    struct Input: Decodable, Sendable {
        let currency: Currency
        /// English when none is named.
        let language: Language?
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Created<CartView> {
        let cart = Cart(id: shop.newID(), currency: input.currency, language: input.language ?? .en)
        let now = shop.now
        let view = try await shop.write { db in
            try cart.insert(at: now, in: db)
            return try CartView.of(cart, at: now, in: db)
        }
        return Created(view, at: "/v1/carts/\(cart.id)")
    }
}
