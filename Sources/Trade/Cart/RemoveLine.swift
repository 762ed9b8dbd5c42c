import Files
import Storage
import Values
import Web

/// Takes a line out of an open cart.
struct RemoveLine: Endpoint {
    static let route = Route(.delete, "/v1/carts/{cart}/lines/{line}", .shop)
    static let summary = "Takes a line out of an open cart, and answers what is left."
    static let refusals: [any Refusal.Type] = [Cart.Refusal.self]

    struct Input: Decodable, Sendable {
        let cart: ID<Cart>
        let line: ID<Cart.Line>
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> CartView {
        let now = shop.now
        return try await shop.change(input.cart) { db in
            var cart = try Cart.find(input.cart, in: db)
            try cart.remove(input.line)
            try cart.save(at: now, in: db)
            try cart.delete(input.line, in: db)
            try StoredFile.remove(part: input.line.text, of: Artwork.subject(input.cart), in: db)
            return try CartView.of(cart, at: now, in: db)
        }
    }
}
