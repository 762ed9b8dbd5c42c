import Values
import Web

/// A role as staff see it.
package struct RoleView: View {
    package let id: ID<Role>
    package let name: String
    /// One of the shop's own, which stay as they are.
    package let isBuiltIn: Bool
    package let permissions: [Grant]

    /// A permission and how far it reaches.
    package struct Grant: Codable, Sendable {
        package let permission: Permission
        package let reach: Role.Reach
    }

    init(_ role: ID<Role>, _ name: String, _ grants: Role.Grants, isBuiltIn: Bool) {
        id = role
        self.name = name
        self.isBuiltIn = isBuiltIn
        permissions = Permission.allCases.compactMap { permission in
            grants[permission].map { Grant(permission: permission, reach: $0) }
        }
    }

    init(_ role: MadeRole) { self.init(role.id, role.name.text, role.grants, isBuiltIn: false) }

    static let builtIn = Role.builtIn.map { role in
        RoleView(role, role.text, AccessTable.grants(of: role) ?? [:], isBuiltIn: true)
    }
}

/// All roles there are.
package struct RolesView: View {
    package let items: [RoleView]
}
