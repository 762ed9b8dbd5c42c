import People
import Storage
import Values
import Web

/// Changes where a delivery zone lies and what delivery there costs.
struct EditDeliveryZone: Endpoint {
    static let route = Route(.put, "/v1/delivery-zones/{zone}", .priceEdit)
    static let summary = "Sets a delivery zone's name, countries and tariffs in the place of those it had."
    static let refusals: [any Web.Refusal.Type] = [DeliveryZone.Refusal.self, EditVersion.Refusal.self]

    struct Input: Decodable, Sendable {
        let zone: ID<DeliveryZone>
        let version: EditVersion
        let name: Texts
        let countries: [Country]
        let tariffs: [DeliveryZone.Tariff]
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Tagged<DeliveryZoneView> {
        let now = shop.now
        let edit = try DeliveryZone(
            id: input.zone, name: input.name, countries: input.countries, tariffs: input.tariffs).checked()
        let zone = try await shop.write { db in
            let before = try DeliveryZone.known(input.zone, in: db)
            try input.version.check(current: before.version)
            try edit.save(at: now, in: db)
            let zone = try DeliveryZone.known(input.zone, in: db)
            try Audit.record(
                by: caller, what: "delivery-zone.edit", subject: "delivery-zone:\(zone.id)",
                before: JSONCoding.json(DeliveryZoneView(before)),
                after: JSONCoding.json(DeliveryZoneView(zone)), at: now, in: db)
            return zone
        }
        return Tagged(DeliveryZoneView(zone), version: zone.version)
    }
}
