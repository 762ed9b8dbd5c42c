import Values

/// What is to be priced: lines of goods, where they go and on which day. Made from a cart; nothing in it is stored.
package struct Basket: Sendable {
    package let lines: [Line]
    package let currency: Currency
    /// Where the goods change hands: the destination, or when they are collected, the country of that place.
    package let country: Country
    package let isCollected: Bool
    package let day: Day

    package init(lines: [Line], currency: Currency, country: Country, isCollected: Bool, day: Day) {
        self.lines = lines
        self.currency = currency
        self.country = country
        self.isCollected = isCollected
        self.day = day
    }

    /// So many units of one thing.
    package struct Line: Sendable {
        package let product: ID<Product>
        package let category: ID<Category>?
        /// The price of one unit: its base and the options' effects, in the basket's currency.
        package let unit: PriceTrace
        package let quantity: Quantity
        package let taxClass: ID<TaxClass>
        /// Of one unit.
        package let weightGrams: Int

        package init(
            product: ID<Product>, category: ID<Category>?, unit: PriceTrace, quantity: Quantity,
            taxClass: ID<TaxClass>, weightGrams: Int
        ) {
            self.product = product
            self.category = category
            self.unit = unit
            self.quantity = quantity
            self.taxClass = taxClass
            self.weightGrams = weightGrams
        }
    }
}
