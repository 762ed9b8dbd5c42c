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
}
