import Storage
import Values
import Web

/// Reads one delivery zone, with the version to edit it by.
struct ReadDeliveryZone: Endpoint {
    static let route = Route(.get, "/v1/delivery-zones/{zone}", .catalogueRead)
    static let summary = "Reads a delivery zone; its ETag is what an edit asks for."
    static let refusals: [any Web.Refusal.Type] = [DeliveryZone.Refusal.self]

    struct Input: Decodable, Sendable {
        let zone: ID<DeliveryZone>
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Tagged<DeliveryZoneView> {
        let zone = try await shop.read { db in try DeliveryZone.known(input.zone, in: db) }
        return Tagged(DeliveryZoneView(zone), version: zone.version)
    }
}
