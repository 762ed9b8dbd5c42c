import Storage
import Values
import Web

/// Makes a key for a program of the shop's.
struct CreateKey: Endpoint {
    static let route = Route(.post, "/v1/keys", .keyManage)
    static let summary = """
        Makes an API key of a role you hold yourself, for a time and for a part of it if you say so; its text is in \
        this answer and in no other.
        """
    static let refusals: [any Web.Refusal.Type] = [APIKey.Refusal.self, Role.Refusal.self]

    struct Input: Decodable, Sendable {
        let name: ShortText
        let role: ID<Role>
        /// Which place, for a role that reaches one alone.
        let place: ID<PlaceName>?
        /// What of the role it is for; all of it unless said.
        let permissions: [Permission]?
        /// From when on it opens nothing.
        let expiresAt: Instant?
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Created<FreshAPIKeyView> {
        if let end = input.expiresAt, end <= shop.now { throw APIKey.Refusal.expired }
        let fresh = APIKey.Fresh(
            shop, name: input.name, role: input.role, place: input.place, permissions: input.permissions.map(Set.init),
            expiresAt: input.expiresAt)
        let view = APIKeyView(fresh.key)
        try await shop.write { db in
            try Role.check(input.role, place: input.place, givenBy: caller, in: db)
            try fresh.save(at: fresh.key.createdAt, in: db)
            try Audit.record(
                by: caller, what: "key.create", subject: "key:\(fresh.key.id)", after: JSONCoding.json(view),
                at: fresh.key.createdAt, in: db)
        }
        return Created(FreshAPIKeyView(key: view, text: fresh.text), at: "/v1/keys/\(fresh.key.id)")
    }
}
