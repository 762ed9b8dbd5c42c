import Storage
import Values
import Web

/// Lists what the countries take.
struct ListTaxRates: Endpoint {
    static let route = Route(.get, "/v1/tax-rates", .catalogueRead)
    static let summary = "Lists the tax rates by country."

    struct Input: Decodable, Sendable {
        let page: PageRequest
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Page<CountryTaxView> {
        guard input.page.after.map({ Country($0) != nil }) ?? true else { throw PageRequest.badCursor }
        let after = input.page.after ?? ""
        return try await shop.read { db in
            let countries = try db.all(TaxTable.countries, ["after": after, "limit": input.page.limit + 1]) { row in
                try row.get("country", as: Country.self)
            }
            return try input.page.page(countries, cursor: { $0.code }) { CountryTaxView(try CountryTax.of($0, in: db)) }
        }
    }
}
