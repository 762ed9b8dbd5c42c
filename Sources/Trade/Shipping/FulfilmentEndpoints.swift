import People
import Storage
import Web

extension Fulfilment {
    /// Sending, handing over, cancelling, and looking how far it has come.
    package static func endpoints(_ shop: Shop, _ secrets: OrderSecrets) -> [any Endpoint] {
        [
            ShipOrder(shop: shop), ConfirmDelivery(shop: shop), AnnouncePickup(shop: shop), HandOverOrder(shop: shop),
            CancelOrder(shop: shop), ReadFulfilment(shop: shop, secrets: secrets),
            ReadShipment(shop: shop, secrets: secrets),
        ]
    }
}
