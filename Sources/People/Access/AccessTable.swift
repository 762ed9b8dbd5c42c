import Storage
import Values
import Web

/// What a member of staff is there for. Guests have no role; what they may is in the same table.
package enum Role: String, CaseIterable, Codable, Storable {
    /// Runs the shop.
    case staff
    /// Sees everything and changes nothing.
    case auditor
}

/// The one table that says who may do what, and how far.
package enum AccessTable {
    /// A guest who came with the secret of an order, or with none.
    package static func guest(secret: String? = nil) -> Caller {
        guard let secret else { return stranger }
        let held: [Permission: Scope] = [
            .orderRead: .holding(secret: secret), .paymentCancel: .holding(secret: secret),
            .fileRead: .holding(secret: secret),
        ]
        return Caller(.guest, grants: guestGrants.merging(held) { $1 })
    }

    package static func staff(_ key: APIKey) -> Caller {
        let grants = switch key.role {
        case .staff: staffGrants
        case .auditor: auditorGrants
        }
        return Caller(.staff(key: key.id.text, name: key.name.text), grants: grants)
    }

    private static let stranger = Caller(.guest, grants: guestGrants)
    private static let guestGrants = grants(of: nil)
    private static let staffGrants = grants(of: .staff)
    private static let auditorGrants = grants(of: .auditor)

    private static func grants(of role: Role?) -> [Permission: Scope] {
        Dictionary(uniqueKeysWithValues: Permission.allCases.map { ($0, scope($0, of: role)) })
    }

    /// Written so that a new permission is granted to nobody until it stands here.
    private static func scope(_ permission: Permission, of role: Role?) -> Scope {
        switch permission {
        case .shop:
            .all
        case .orderRead, .fileRead:
            role == nil ? .holding(secret: nil) : .all
        case .paymentCancel:
            switch role {
            case nil: .holding(secret: nil)
            case .staff: .all
            case .auditor: .none
            }
        case .orderList, .catalogueRead, .stockRead, .jobRead, .mailRead, .auditRead:
            role == nil ? .none : .all
        case .orderFulfil, .orderCancel, .orderRefund, .catalogueEdit, .priceEdit, .stockChange, .jobRetry, .keyManage,
             .fileAdd, .fileExport:
            role == .staff ? .all : .none
        }
    }
}
