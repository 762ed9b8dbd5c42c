import Storage
import Values
import Web

/// Takes an invitation.
struct JoinStaff: Endpoint {
    static let route = Route(.post, "/v1/staff/invitations/acceptance", .shop)
    static let summary = "Accepts an invitation with the token from the mail: sets a password, and begins a session."
    static let refusals: [any Web.Refusal.Type] = [Account.Refusal.self]

    struct Input: Decodable, Sendable {
        let token: LinkToken
        let password: Password
    }

    let ports: PeoplePorts

    func answer(_ input: Input, for caller: Caller) async throws -> Created<FreshSessionView> {
        let (shop, now) = (ports.shop, ports.shop.now)
        let id = ports.secrets.link(input.token.text, .invitation)
        let invited = try await shop.read { db in
            try AccountLink.find(id, .invitation, at: now, in: db).account.map { try Account.known($0, in: db) }
        }
        guard let invited else { throw Account.Refusal.unknownLink }
        let hash = try await ports.passwords.chosen(input.password, by: invited.email, invited.name.text)
        let fresh = Session.Fresh(shop, from: caller.address, with: nil)
        let view = try await shop.write { [ports] db in
            _ = try AccountLink.use(id, .invitation, at: now, in: db)
            guard try Account.move(invited.id, from: .unconfirmed, to: .active, at: now, in: db) else {
                throw Account.Refusal.unknownLink
            }
            try Account.setPassword(hash, of: invited.id, in: db)
            try Audit.record(
                who: "staff:\(invited.email)", what: "staff.join", subject: "account:\(invited.id)",
                detail: caller.origin, at: now, in: db)
            // Whole, unless a second factor has to be set up.
            return try ports.begin(
                fresh, for: Account.known(invited.id, in: db), isWhole: !ports.requiresSecondFactor, at: now, in: db)
        }
        return Created(view, at: "/v1/account")
    }
}

/// Makes the first owner, by the link that the shop printed when it began.
struct MakeOwner: Endpoint {
    static let route = Route(.post, "/v1/owner", .shop)
    static let summary = "Makes the shop's first owner with the token of the link printed at the first start."
    static let refusals: [any Web.Refusal.Type] = [Account.Refusal.self]

    struct Input: Decodable, Sendable {
        let token: LinkToken
        let email: EmailAddress
        let name: ShortText
        let password: Password
        let language: Language?
    }

    let ports: PeoplePorts

    func answer(_ input: Input, for caller: Caller) async throws -> Created<FreshSessionView> {
        let (shop, now) = (ports.shop, ports.shop.now)
        let id = ports.secrets.link(input.token.text, .owner)
        _ = try await shop.read { db in try AccountLink.find(id, .owner, at: now, in: db) }
        let hash = try await ports.passwords.chosen(input.password, by: input.email, input.name.text)
        let owner = Account(
            id: shop.newID(), kind: .staff, email: input.email, name: input.name, language: input.language ?? .en,
            state: .active, role: Role.owner, place: nil, createdAt: now, closedAt: nil, hasSecondFactor: false)
        let fresh = Session.Fresh(shop, from: caller.address, with: nil)
        let view = try await shop.write { [ports] db in
            _ = try AccountLink.use(id, .owner, at: now, in: db)
            guard try db.value(AccountTable.countOwners, as: Int.self) == 0 else { throw Account.Refusal.unknownLink }
            try owner.insert(password: hash, in: db)
            try Audit.record(
                who: "staff:\(owner.email)", what: "staff.join", subject: "account:\(owner.id)",
                detail: caller.origin, at: now, in: db)
            return try ports.begin(
                fresh, for: owner, isWhole: !ports.requiresSecondFactor, at: now, in: db)
        }
        return Created(view, at: "/v1/account")
    }
}

extension PeoplePorts {
    /// The token of a link by which the first owner comes in; nil once there is one. Each call makes the earlier link
    /// void.
    package func ownerToken() async throws -> String? {
        let (now, link) = (shop.now, shop.newID(AccountLink.self))
        let isMade = try await shop.write { db in
            guard try db.value(AccountTable.countOwners, as: Int.self) == 0 else { return false }
            try AccountLink.make(link, .owner, for: nil, at: now, in: db)
            return true
        }
        return isMade ? secrets.token(of: link, .owner) : nil
    }
}
