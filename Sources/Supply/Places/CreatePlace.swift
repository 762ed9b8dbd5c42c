import People
import Storage
import Values
import Web

/// Adds a place that holds stock or hands over.
struct CreatePlace: Endpoint {
    static let route = Route(.post, "/v1/places", .stockChange)
    static let summary = "Adds a warehouse, a plant or a dealer."
    static let refusals: [any Web.Refusal.Type] = [Place.Refusal.self]

    struct Input: Decodable, Sendable {
        let id: ID<Place>
        let name: ShortText
        let kind: Place.Kind
        let address: PostalAddress
        let priority: Place.Priority
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Created<PlaceView> {
        let now = shop.now
        let place = Place(
            id: input.id, name: input.name, kind: input.kind, address: input.address, priority: input.priority)
        let view = PlaceView(place, for: caller)
        try await shop.write { db in
            try place.add(at: now, in: db)
            try Audit.record(
                by: caller, what: "place.create", subject: "place:\(place.id)", after: JSONCoding.json(view),
                at: now, in: db)
        }
        return Created(view, at: "/v1/places/\(place.id)")
    }
}
