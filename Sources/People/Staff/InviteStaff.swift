import Storage
import Values
import Web

/// Asks somebody to join the staff.
struct InviteStaff: Endpoint {
    static let route = Route(.post, "/v1/staff", .staffManage)
    static let summary = """
        Invites somebody to the staff with a role you hold yourself: a mail with a link goes to them. Invited again \
        before they came, they get another link.
        """
    static let refusals: [any Web.Refusal.Type] = [Account.Refusal.self, Role.Refusal.self]

    struct Input: Decodable, Sendable {
        let email: EmailAddress
        let name: ShortText
        let role: ID<Role>
        let place: ID<PlaceName>?
        let language: Language?
    }

    let ports: PeoplePorts

    func answer(_ input: Input, for caller: Caller) async throws -> Created<AccountView> {
        let (shop, now) = (ports.shop, ports.shop.now)
        let new = Account(
            id: shop.newID(), kind: .staff, email: input.email, name: input.name, language: input.language ?? .en,
            state: .unconfirmed, role: input.role, place: input.place, createdAt: now, closedAt: nil,
            hasSecondFactor: false)
        let link: ID<AccountLink> = shop.newID()
        let account = try await shop.write { db in
            try Role.check(input.role, place: input.place, givenBy: caller, in: db)
            let known = try Account.find(.staff, input.email, in: db)?.account
            if let known, known.state != .unconfirmed { throw Account.Refusal.taken(input.email) }
            if let known {
                _ = try Account.staff(known.id, within: caller, in: db)
                try db.run(AccountTable.rename, [
                    "name": input.name, "language": new.language, "account": known.id,
                ])
                try db.run(AccountTable.assign, ["role": input.role, "place": input.place, "account": known.id])
            } else {
                try new.insert(password: nil, in: db)
            }
            let account = try Account.known(known?.id ?? new.id, in: db)
            try shop.write(.invitation, to: account.id, with: (link, .invitation), at: now, in: db)
            try Audit.record(
                by: caller, what: "staff.invite", subject: "account:\(account.id)",
                after: JSONCoding.json(AccountView(account)), at: now, in: db)
            return account
        }
        return Created(AccountView(account), at: "/v1/staff/\(account.id)")
    }
}
