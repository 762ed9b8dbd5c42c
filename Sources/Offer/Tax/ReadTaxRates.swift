import Storage
import Values
import Web

/// Reads what one country takes, with the version to edit it by.
struct ReadTaxRates: Endpoint {
    static let route = Route(.get, "/v1/tax-rates/{country}", .catalogueRead)
    static let summary = "Reads a country's tax rates, past and future; none is an empty list with ETag \"0\"."

    struct Input: Decodable, Sendable {
        let country: Country
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Tagged<CountryTaxView> {
        let tax = try await shop.read { db in try CountryTax.of(input.country, in: db) }
        return Tagged(CountryTaxView(tax), version: tax.version)
    }
}
