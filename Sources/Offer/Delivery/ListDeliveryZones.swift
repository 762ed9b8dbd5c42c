import Storage
import Values
import Web

/// Lists where the shop delivers, and for how much.
struct ListDeliveryZones: Endpoint {
    static let route = Route(.get, "/v1/delivery-zones", .catalogueRead)
    static let summary = "Lists the delivery zones by identifier."

    struct Input: Decodable, Sendable {
        let page: PageRequest
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Page<DeliveryZoneView> {
        let after = try input.page.after(ID<DeliveryZone>.self)
        return try await shop.read { db in
            let zones = try DeliveryZone.page(after: after, limit: input.page.limit + 1, in: db)
            return input.page.page(zones, cursor: { $0.id.text }, show: DeliveryZoneView.init)
        }
    }
}
