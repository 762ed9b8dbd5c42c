import Storage
import Values
import Web

/// Reads one place, with the version to edit it by.
struct ReadPlace: Endpoint {
    static let route = Route(.get, "/v1/places/{place}", .shop)
    static let summary = "Reads a place: a dealer's for everybody, others for staff. Its ETag is what an edit asks for."
    static let refusals: [any Web.Refusal.Type] = [Place.Refusal.self]

    struct Input: Decodable, Sendable {
        let place: ID<Place>
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Tagged<PlaceView> {
        let place = try await shop.read { db in try Place.known(input.place, in: db) }
        guard place.kind == .dealer || caller.may(.stockRead) else { throw Place.Refusal.unknown(input.place) }
        return Tagged(PlaceView(place, for: caller), version: place.version)
    }
}
