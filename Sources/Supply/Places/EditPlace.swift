import People
import Storage
import Values
import Web

/// Changes what is known of a place.
struct EditPlace: Endpoint {
    static let route = Route(.put, "/v1/places/{place}", .stockChange)
    static let summary = "Changes a place's name, kind, address and priority."
    static let refusals: [any Web.Refusal.Type] = [Place.Refusal.self, EditVersion.Refusal.self]

    struct Input: Decodable, Sendable {
        let place: ID<Place>
        let version: EditVersion
        let name: ShortText
        let kind: Place.Kind
        let address: PostalAddress
        let priority: Place.Priority
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Tagged<PlaceView> {
        let now = shop.now
        let place = try await shop.write { db in
            var place = try Place.known(input.place, in: db)
            try input.version.check(current: place.version)
            let before = PlaceView(place, for: caller)
            place.name = input.name
            place.kind = input.kind
            place.address = input.address
            place.priority = input.priority
            let edited = try place.edit(at: now, in: db)
            try Audit.record(
                by: caller, what: "place.edit", subject: "place:\(place.id)",
                before: JSONCoding.json(before),
                after: JSONCoding.json(PlaceView(edited, for: caller)), at: now, in: db)
            return edited
        }
        return Tagged(PlaceView(place, for: caller), version: place.version)
    }
}
