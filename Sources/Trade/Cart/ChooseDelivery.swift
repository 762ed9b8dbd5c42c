import Storage
import Supply
import Values
import Web

/// Says how the goods get to the buyer.
struct ChooseDelivery: Endpoint {
    static let route = Route(.put, "/v1/carts/{cart}/delivery", .shop)
    static let summary = "Has the goods shipped, or collected at a dealer."
    static let refusals: [any Refusal.Type] = [Cart.Refusal.self]

    struct Input: Decodable, Sendable {
        let cart: ID<Cart>
        let method: Delivery.Method
        /// With `collect`: a place of kind dealer.
        let dealer: ID<Place>?
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> CartView {
        let now = shop.now
        return try await shop.change(input.cart) { db in
            var cart = try Cart.find(input.cart, in: db)
            try cart.deliver(Delivery(input.method, at: input.dealer, in: db))
            try cart.save(at: now, in: db)
            return try CartView.of(cart, at: now, in: db)
        }
    }
}

extension Delivery {
    /// As a buyer chooses it. Throws `Cart.Refusal` for a dealer that isn't one, is missing, or isn't needed.
    init(_ method: Method, at dealer: ID<Place>?, in db: any Transaction) throws {
        switch (method, dealer) {
        case (.ship, nil): self = .ship
        case (.ship, .some): throw Cart.Refusal.dealerNotNeeded
        case (.collect, nil): throw Cart.Refusal.dealerNeeded
        case (.collect, let dealer?):
            guard try Place.find(dealer, in: db)?.kind == .dealer else { throw Cart.Refusal.notADealer(dealer) }
            self = .collect(at: dealer)
        }
    }
}
