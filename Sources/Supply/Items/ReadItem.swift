import Storage
import Values
import Web

/// Reads one stock item, with the version to edit it by.
struct ReadItem: Endpoint {
    static let route = Route(.get, "/v1/items/{item}", .stockRead)
    static let summary = "Reads a stock item; its ETag is what an edit asks for."
    static let refusals: [any Web.Refusal.Type] = [Item.Refusal.self]

    struct Input: Decodable, Sendable {
        let item: ID<Item>
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Tagged<ItemView> {
        let item = try await shop.read { db in try Item.known(input.item, in: db) }
        return Tagged(ItemView(item), version: item.version)
    }
}
