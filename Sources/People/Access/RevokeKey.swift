import Storage
import Values
import Web

/// Takes a key out of force.
struct RevokeKey: Endpoint {
    static let route = Route(.delete, "/v1/keys/{key}", .keyManage)
    static let summary = "Revokes an API key; the next request that shows it is refused."
    static let refusals: [any Web.Refusal.Type] = [APIKey.Refusal.self, Role.Refusal.self]

    struct Input: Decodable, Sendable {
        let key: ID<APIKey>
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Done {
        let now = shop.now
        try await shop.write { db in
            guard let key = try APIKey.revoke(input.key, at: now, in: db) else { return }
            let grants = try Role.grants(of: key.role, in: db)
            guard AccessTable.covers(caller, grants, place: key.place?.text) else {
                throw Role.Refusal.beyondYours(key.role)
            }
            try Audit.record(
                by: caller, what: "key.revoke", subject: "key:\(key.id)", before: JSONCoding.json(APIKeyView(key)),
                at: now, in: db)
        }
        return Done()
    }
}
