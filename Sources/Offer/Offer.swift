import Storage
import Web

/// What the shop sells, how it may be configured, and what it costs.
package enum Offer {
    package static let migrations = Catalogue.migrations + Configurator.migrations + Pricing.migrations

    package static func endpoints(_ shop: Shop) -> [any Endpoint] {
        Catalogue.endpoints(shop) + Configurator.endpoints(shop) + Pricing.endpoints(shop)
    }
}
