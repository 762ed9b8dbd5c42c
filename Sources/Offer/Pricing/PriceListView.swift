import Values
import Web

/// A product's prices as staff see them.
package struct PriceListView: View {
    package let product: ID<Product>
    package let prices: [Price]
    package let version: Int

    /// An amount from a day on.
    package struct Price: Codable, Sendable {
        package let price: Money
        package let validFrom: Day
    }

    init(_ list: PriceList) {
        product = list.product
        prices = list.prices.map { Price(price: $0.amount, validFrom: $0.validFrom) }
        version = list.version
    }
}
