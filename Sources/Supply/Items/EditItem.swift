import People
import Storage
import Values
import Web

/// Gives a stock item another name.
struct EditItem: Endpoint {
    static let route = Route(.put, "/v1/items/{item}", .stockChange)
    static let summary = "Renames a stock item."
    static let refusals: [any Web.Refusal.Type] = [Item.Refusal.self, EditVersion.Refusal.self]

    struct Input: Decodable, Sendable {
        let item: ID<Item>
        let version: EditVersion
        let name: Texts
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Tagged<ItemView> {
        let now = shop.now
        let item = try await shop.write { db in
            var item = try Item.known(input.item, in: db)
            try input.version.check(current: item.version)
            let before = ItemView(item)
            item.name = input.name
            let edited = try item.edit(at: now, in: db)
            try Audit.record(
                by: caller, what: "item.edit", subject: "item:\(item.id)",
                before: JSONCoding.json(before), after: JSONCoding.json(ItemView(edited)), at: now, in: db)
            return edited
        }
        return Tagged(ItemView(item), version: item.version)
    }
}
