import Storage
import Values

/// What a product costs before options: per currency, from a day on, until a later price of the same currency. The
/// prices of a product are edited together.
package struct PriceList: Hashable, Sendable {
    package let product: ID<Product>
    /// By currency, then by day.
    package let prices: [Price]
    /// Counts edits, for `ETag`; 0 where nothing was set yet.
    package let version: Int

    /// Some currencies and the changes of many years.
    package static let priceLimit = 200

    /// An amount of zero or more, from a day on.
    package struct Price: Hashable, Sendable {
        package let amount: Money
        package let validFrom: Day

        package init(_ amount: Money, validFrom: Day) {
            self.amount = amount
            self.validFrom = validFrom
        }
    }

    package enum Refusal: Error, Equatable {
        case unknownProduct(ID<Product>)
    }

    package init(product: ID<Product>, prices: [Price], version: Int) {
        self.product = product
        self.prices = prices
        self.version = version
    }

    /// The price in force on `day`; nil when the product isn't sold in that currency yet.
    package static func price(
        of product: ID<Product>, currency: Currency, on day: Day, in db: any Transaction
    ) throws -> Money? {
        try remembered.value(Asked(product: product, currency: currency, day: day), in: db) {
            let amount: Int64? = try db.value(
                PriceTable.inForce, ["product": product, "currency": currency, "day": day])
            return amount.map { Money($0, currency) }
        }
    }

    private struct Asked: Hashable, Sendable {
        let product: ID<Product>
        let currency: Currency
        let day: Day
    }

    private static let remembered = Remembered<Asked, Money?>(limit: 4000)

    /// Throws `Refusal.unknownProduct`.
    package static func of(_ product: ID<Product>, in db: any Transaction) throws -> PriceList {
        let version: Int? = try db.value(PriceTable.version, ["product": product])
        guard let version else { throw Refusal.unknownProduct(product) }
        let prices = try db.all(PriceTable.prices, ["product": product]) { row in
            let (currency, from) = (try row.get("currency", as: Currency.self), try row.get("valid_from", as: Day.self))
            return Price(Money(try row["amount"], currency), validFrom: from)
        }
        return PriceList(product: product, prices: prices, version: version)
    }

    /// Puts these prices in the place of all the product had. Throws `Refusal.unknownProduct`.
    package static func set(
        _ prices: [Price], of product: ID<Product>, at: Instant, in db: any Transaction
    ) throws {
        do {
            try db.run(PriceTable.touchList, ["product": product, "at": at])
        } catch StorageFailure.constraint(.foreignKey, _) {
            throw Refusal.unknownProduct(product)
        }
        try db.run(PriceTable.removePrices, ["product": product])
        for price in prices {
            try db.run(PriceTable.addPrice, [
                "product": product, "currency": price.amount.currency, "from": price.validFrom,
                "amount": price.amount.amount,
            ])
        }
    }
}
