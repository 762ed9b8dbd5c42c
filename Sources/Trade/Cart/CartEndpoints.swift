import Storage
import Values
import Web

extension Cart {
    /// All that a client may ask of carts, but ordering them.
    package static func endpoints(_ shop: Shop) -> [any Endpoint] {
        [
            CreateCart(shop: shop), ReadCart(shop: shop), AddToCart(shop: shop), ChangeQuantity(shop: shop),
            RemoveLine(shop: shop), PutConfigurationInCart(shop: shop),
            ReadDraftEffects(shop: shop), AddressCart(shop: shop), ChooseDelivery(shop: shop),
                AcceptChanges(shop: shop),
        ]
    }
}

extension Shop {
    /// Changes one cart. It is held, and prices are, so that what others commit meanwhile can't come in between.
    func change<Answer: Sendable>(
        _ cart: ID<Cart>, _ work: @escaping @Sendable (any Transaction) throws -> Answer
    ) async throws -> Answer {
        try await write(.readCommitted) { db in
            try Cart.hold(cart, in: db)
            return try work(db)
        }
    }
}
