import Values
import Web

/// What somebody is there for. Those below are the shop's own; an owner can make others.
package enum Role {
    /// Whoever runs the shop: everything.
    package static let owner: ID<Role> = "owner"
    /// Everything but making roles and owners.
    package static let administrator: ID<Role> = "administrator"
    /// Sees everything and changes nothing.
    package static let auditor: ID<Role> = "auditor"
    package static let accountant: ID<Role> = "accountant"
    package static let catalogueEditor: ID<Role> = "catalogue-editor"
    package static let sales: ID<Role> = "sales"
    package static let warehouse: ID<Role> = "warehouse"
    package static let works: ID<Role> = "works"
    /// Staff of one place: its orders and handovers only.
    package static let dealer: ID<Role> = "dealer"

    package static let builtIn = [
        owner, administrator, auditor, accountant, catalogueEditor, sales, warehouse, works, dealer,
    ]

    /// How far a role's permission reaches.
    package enum Reach: String, CaseIterable, Codable, Sendable {
        case all
        /// What belongs to the place that the holder is staff of.
        case place
    }

    package typealias Grants = [Permission: Reach]

    package enum Refusal: Error, Equatable {
        case unknown(ID<Role>)
        /// It is one of the shop's own, which stay as they are.
        case builtIn(ID<Role>)
        /// Somebody or some key still has it.
        case inUse(ID<Role>)
        /// It reaches further than whoever wants to give it.
        case beyondYours(ID<Role>)
        /// It reaches one place alone, and none was named; or a place was named, and it reaches everything.
        case place(isMissing: Bool)
        case tooMany(limit: Int)
    }

    /// More than any shop has kinds of staff.
    package static let limit = 100
}

/// A role that an owner made.
package struct MadeRole: Sendable, Equatable {
    package let id: ID<Role>
    package let name: ShortText
    package let grants: Role.Grants
    package let createdAt: Instant
}

extension Role.Refusal: Web.Refusal {
    package static let catalogue = [
        Self.unknown("night-watch"), .builtIn(Role.sales), .inUse("night-watch"), .beyondYours(Role.owner),
        .place(isMissing: true), .tooMany(limit: Role.limit),
    ].map(\.problem)

    package var problem: Problem {
        switch self {
        case .unknown(let role):
            Problem(404, "unknown-role", "There is no such role.", ["role": .string(role.text)])
        case .builtIn(let role):
            Problem(409, "role-built-in", "That role is the shop's own and stays as it is.",
                    ["role": .string(role.text)])
        case .inUse(let role):
            Problem(409, "role-in-use", "Somebody or some key still has that role.", ["role": .string(role.text)])
        case .beyondYours(let role):
            Problem(403, "role-beyond-yours", "That role may do what you may not; you can't give or take it.",
                    ["role": .string(role.text)])
        case .place(let isMissing):
            Problem(422, "role-place", isMissing
                        ? "That role reaches one place alone: say which."
                        : "That role reaches the whole shop: leave the place out.")
        case .tooMany(let limit):
            Problem(409, "too-many-roles", "The shop has \(limit) roles of its own at most.",
                    ["limit": .integer(Int64(limit))])
        }
    }
}
