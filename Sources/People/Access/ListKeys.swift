import Storage
import Values
import Web

/// Lists the keys of staff, those revoked among them.
struct ListKeys: Endpoint {
    static let route = Route(.get, "/v1/keys", .keyManage)
    static let summary = "Lists the API keys of staff, oldest first; never their texts."

    struct Input: Decodable, Sendable {
        let page: PageRequest
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Page<APIKeyView> {
        let after = try input.page.after(ID<APIKey>.self)?.text ?? ""
        return try await shop.read { db in
            let keys = try db.all(
                APIKeyTable.page, ["after": after, "limit": input.page.limit + 1], APIKeyTable.key)
            return input.page.page(keys, cursor: { $0.id.text }, show: APIKeyView.init)
        }
    }
}
