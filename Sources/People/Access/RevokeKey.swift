import Storage
import Values
import Web

/// Takes a key out of force.
struct RevokeKey: Endpoint {
    static let route = Route(.delete, "/v1/keys/{key}", .keyManage)
    static let summary = "Revokes an API key; the next request that shows it is refused."
    static let refusals: [any Web.Refusal.Type] = [APIKey.Refusal.self]

    struct Input: Decodable, Sendable {
        let key: ID<APIKey>
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Done {
        let now = shop.now
        try await shop.write { db in
            guard let key = try APIKey.revoke(input.key, at: now, in: db) else { return }
            try Audit.record(
                who: caller.who, what: "key.revoke", subject: "key:\(key.id)",
                detail: ["name": .string(key.name.text)], at: now, in: db)
        }
        return Done()
    }
}
