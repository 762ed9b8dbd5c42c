import Storage
import Values
import Web

/// Sends whoever has forgotten their password a link.
struct AskReset: Endpoint {
    static let route = Route(.post, "/v1/password-resets", .shop)
    static let summary = """
        Sends a link for a new password to an address, if there is an account; the answer is 202 either way.
        """
    static let refusals: [any Web.Refusal.Type] = [Tries.TooMany.self]

    struct Input: Decodable, Sendable {
        let email: EmailAddress
        /// A customer's unless said otherwise.
        let kind: Account.Kind?
    }

    let ports: PeoplePorts

    func answer(_ input: Input, for caller: Caller) async throws -> MailAnnounced {
        let (shop, now) = (ports.shop, ports.shop.now)
        try await ports.countMail(to: input.email, from: caller, at: now)
        // Whether there is an account isn't looked at here: who waits for the answer can't tell by how long it takes.
        let work = SendReset(email: input.email, account: input.kind ?? .customer)
        try await shop.write(.readCommitted) { db in try work.enqueue(at: now, in: db) }
        return MailAnnounced()
    }
}

/// Asks for a link to a new password for whoever may have an account at an address.
struct SendReset: Job {
    static let kind = "people.password-reset"

    let email: EmailAddress
    let account: Account.Kind
}

/// Makes the link, and asks for its mail, if there is an account. A link made once more makes the one before void.
struct ResetSending: JobHandler {
    let shop: Shop

    func run(_ work: SendReset) async throws -> LastWrite? {
        let (now, link) = (shop.now, shop.newID(AccountLink.self))
        return LastWrite { [shop] db in
            let found = try Account.find(work.account, work.email, in: db)
            guard let account = found?.account, account.state == .active else { return }
            try shop.write(.reset, to: account.id, with: (link, .reset), at: now, in: db)
        }
    }
}

/// Sets a new password by the link that was sent.
struct ResetPassword: Endpoint {
    static let route = Route(.post, "/v1/password-resets/confirmation", .shop)
    static let summary = """
        Sets a new password with the token from the mail; all sessions of the account end, and a second factor is \
        asked for as before.
        """
    static let refusals: [any Web.Refusal.Type] = [Account.Refusal.self]

    struct Input: Decodable, Sendable {
        let token: LinkToken
        let password: Password
    }

    let ports: PeoplePorts

    func answer(_ input: Input, for caller: Caller) async throws -> Done {
        let (shop, now) = (ports.shop, ports.shop.now)
        let id = ports.secrets.link(input.token.text, .reset)
        let account = try await shop.read { db in
            let link = try AccountLink.find(id, .reset, at: now, in: db)
            return try link.account.map { try Account.known($0, in: db) }
        }
        guard let account else { throw Account.Refusal.unknownLink }
        let hash = try await ports.passwords.chosen(input.password, by: account.email, account.name.text)
        try await shop.write { db in
            _ = try AccountLink.use(id, .reset, at: now, in: db)
            guard try Account.known(account.id, in: db).state == .active else { throw Account.Refusal.unknownLink }
            try Account.setPassword(hash, of: account.id, in: db)
            try Session.endAll(of: account.id, in: db)
            try db.run(EmailChangeTable.void, ["now": now, "account": account.id])
            try Tries.acquit(.login, Account.tried(account.kind, account.email), in: db)
            try shop.write(.passwordChanged, to: account.id, at: now, in: db)
            if account.kind == .staff {
                try Audit.record(
                    by: caller, what: "password.reset", subject: "account:\(account.id)", at: now, in: db)
            }
        }
        return Done()
    }
}
