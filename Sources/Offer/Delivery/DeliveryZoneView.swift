import Values
import Web

/// A delivery zone as staff see it.
package struct DeliveryZoneView: View {
    package let id: ID<DeliveryZone>
    package let name: Texts
    package let countries: [Country]
    package let tariffs: [DeliveryZone.Tariff]
    package let version: Int

    init(_ zone: DeliveryZone) {
        id = zone.id
        name = zone.name
        countries = zone.countries
        tariffs = zone.tariffs
        version = zone.version
    }
}
