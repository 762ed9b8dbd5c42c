import Values
import Web

/// How the shop prices, as staff see it.
package struct PricingSettingsView: View {
    package let pricesIncludeTax: Bool
    package let currencies: [Currency]
    package let homeCountry: Country
    package let version: Int

    init(_ settings: PricingSettings) {
        pricesIncludeTax = settings.pricesIncludeTax
        currencies = settings.currencies
        homeCountry = settings.homeCountry
        version = settings.version
    }
}
