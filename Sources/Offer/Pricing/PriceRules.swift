import Storage
import Values

/// All that stands beside a basket when it is priced: what staff set, as it is in force on a day.
package struct PriceRules: Sendable {
    package let pricesIncludeTax: Bool
    package let taxRates: [TaxRate]
    package let zones: [DeliveryZone]
    /// By ascending id, which is the order in which they are applied.
    package let discounts: [Discount]

    package init(pricesIncludeTax: Bool, taxRates: [TaxRate], zones: [DeliveryZone], discounts: [Discount]) {
        self.pricesIncludeTax = pricesIncludeTax
        self.taxRates = taxRates
        self.zones = zones
        self.discounts = discounts.sorted { $0.id < $1.id }
    }

    /// The rules for baskets of `currency` on `day`. With `country`, only what concerns that destination is read, which
    /// is all that one basket needs.
    package static func inForce(
        on day: Day, currency: Currency, for country: Country? = nil, in db: any Transaction
    ) throws -> PriceRules {
        try remembered.value(Sphere(day: day, currency: currency, country: country), in: db) {
            let settings = try PricingSettings.find(in: db)
            guard settings.currencies.contains(currency) else { throw Pricing.Refusal.notSold(currency) }
            return PriceRules(
                pricesIncludeTax: settings.pricesIncludeTax,
                taxRates: try TaxRate.inForce(on: day, in: country, in: db),
                zones: try DeliveryZone.delivering(to: country, in: db),
                discounts: try Discount.inForce(on: day, currency, in: db))
        }
    }

    /// Where and when rules hold.
    private struct Sphere: Hashable, Sendable {
        let day: Day
        let currency: Currency
        let country: Country?
    }

    /// A shop's destinations in its currencies, today.
    private static let remembered = Remembered<Sphere, PriceRules>(limit: 200)

    /// The rate on a class of goods; nil when staff set none for that country and day.
    package func rate(of taxClass: ID<TaxClass>, in country: Country, on day: Day) -> Percentage? {
        taxRates.filter { $0.taxClass == taxClass && $0.country == country && $0.validFrom <= day }
            .max { $0.validFrom < $1.validFrom }?.rate
    }
}
