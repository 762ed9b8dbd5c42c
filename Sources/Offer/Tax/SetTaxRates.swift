import People
import Storage
import Values
import Web

/// Sets what a country takes on the classes of goods.
struct SetTaxRates: Endpoint {
    static let route = Route(.put, "/v1/tax-rates/{country}", .priceEdit)
    static let summary = "Sets a country's tax rates: one per class and first day, in the place of all it had."
    static let refusals: [any Web.Refusal.Type] = [TaxClass.Refusal.self, EditVersion.Refusal.self]

    struct Input: Decodable, Sendable {
        let country: Country
        let version: EditVersion
        let rates: [Rate]

        struct Rate: Decodable, Sendable {
            let taxClass: ID<TaxClass>
            let rate: Percentage
            /// Today unless said otherwise.
            let validFrom: Day?
        }
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Tagged<CountryTaxView> {
        let now = shop.now
        let rates = input.rates.map {
            TaxRate(country: input.country, taxClass: $0.taxClass, rate: $0.rate, validFrom: $0.validFrom ?? now.day)
        }
        try TaxRate.check(rates)
        let tax = try await shop.write { db in
            let before = try CountryTax.of(input.country, in: db)
            try input.version.check(current: before.version)
            try CountryTax.set(rates, of: input.country, at: now, in: db)
            let tax = try CountryTax.of(input.country, in: db)
            try Audit.record(
                by: caller, what: "tax.set", subject: "country:\(input.country)",
                before: JSONCoding.json(CountryTaxView(before)),
                after: JSONCoding.json(CountryTaxView(tax)), at: now, in: db)
            return tax
        }
        return Tagged(CountryTaxView(tax), version: tax.version)
    }
}

extension TaxRate {
    /// Throws a `Problem` with each rate that stands there twice.
    fileprivate static func check(_ rates: [TaxRate]) throws(Problem) {
        var known: Set<[String]> = []
        let faults = rates.enumerated()
            .filter { !known.insert([$0.element.taxClass.text, $0.element.validFrom.description]).inserted }
            .map { Problem.Fault("#/rates/\($0.offset)", "stands there twice for this class and day") }
        guard faults.isEmpty else { throw .invalidInput(faults) }
    }
}
