import Storage
import Values

/// How the shop prices: one row, edited by staff.
package struct PricingSettings: Hashable, Sendable {
    /// True where prices are meant for consumers (gross), false where tax is added to them (net).
    package let pricesIncludeTax: Bool
    /// In which it sells, the first being what a buyer gets who names none.
    package let currencies: [Currency]
    /// Where a buyer is taken to be until an address says otherwise.
    package let homeCountry: Country
    /// Counts edits, for `ETag`.
    package let version: Int

    package init(pricesIncludeTax: Bool, currencies: [Currency], homeCountry: Country, version: Int = 1) {
        self.pricesIncludeTax = pricesIncludeTax
        self.currencies = currencies
        self.homeCountry = homeCountry
        self.version = version
    }
}

extension PricingSettings {
    package static func find(in db: any Transaction) throws -> PricingSettings {
        try remembered.value(.one, in: db) {
            let settings = try db.first(PriceTable.settings) { row in
                PricingSettings(
                    pricesIncludeTax: try row["prices_include_tax"],
                    currencies: try row.get("currencies", as: StoredJSON<[Currency]>.self).value,
                    homeCountry: try row["home_country"], version: try row["version"])
            }
            guard let settings else { throw StorageFailure.other("the row of pricing settings is gone") }
            return settings
        }
    }

    private enum Only: Hashable { case one }

    private static let remembered = Remembered<Only, PricingSettings>(limit: 1)

    /// Puts these in the place of the ones in force.
    package func save(at: Instant, in db: any Transaction) throws {
        try db.run(PriceTable.editSettings, [
            "included": pricesIncludeTax, "currencies": try StoredJSON(currencies), "country": homeCountry, "at": at,
        ])
    }
}
