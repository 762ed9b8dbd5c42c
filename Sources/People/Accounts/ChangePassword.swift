import Storage
import Values
import Web

/// Gives somebody who is logged in another password.
struct ChangePassword: Endpoint {
    static let route = Route(.put, "/v1/account/password", .accountOwn)
    static let summary = """
        Changes your password; takes the one you have. All your other sessions end, and yours is replaced by another.
        """
    static let refusals: [any Web.Refusal.Type] = [Account.Refusal.self, Tries.TooMany.self]

    struct Input: Decodable, Sendable {
        /// The one you have.
        let password: Password
        let newPassword: Password
    }

    let ports: PeoplePorts

    func answer(_ input: Input, for caller: Caller) async throws -> FreshSessionView {
        let (id, session) = try caller.loggedIn()
        let (shop, now) = (ports.shop, ports.shop.now)
        let account = try await ports.reproved(id, input.password, caller)
        let hash: String
        do {
            hash = try await ports.passwords.chosen(input.newPassword, by: account.email, account.name.text)
        } catch Account.Refusal.weakPassword {
            throw Account.Refusal.weakPassword.problem.with([
                Problem.Fault("#/newPassword", "is too easy to guess"),
            ])
        }
        let fresh = Session.Fresh(shop, from: caller.address, with: nil)
        return try await shop.write { [ports] db in
            try Account.setPassword(hash, of: id, in: db)
            try Session.endAll(of: id, but: session, in: db)
            try db.run(EmailChangeTable.void, ["now": now, "account": id])
            try shop.write(.passwordChanged, to: id, at: now, in: db)
            if account.kind == .staff {
                try Audit.record(by: caller, what: "password.change", subject: "account:\(id)", at: now, in: db)
            }
            return try ports.rotate(session, of: account, as: fresh, at: now, in: db)
        }
    }
}
