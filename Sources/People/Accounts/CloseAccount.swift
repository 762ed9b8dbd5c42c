import Storage
import Values
import Web

/// Closes somebody's own account.
struct CloseAccount: Endpoint {
    static let route = Route(.post, "/v1/account/closing", .accountOwn)
    static let summary = """
        Closes your account for good; takes your password. Sessions end, addresses go; orders stay for as long as the \
        law wants, and their own links go on opening them.
        """
    static let refusals: [any Web.Refusal.Type] = [Account.Refusal.self, Tries.TooMany.self]

    struct Input: Decodable, Sendable {
        let password: Password
    }

    let ports: PeoplePorts

    func answer(_ input: Input, for caller: Caller) async throws -> Done {
        let (id, now) = (try caller.loggedIn().account, ports.shop.now)
        let account = try await ports.reproved(id, input.password, caller)
        try await ports.shop.write { [shop = ports.shop] db in
            try account.close(at: now, in: db)
            try shop.write(.closed, to: id, at: now, in: db)
            try Audit.record(by: caller, what: "account.close", subject: "account:\(id)", at: now, in: db)
        }
        return Done()
    }
}

extension Account {
    /// Ends the account and all its sessions. Throws `Refusal.lastOwner`, and `.unknown` when it is closed already.
    func close(at now: Instant, in db: any Transaction) throws {
        if role == Role.owner, state == .active,
           try db.value(AccountTable.countOwners, as: Int.self) ?? 0 < 2 { throw Refusal.lastOwner }
        guard state != .closed, try Account.move(id, from: state, to: .closed, at: now, in: db) else {
            throw Refusal.unknown
        }
        try Session.endAll(of: id, in: db)
        try SecondFactor.remove(from: id, in: db)
        try db.run(AccountTable.removeAddresses, ["account": id])
    }
}
