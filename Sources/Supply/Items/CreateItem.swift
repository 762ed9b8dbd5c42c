import People
import Storage
import Values
import Web

/// Adds something to be counted in stock.
struct CreateItem: Endpoint {
    static let route = Route(.post, "/v1/items", .stockChange)
    static let summary = "Adds a stock item: a good, or a component that is built in."
    static let refusals: [any Web.Refusal.Type] = [Item.Refusal.self]

    struct Input: Decodable, Sendable {
        let id: ID<Item>
        let name: Texts
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Created<ItemView> {
        let (now, item) = (shop.now, Item(id: input.id, name: input.name))
        let view = ItemView(item)
        try await shop.write { db in
            try item.add(at: now, in: db)
            try Audit.record(
                by: caller, what: "item.create", subject: "item:\(item.id)", after: JSONCoding.json(view),
                at: now, in: db)
        }
        return Created(view, at: "/v1/items/\(item.id)")
    }
}
