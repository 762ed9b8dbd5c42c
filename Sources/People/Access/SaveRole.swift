import Storage
import Values
import Web

/// Makes a role, or changes one that was made.
struct SaveRole: Endpoint {
    static let route = Route(.put, "/v1/roles/{role}", .roleManage)
    static let summary = "Makes a role of the shop's own choosing, or changes it; whoever has it may do so at once."
    static let refusals: [any Web.Refusal.Type] = [Role.Refusal.self]

    struct Input: Decodable, Sendable {
        let role: ID<Role>
        let name: ShortText
        /// For the whole shop.
        let permissions: [Permission]
        /// For the place that its holder is staff of.
        let placePermissions: [Permission]?
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> RoleView {
        guard !Role.builtIn.contains(input.role) else { throw Role.Refusal.builtIn(input.role) }
        var grants: Role.Grants = [:]
        for permission in input.placePermissions ?? [] { grants[permission] = .place }
        for permission in input.permissions { grants[permission] = .all }
        let never = grants.keys.filter { AccessTable.isOfSessions($0) || $0 == .roleManage }
        guard never.isEmpty else {
            throw Problem.invalidInput(never.map(\.rawValue).sorted().map {
                Problem.Fault("#/permissions", "\($0) can't be given by a role that was made")
            })
        }
        // Only what is asked of one order at a time, or of a list that knows places, can reach a place alone.
        let wide = grants.filter { $0.value == .place && !Self.placeable.contains($0.key) }.keys
        guard wide.isEmpty else {
            throw Problem.invalidInput(wide.map(\.rawValue).sorted().map {
                Problem.Fault("#/placePermissions", "\($0) reaches the whole shop or nothing")
            })
        }
        let (now, role) = (shop.now, MadeRole(id: input.role, name: input.name, grants: grants, createdAt: shop.now))
        try await shop.write { db in
            guard try db.value(RoleTable.count, ["role": role.id], as: Int.self) ?? 0 < Role.limit else {
                throw Role.Refusal.tooMany(limit: Role.limit)
            }
            let before = try db.first(RoleTable.find, ["role": role.id], RoleTable.role)
            try db.run(RoleTable.put, [
                "role": role.id, "name": role.name, "grants": StoredJSON(Role.Stored(role.grants)), "at": now,
            ])
            try Audit.record(
                by: caller, what: "role.save", subject: "role:\(role.id)",
                before: before.map { try JSONCoding.json(RoleView($0)) }, after: JSONCoding.json(RoleView(role)),
                at: now, in: db)
        }
        return RoleView(role)
    }

    private static let placeable: Set<Permission> = [.orderRead, .orderList, .orderHandOver]
}
