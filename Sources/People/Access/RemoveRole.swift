import Storage
import Values
import Web

/// Takes away a role that nobody has any more.
struct RemoveRole: Endpoint {
    static let route = Route(.delete, "/v1/roles/{role}", .roleManage)
    static let summary = "Removes a role that an owner made, once nobody and no key has it."
    static let refusals: [any Web.Refusal.Type] = [Role.Refusal.self]

    struct Input: Decodable, Sendable {
        let role: ID<Role>
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Done {
        guard !Role.builtIn.contains(input.role) else { throw Role.Refusal.builtIn(input.role) }
        let now = shop.now
        try await shop.write { db in
            guard let role = try db.first(RoleTable.find, ["role": input.role], RoleTable.role) else {
                throw Role.Refusal.unknown(input.role)
            }
            guard try db.first(RoleTable.isUsed, ["role": role.id], { _ in true }) == nil else {
                throw Role.Refusal.inUse(role.id)
            }
            try db.run(RoleTable.remove, ["role": role.id])
            try Audit.record(
                by: caller, what: "role.remove", subject: "role:\(role.id)",
                before: JSONCoding.json(RoleView(role)), at: now, in: db)
        }
        return Done()
    }
}
