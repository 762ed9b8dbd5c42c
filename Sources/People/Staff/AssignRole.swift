import Storage
import Values
import Web

/// Gives somebody of the staff another role, or keeps them out for a while.
struct AssignRole: Endpoint {
    static let route = Route(.put, "/v1/staff/{account}", .staffManage)
    static let summary = """
        Gives somebody of the staff a role, at a place if it reaches one alone, or suspends them; what they may do \
        changes with their next request.
        """
    static let refusals: [any Web.Refusal.Type] = [Account.Refusal.self, Role.Refusal.self]

    struct Input: Decodable, Sendable {
        let account: ID<Account>
        let role: ID<Role>
        let place: ID<PlaceName>?
        /// Keeps them out until it is false again.
        let isSuspended: Bool?
    }

    let ports: PeoplePorts

    func answer(_ input: Input, for caller: Caller) async throws -> AccountView {
        let now = ports.shop.now
        return try await ports.shop.write { db in
            let before = try Account.staff(input.account, within: caller, in: db)
            try Role.check(input.role, place: input.place, givenBy: caller, in: db)
            if before.state == .unconfirmed, input.isSuspended == true { throw Account.Refusal.unconfirmed }
            let isLess = input.role != Role.owner || input.isSuspended == true
            if before.role == Role.owner, before.state == .active, isLess,
               try db.value(AccountTable.countOwners, as: Int.self) ?? 0 < 2 { throw Account.Refusal.lastOwner }
            try db.run(AccountTable.assign, ["role": input.role, "place": input.place, "account": before.id])
            switch (before.state, input.isSuspended) {
            case (.active, true?):
                _ = try Account.move(before.id, from: .active, to: .suspended, at: now, in: db)
                try Session.endAll(of: before.id, in: db)
            case (.suspended, false?): _ = try Account.move(before.id, from: .suspended, to: .active, at: now, in: db)
            default: break
            }
            let after = try Account.known(before.id, in: db)
            try Audit.record(
                by: caller, what: "staff.assign", subject: "account:\(after.id)",
                before: JSONCoding.json(AccountView(before)), after: JSONCoding.json(AccountView(after)), at: now,
                in: db)
            return AccountView(after)
        }
    }
}

extension Account {
    /// Somebody of the staff, whose role reaches no further than the caller's. Throws `Refusal.unknown`,
    /// `Role.Refusal.beyondYours`.
    static func staff(_ id: ID<Account>, within caller: Caller, in db: any Transaction) throws -> Account {
        let account = try Account.known(id, in: db)
        guard account.kind == .staff, account.state != .closed, let role = account.role else { throw Refusal.unknown }
        guard AccessTable.covers(caller, try Role.grants(of: role, in: db), place: account.place?.text) else {
            throw Role.Refusal.beyondYours(role)
        }
        return account
    }
}
