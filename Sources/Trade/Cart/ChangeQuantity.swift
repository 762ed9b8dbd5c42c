import Storage
import Values
import Web

/// Changes how many of a line are wanted.
struct ChangeQuantity: Endpoint {
    static let route = Route(.put, "/v1/carts/{cart}/lines/{line}", .shop)
    static let summary = "Changes how many of a line are wanted; the price agreed for one of them stays."
    static let refusals: [any Refusal.Type] = [Cart.Refusal.self]

    struct Input: Decodable, Sendable {
        let cart: ID<Cart>
        let line: ID<Cart.Line>
        let quantity: Quantity
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> CartView {
        let now = shop.now
        return try await shop.change(input.cart) { db in
            var cart = try Cart.find(input.cart, in: db)
            let line = try cart.change(input.line, to: input.quantity)
            try cart.save([line], at: now, in: db)
            return try CartView.of(cart, at: now, in: db)
        }
    }
}
