import Storage
import Values
import Web

/// Agrees to what has changed since lines were put in.
struct AcceptChanges: Endpoint {
    static let route = Route(.post, "/v1/carts/{cart}/changes/accept", .shop)
    static let summary = """
        Agrees to the prices and models in force now; lines that can't be had any more as they were chosen leave the \
        cart.
        """
    static let refusals: [any Refusal.Type] = [Cart.Refusal.self]

    struct Input: Decodable, Sendable {
        let cart: ID<Cart>
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> CartView {
        let now = shop.now
        return try await shop.change(input.cart) { db in
            let priced = try PricedCart.find(input.cart, at: now, in: db)
            var cart = priced.cart
            try cart.checkOpen()
            for gone in priced.withdrawn {
                try cart.remove(gone.line.id)
                try cart.delete(gone.line.id, in: db)
            }
            let changed = Set(priced.changes.map(\.line))
            var agreed: [Cart.Line] = []
            for entry in priced.lines where changed.contains(entry.line.id) {
                agreed.append(try cart.agree(entry.line.id, to: entry.configuration))
            }
            try cart.save(agreed, at: now, in: db)
            return try CartView.of(cart, at: now, in: db)
        }
    }
}
