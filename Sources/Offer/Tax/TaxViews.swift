import Values
import Web

/// A class of goods as staff see it.
package struct TaxClassView: View {
    package let id: ID<TaxClass>
    package let name: Texts
    package let version: Int

    init(_ taxClass: TaxClass) {
        id = taxClass.id
        name = taxClass.name
        version = taxClass.version
    }
}

/// What a country takes, now, in the past and from a day to come.
package struct CountryTaxView: View {
    package let country: Country
    package let rates: [Rate]
    package let version: Int

    /// A rate of one class, from a day on.
    package struct Rate: Codable, Sendable {
        package let taxClass: ID<TaxClass>
        package let rate: Percentage
        package let validFrom: Day
    }

    init(_ tax: CountryTax) {
        country = tax.country
        rates = tax.rates.map { Rate(taxClass: $0.taxClass, rate: $0.rate, validFrom: $0.validFrom) }
        version = tax.version
    }
}
