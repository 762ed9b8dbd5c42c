import People
import Storage
import Values
import Web

/// Enters goods that came in.
struct ReceiveStock: Endpoint {
    static let route = Route(.post, "/v1/stock/receipts", .stockChange)
    static let summary = """
        Enters goods that came in. Sent again with the same reference, it has no second effect and the same answer.
        """
    static let refusals: [any Web.Refusal.Type] = [Stock.Refusal.self, Item.Refusal.self, Place.Refusal.self]

    struct Input: Decodable, Sendable {
        let item: ID<Item>
        let place: ID<Place>
        let count: StockCount
        let note: ShortText?
        let reference: Movement.Reference?
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Created<MovementView> {
        let now = shop.now
        let change = Stock.Change(
            item: input.item, place: input.place, count: input.count.number, reference: input.reference,
            why: input.note?.text ?? "received")
        // By a reference that is unique, and by one conditional change: goods come in amid a rush too.
        let entered = try await shop.write(.readCommitted) { db in
            let entered = try Stock.receive(change, by: caller.who, at: now, in: db)
            if entered.isNew { try change.audit("stock.receive", by: caller, at: now, in: db) }
            return entered
        }
        return Created(
            MovementView(entered.movement), at: "/v1/stock?item=\(input.item)&place=\(input.place)")
    }
}

extension Stock.Change {
    func audit(_ what: String, by caller: Caller, at: Instant, in db: any Transaction) throws {
        var detail: JSON.Object = [
            "place": .string(place.text), "count": .integer(Int64(count)), "why": .string(why),
        ]
        if let reference { detail["reference"] = .string(reference.text) }
        try Audit.record(
            by: caller, what: what, subject: "item:\(item)", detail: .object(detail), at: at, in: db)
    }
}
