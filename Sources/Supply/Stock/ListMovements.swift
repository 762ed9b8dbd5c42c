import Storage
import Values
import Web

/// Lists what went in and out, and for whom.
struct ListMovements: Endpoint {
    static let route = Route(.get, "/v1/stock/movements", .stockRead)
    static let summary = "Lists the stock ledger, newest first; of one item or of one owner, which is an order."

    struct Input: Decodable, Sendable {
        let item: ID<Item>?
        let owner: ID<Reservation.Owner>?
        let page: PageRequest
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Page<MovementView> {
        let before = try input.page.after.map(Movement.Cursor.init) ?? .newest
        return try await shop.read { db in
            let movements = try Movement.page(
                of: input.item, for: input.owner, before: before, limit: input.page.limit + 1, in: db)
            return input.page.page(movements, cursor: { Movement.Cursor($0).text }, show: MovementView.init)
        }
    }
}

extension Movement {
    /// A place in the ledger as it is listed: by time, then by item, place and number.
    struct Cursor {
        let at: Instant
        let item: String
        let place: String
        let number: Int

        /// Before every movement there will ever be.
        static let newest = Self(at: Instant(milliseconds: .max), item: "", place: "", number: 0)

        private init(at: Instant, item: String, place: String, number: Int) {
            self.at = at
            self.item = item
            self.place = place
            self.number = number
        }

        init(_ movement: Movement) {
            self.init(
                at: movement.at, item: movement.item.text, place: movement.place.text, number: movement.number)
        }

        var text: String { "\(at.milliseconds).\(item).\(place).\(number)" }

        init(_ text: String) throws {
            let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 4, let milliseconds = Int64(parts[0]), let item = ID<Item>(parts[1]),
                  let place = ID<Place>(parts[2]), let number = Int(parts[3]) else { throw PageRequest.badCursor }
            self.init(
                at: Instant(milliseconds: milliseconds), item: item.text, place: place.text, number: number)
        }
    }

    static func page(
        of item: ID<Item>?, for owner: ID<Reservation.Owner>?, before: Cursor, limit: Int, in db: any Transaction
    ) throws -> [Movement] {
        let (at, number) = (before.at, before.number)
        if let owner {
            return try db.all(MovementTable.pageOfOwner, [
                "owner": owner, "only": item, "at": at, "item": before.item, "place": before.place, "number": number,
                "limit": limit,
            ], MovementTable.movement)
        }
        if let item {
            return try db.all(MovementTable.pageOfItem, [
                "only": item, "at": at, "place": before.place, "number": number, "limit": limit,
            ], MovementTable.movement)
        }
        return try db.all(MovementTable.page, [
            "at": at, "item": before.item, "place": before.place, "number": number, "limit": limit,
        ], MovementTable.movement)
    }
}
