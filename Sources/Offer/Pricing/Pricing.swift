import Storage
import Values
import Web

/// What things cost: prices, tax, delivery, discounts. Specified in `docs/money.md`.
package enum Pricing {
    /// Why a basket can't be priced.
    package enum Refusal: Error, Equatable, Sendable {
        /// The shop doesn't sell in this currency.
        case notSold(Currency)
        /// No zone or tariff reaches there, or the basket is too heavy or too dear for its last step.
        case notDeliveredThere(Country)
        case noTaxRate(ID<TaxClass>, Country)
        /// Options take the product's price below zero.
        case belowZero(ID<Product>)
        /// The basket comes to more than `Money.limit`.
        case tooLarge
    }
}

extension Pricing {
    package static let migrations = [
        TaxTable.migration, PriceTable.migration, DeliveryTable.migration, DiscountTable.migration,
    ]

    package static func endpoints(_ shop: Shop) -> [any Endpoint] {
        [
            ReadPrices(shop: shop), SetPrices(shop: shop),
            ReadPricingSettings(shop: shop), EditPricingSettings(shop: shop),
            CreateTaxClass(shop: shop), ReadTaxClass(shop: shop), EditTaxClass(shop: shop), ListTaxClasses(shop: shop),
            ReadTaxRates(shop: shop), SetTaxRates(shop: shop), ListTaxRates(shop: shop),
            CreateDeliveryZone(shop: shop), ReadDeliveryZone(shop: shop), EditDeliveryZone(shop: shop),
            RemoveDeliveryZone(shop: shop), ListDeliveryZones(shop: shop), ListDestinations(shop: shop),
            CreateDiscount(shop: shop), ReadDiscount(shop: shop), EditDiscount(shop: shop),
            RemoveDiscount(shop: shop), ListDiscounts(shop: shop),
        ]
    }
}
