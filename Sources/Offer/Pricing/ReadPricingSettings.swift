import Storage
import Values
import Web

/// Reads how the shop prices.
struct ReadPricingSettings: Endpoint {
    static let route = Route(.get, "/v1/pricing-settings", .catalogueRead)
    static let summary = "Reads whether prices include tax, the shop's currencies and its home country."

    let shop: Shop

    func answer(_ input: Nothing, for caller: Caller) async throws -> Tagged<PricingSettingsView> {
        let settings = try await shop.read { db in try PricingSettings.find(in: db) }
        return Tagged(PricingSettingsView(settings), version: settings.version)
    }
}
