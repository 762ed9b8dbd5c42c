import Storage
import Values
import Web

/// Enters what a stocktaking found, a loss or a find.
struct AdjustStock: Endpoint {
    static let route = Route(.post, "/v1/stock/adjustments", .stockChange)
    static let summary = """
        Changes what is on hand, up or down, but never below what is reserved. Sent again with the same reference, it \
        has no second effect and the same answer.
        """
    static let refusals: [any Web.Refusal.Type] = [Stock.Refusal.self, Item.Refusal.self, Place.Refusal.self]

    struct Input: Decodable, Sendable {
        let item: ID<Item>
        let place: ID<Place>
        let change: StockChange
        let reason: ShortText
        let reference: Movement.Reference?
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Created<MovementView> {
        let now = shop.now
        let change = Stock.Change(
            item: input.item, place: input.place, count: input.change.number, reference: input.reference,
            why: input.reason.text)
        // By a reference that is unique, and by one conditional change: goods come in amid a rush too.
        let entered = try await shop.write(.readCommitted) { db in
            let entered = try Stock.adjust(change, by: caller.who, at: now, in: db)
            if entered.isNew { try change.audit("stock.adjust", by: caller, at: now, in: db) }
            return entered
        }
        return Created(
            MovementView(entered.movement), at: "/v1/stock?item=\(input.item)&place=\(input.place)")
    }
}
