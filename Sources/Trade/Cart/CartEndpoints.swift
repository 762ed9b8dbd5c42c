import Storage
import Web

extension Cart {
    /// All that a client may ask of carts, but ordering them.
    package static func endpoints(_ shop: Shop) -> [any Endpoint] {
        [
            CreateCart(shop: shop), ReadCart(shop: shop), AddToCart(shop: shop), ChangeQuantity(shop: shop),
            RemoveLine(shop: shop), AddressCart(shop: shop), ChooseDelivery(shop: shop), AcceptChanges(shop: shop),
        ]
    }
}
