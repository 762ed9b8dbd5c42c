import Storage
import Values
import Web

/// Lists what staff can be there for.
struct ListRoles: Endpoint {
    static let route = Route(.get, "/v1/roles", .staffManage)
    static let summary = "Lists all roles with what they permit: the shop's own first, then those that owners made."

    let shop: Shop

    func answer(_ input: Nothing, for caller: Caller) async throws -> RolesView {
        let made = try await shop.read { db in try db.all(RoleTable.all, [:], RoleTable.role) }
        return RolesView(items: RoleView.builtIn + made.map(RoleView.init))
    }
}
