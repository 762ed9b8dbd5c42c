import People
import Storage
import Values
import Web

/// Changes how the shop prices. Open carts are priced anew; orders keep what they were placed with.
struct EditPricingSettings: Endpoint {
    static let route = Route(.put, "/v1/pricing-settings", .priceEdit)
    static let summary =
        "Sets whether prices include tax, the currencies (the first is the usual one) and the home country."
    static let refusals: [any Web.Refusal.Type] = [EditVersion.Refusal.self]

    struct Input: Decodable, Sendable {
        let version: EditVersion
        let pricesIncludeTax: Bool
        let currencies: [Currency]
        let homeCountry: Country
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Tagged<PricingSettingsView> {
        guard !input.currencies.isEmpty, Set(input.currencies).count == input.currencies.count else {
            throw Problem.invalidInput([Problem.Fault("#/currencies", "must name one at least, and none twice")])
        }
        let now = shop.now
        let settings = try await shop.write { db in
            let before = try PricingSettings.find(in: db)
            try input.version.check(current: before.version)
            try PricingSettings(
                pricesIncludeTax: input.pricesIncludeTax, currencies: input.currencies, homeCountry: input.homeCountry
            ).save(at: now, in: db)
            let settings = try PricingSettings.find(in: db)
            try Audit.record(
                by: caller, what: "pricing.edit", subject: "shop:pricing",
                before: JSONCoding.json(PricingSettingsView(before)),
                after: JSONCoding.json(PricingSettingsView(settings)), at: now, in: db)
            return settings
        }
        return Tagged(PricingSettingsView(settings), version: settings.version)
    }
}
