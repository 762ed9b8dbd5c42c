import Values
import Web

/// The one table that says who may do what, and how far. Whoever isn't named at a permission doesn't hold it.
package enum AccessTable {
    /// Who holds a permission.
    private struct Holders {
        /// Roles that hold it for the whole shop. Owners hold everything; they aren't repeated here.
        let all: [ID<Role>]
        /// Roles that hold it for their place alone.
        var place: [ID<Role>] = []
        /// Customers hold it for what is theirs.
        var isCustomers = false
        /// Guests hold it for what they have the secret of.
        var isSecretHolders = false
    }

    private static func holders(of permission: Permission) -> Holders {
        let everyone = Role.builtIn.filter { $0 != Role.owner }
        return switch permission {
        case .shop: Holders(all: everyone)
        // Of sessions, not of roles: who has logged in holds it, however little their role may do.
        case .accountOwn, .sessionComplete: Holders(all: [])
        case .orderRead:
            Holders(
                all: [Role.administrator, Role.auditor, Role.accountant, Role.sales, Role.warehouse, Role.works],
                place: [Role.dealer], isCustomers: true, isSecretHolders: true)
        case .fileRead:
            Holders(
                all: [Role.administrator, Role.auditor, Role.accountant, Role.sales, Role.warehouse, Role.works],
                place: [Role.dealer], isCustomers: true, isSecretHolders: true)
        case .fileAdd: Holders(all: [Role.administrator, Role.sales, Role.accountant])
        case .fileExport: Holders(all: [Role.administrator, Role.accountant, Role.sales])
        case .orderList:
            Holders(
                all: [Role.administrator, Role.auditor, Role.accountant, Role.sales, Role.warehouse, Role.works],
                place: [Role.dealer])
        case .paymentCancel:
            Holders(all: [Role.administrator, Role.sales], isCustomers: true, isSecretHolders: true)
        case .dayRead:
            Holders(all: [
                Role.administrator, Role.auditor, Role.accountant, Role.sales, Role.warehouse, Role.works,
            ])
        case .paymentRead: Holders(all: [Role.administrator, Role.auditor, Role.accountant, Role.sales])
        case .orderShip: Holders(all: [Role.administrator, Role.warehouse])
        case .orderHandOver: Holders(all: [Role.administrator, Role.warehouse], place: [Role.dealer])
        case .orderCancel: Holders(all: [Role.administrator, Role.sales])
        case .orderRefund: Holders(all: [Role.administrator, Role.sales, Role.accountant])
        case .catalogueRead:
            Holders(all: [
                Role.administrator, Role.auditor, Role.accountant, Role.catalogueEditor, Role.sales, Role.works,
            ])
        case .catalogueEdit: Holders(all: [Role.administrator, Role.catalogueEditor])
        case .priceEdit: Holders(all: [Role.administrator, Role.accountant, Role.sales])
        case .stockRead:
            Holders(all: [
                Role.administrator, Role.auditor, Role.accountant, Role.catalogueEditor, Role.sales, Role.warehouse,
                Role.works,
            ])
        case .stockChange: Holders(all: [Role.administrator, Role.warehouse])
        case .jobRead: Holders(all: [Role.administrator, Role.auditor, Role.sales])
        case .mailRead: Holders(all: [Role.administrator, Role.auditor, Role.sales])
        case .customerRead: Holders(all: [Role.administrator, Role.auditor, Role.sales])
        case .auditRead: Holders(all: [Role.administrator, Role.auditor])
        case .jobRetry, .customerErase, .keyManage, .staffManage: Holders(all: [Role.administrator])
        case .orderErase: Holders(all: [Role.administrator], isCustomers: true, isSecretHolders: true)
        case .roleManage: Holders(all: [])
        }
    }

    /// What a session or nobody holds, beside what roles hold.
    private static let persons: [Permission] = [.accountOwn, .sessionComplete]

    private static let grantsByRole: [ID<Role>: Role.Grants] = Dictionary(
        uniqueKeysWithValues: Role.builtIn.map { role in
            let grants = Permission.allCases.compactMap { permission -> (Permission, Role.Reach)? in
                if isOfSessions(permission) { return nil }
                let holders = holders(of: permission)
                if role == Role.owner || holders.all.contains(role) { return (permission, .all) }
                return holders.place.contains(role) ? (permission, .place) : nil
            }
            return (role, Dictionary(uniqueKeysWithValues: grants))
        })

    /// What comes with a session, and no role can give.
    package static func isOfSessions(_ permission: Permission) -> Bool {
        permission == .accountOwn || permission == .sessionComplete
    }

    /// What one of the shop's own roles may do; nil for a role that an owner made.
    package static func grants(of role: ID<Role>) -> Role.Grants? { grantsByRole[role] }

    /// What somebody of a role may do at `place`. What reaches a place reaches nothing without one.
    static func scopes(_ grants: Role.Grants, place: String?) -> [Permission: Scope] {
        var scopes: [Permission: Scope] = [.shop: .all]
        for (permission, reach) in grants where !isOfSessions(permission) {
            switch reach {
            case .all: scopes[permission] = .all
            case .place: scopes[permission] = place.map(Scope.place) ?? Scope.none
            }
        }
        return scopes
    }

    /// Whether `grants` permits nothing that `caller` may not do, everywhere that it permits it.
    package static func covers(_ caller: Caller, _ grants: Role.Grants, place: String?) -> Bool {
        scopes(grants, place: place).allSatisfy { permission, scope in
            scope == .none || caller.scope(permission) == .all || caller.scope(permission) == scope
        }
    }
}

extension AccessTable {
    /// A guest who came with the secret of an order, or with none.
    package static func guest(secret: String? = nil, address: String? = nil) -> Caller {
        guard let secret else { return address == nil ? stranger : Caller(.guest, grants: guests, address: address) }
        let held = Dictionary(uniqueKeysWithValues: heldBySecret.map { ($0, Scope.holding(secret: secret)) })
        return Caller(.guest, grants: guests.merging(held) { $1 }, address: address)
    }

    package static func customer(_ person: Caller.Person, address: String? = nil) -> Caller {
        let own = Scope.own(account: person.account)
        let held = Dictionary(uniqueKeysWithValues: (customers + persons).map { ($0, own) })
        return Caller(.customer(person), grants: held.merging([.shop: .all]) { $1 }, address: address)
    }

    package static func staff(
        _ person: Caller.Person, _ grants: Role.Grants, place: String?, address: String? = nil
    ) -> Caller {
        let own = Dictionary(uniqueKeysWithValues: persons.map { ($0, Scope.own(account: person.account)) })
        return Caller(.staff(person), grants: scopes(grants, place: place).merging(own) { $1 }, address: address)
    }

    /// Somebody whose password was right, and who has still to show the second factor.
    package static func half(
        _ kind: Account.Kind, _ person: Caller.Person, address: String? = nil
    ) -> Caller {
        let own = Scope.own(account: person.account)
        return Caller(
            kind == .staff ? .staff(person) : .customer(person), grants: [.shop: .all, .sessionComplete: own],
            address: address)
    }

    /// `narrowed`: what the key was made for; nil: all that its role may do.
    package static func key(
        id: String, name: String, _ grants: Role.Grants, narrowed: Set<Permission>?, place: String?,
        address: String? = nil
    ) -> Caller {
        let granted = grants.filter { narrowed?.contains($0.key) ?? true }
        return Caller(.key(id: id, name: name), grants: scopes(granted, place: place), address: address)
    }

    /// With no secret they hold nothing, but may come: an order they don't hold is unknown to them, not forbidden.
    private static let guests: [Permission: Scope] = [.shop: .all].merging(
        heldBySecret.map { ($0, Scope.holding(secret: nil)) }) { $1 }
    private static let stranger = Caller(.guest, grants: guests)
    private static let heldBySecret = Permission.allCases.filter { holders(of: $0).isSecretHolders }
    private static let customers = Permission.allCases.filter { holders(of: $0).isCustomers }
}
