import Storage
import Values
import Web

/// Lists all that is counted in stock.
struct ListItems: Endpoint {
    static let route = Route(.get, "/v1/items", .stockRead)
    static let summary = "Lists the stock items by identifier."

    struct Input: Decodable, Sendable {
        let page: PageRequest
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Page<ItemView> {
        let after = try input.page.after(ID<Item>.self)?.text ?? ""
        return try await shop.read { db in
            let items = try db.all(ItemTable.page, ["after": after, "limit": input.page.limit + 1], ItemTable.item)
            return input.page.page(items, cursor: { $0.id.text }, show: ItemView.init)
        }
    }
}
