import Files
import Storage
import Values
import Web

/// What the shop sells, how it may be configured, and what it costs.
package enum Offer {
    package static let migrations = Catalogue.migrations + Configurator.migrations + Pricing.migrations
        + Configurations.migrations + [Migration(62, "edition of the offer",
            ReferenceEdition.schema + ReferenceEdition.watch(referenceTables))]

    /// All that what is remembered of the offer is made from. It is the text of a migration that has landed: a further
    /// table needs a migration of its own, with `ReferenceEdition.watch`.
    static let referenceTables = [
        "product", "product_part", "product_picture", "picture", "model_version", "price", "pricing_settings",
        "tax_rate", "delivery_zone", "delivery_country", "delivery_tariff", "discount",
    ]

    /// Smaller pictures, made when they are asked for and kept in the cabinet.
    package static func endpoints(_ cabinet: FileCabinet, _ scaler: any PictureScaler) -> [any Endpoint] {
        [ReadSmallerPicture(cabinet: cabinet, scaler: scaler)]
    }

    package static func periodics(_ cabinet: FileCabinet) -> [Periodic] {
        let shop = cabinet.shop
        return [
            Periodic("forget-smaller-pictures", every: .hours(24)) {
                let before = shop.now - ReadSmallerPicture.keep
                try await shop.write { db in try StoredFile.removeOld(.variant, before: before, in: db) }
            },
        ]
    }

    package static func endpoints(_ shop: Shop, _ reasoners: Reasoners) -> [any Endpoint] {
        Catalogue.endpoints(shop) + Configurator.endpoints(shop, reasoners)
            + Configurations.endpoints(shop, reasoners) + Pricing.endpoints(shop)
    }
}
