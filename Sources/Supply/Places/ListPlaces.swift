import Storage
import Values
import Web

/// Lists the places: to buyers the dealers where they can collect, to staff all of them.
struct ListPlaces: Endpoint {
    static let route = Route(.get, "/v1/places", .shop)
    static let summary = "Lists the places by identifier: the dealers for everybody, all of them for staff."

    struct Input: Decodable, Sendable {
        let kind: Place.Kind?
        let page: PageRequest
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Page<PlaceView> {
        let after = try input.page.after(ID<Place>.self)?.text ?? ""
        let isStaff = caller.may(.stockRead)
        guard isStaff || input.kind == nil || input.kind == .dealer else { return Page([], next: nil) }
        let kind = isStaff ? input.kind : .dealer
        return try await shop.read { db in
            let places = try db.all(
                PlaceTable.page, ["after": after, "kind": kind, "limit": input.page.limit + 1], PlaceTable.place)
            return input.page.page(places, cursor: { $0.id.text }, show: { PlaceView($0, for: caller) })
        }
    }
}
