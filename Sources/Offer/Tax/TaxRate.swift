import Storage
import Values

/// What a country takes on a class of goods from a day on, until a later rate of the same class takes its place.
package struct TaxRate: Hashable, Sendable {
    package let country: Country
    package let taxClass: ID<TaxClass>
    package let rate: Percentage
    package let validFrom: Day

    package init(country: Country, taxClass: ID<TaxClass>, rate: Percentage, validFrom: Day) {
        self.country = country
        self.taxClass = taxClass
        self.rate = rate
        self.validFrom = validFrom
    }

    /// Each class's rate on `day`, in one country or in all.
    static func inForce(on day: Day, in country: Country?, in db: any Transaction) throws -> [TaxRate] {
        guard let country else { return try db.all(TaxTable.ratesInForce, ["day": day], TaxTable.rate) }
        return try db.all(TaxTable.ratesInForceIn, ["country": country, "day": day], TaxTable.rate)
    }
}

/// The rates of one country, past ones and those to come: they are edited together.
package struct CountryTax: Hashable, Sendable {
    package let country: Country
    /// By class, then by day.
    package let rates: [TaxRate]
    /// Counts edits, for `ETag`; 0 where nothing was set yet.
    package let version: Int

    /// Some classes and the changes of many years.
    package static let rateLimit = 200

    package init(country: Country, rates: [TaxRate], version: Int) {
        self.country = country
        self.rates = rates
        self.version = version
    }

    package static func of(_ country: Country, in db: any Transaction) throws -> CountryTax {
        CountryTax(
            country: country,
            rates: try db.all(TaxTable.rates, ["country": country], TaxTable.rate),
            version: try db.value(TaxTable.version, ["country": country]) ?? 0)
    }

    /// Puts these rates in the place of all the country had. Throws `TaxClass.Refusal.unknown`.
    package static func set(
        _ rates: [TaxRate], of country: Country, at: Instant, in db: any Transaction
    ) throws {
        for taxClass in Set(rates.map(\.taxClass)) { try TaxClass.known(taxClass, in: db) }
        try db.run(TaxTable.touchCountry, ["country": country, "at": at])
        try db.run(TaxTable.removeRates, ["country": country])
        for rate in rates {
            try db.run(TaxTable.addRate, [
                "country": country, "class": rate.taxClass, "from": rate.validFrom, "rate": rate.rate,
            ])
        }
    }
}
