import Storage
import Values
import Web

/// Says where the shop delivers, for whoever asks a buyer for an address.
struct ListDestinations: Endpoint {
    static let route = Route(.get, "/v1/destinations", .shop)
    static let summary = "Says which country the shop is at home in, and to which it delivers."

    let shop: Shop

    func answer(_ input: Nothing, for caller: Caller) async throws -> DestinationsView {
        try await shop.read { db in
            let countries = try db.all(DeliveryTable.destinations) { row in try row.get("country", as: Country.self) }
            return DestinationsView(home: try PricingSettings.find(in: db).homeCountry, countries: countries)
        }
    }
}

/// Where the shop delivers.
package struct DestinationsView: View {
    package let home: Country
    /// By code.
    package let countries: [Country]
}
