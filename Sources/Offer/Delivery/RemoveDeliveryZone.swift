import People
import Storage
import Values
import Web

/// Stops delivering to a zone. Its countries are free for another one; orders keep their price.
struct RemoveDeliveryZone: Endpoint {
    static let route = Route(.delete, "/v1/delivery-zones/{zone}", .priceEdit)
    static let summary = "Removes a delivery zone; its countries are no longer delivered to."
    static let refusals: [any Web.Refusal.Type] = [DeliveryZone.Refusal.self, EditVersion.Refusal.self]

    struct Input: Decodable, Sendable {
        let zone: ID<DeliveryZone>
        let version: EditVersion
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Done {
        let now = shop.now
        try await shop.write { db in
            let zone = try DeliveryZone.known(input.zone, in: db)
            try input.version.check(current: zone.version)
            try DeliveryZone.remove(zone.id, in: db)
            try Audit.record(
                by: caller, what: "delivery-zone.remove", subject: "delivery-zone:\(zone.id)",
                before: JSONCoding.json(DeliveryZoneView(zone)), at: now, in: db)
        }
        return Done()
    }
}
