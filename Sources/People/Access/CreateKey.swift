import Storage
import Values
import Web

/// Makes a key for a member of staff.
struct CreateKey: Endpoint {
    static let route = Route(.post, "/v1/keys", .keyManage)
    static let summary = "Makes an API key; its text is in this answer and in no other."
    static let refusals: [any Web.Refusal.Type] = [APIKey.Refusal.self]

    struct Input: Decodable, Sendable {
        let name: ShortText
        let role: Role
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Created<FreshAPIKeyView> {
        let fresh = APIKey.Fresh(shop, name: input.name, role: input.role)
        try await shop.write { db in
            try fresh.save(at: fresh.key.createdAt, in: db)
            try Audit.record(
                who: caller.who, what: "key.create", subject: "key:\(fresh.key.id)",
                detail: ["name": .string(input.name.text), "role": .string(input.role.rawValue)],
                at: fresh.key.createdAt, in: db)
        }
        return Created(
            FreshAPIKeyView(key: APIKeyView(fresh.key), text: fresh.text), at: "/v1/keys/\(fresh.key.id)")
    }
}
