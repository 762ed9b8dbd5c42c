import Storage
import Values
import Web

/// Asks for another e-mail address.
struct AskEmailChange: Endpoint {
    static let route = Route(.post, "/v1/account/email", .accountOwn)
    static let summary = """
        Sends a link to the e-mail address that you want for your account; takes your password. Until the link is \
        followed nothing changes. The answer is 202 whether somebody has that address or not.
        """
    static let refusals: [any Web.Refusal.Type] = [Account.Refusal.self, Tries.TooMany.self]

    struct Input: Decodable, Sendable {
        let password: Password
        /// The new one.
        let email: EmailAddress
    }

    let ports: PeoplePorts

    func answer(_ input: Input, for caller: Caller) async throws -> MailAnnounced {
        let (id, now) = (try caller.loggedIn().account, ports.shop.now)
        _ = try await ports.reproved(id, input.password, caller)
        try await ports.countMail(to: input.email, from: caller, at: now)
        let link: ID<AccountLink> = ports.shop.newID()
        try await ports.shop.write { [shop = ports.shop] db in
            try EmailChange.ask(link, input.email, for: id, at: now, in: db)
            try shop.outbox.publish(
                AccountLetterAsked(account: id, letter: .emailChange, link: link), at: now, in: db)
        }
        return MailAnnounced()
    }
}

/// Changes the e-mail address by the link that was sent to the new one.
struct ConfirmEmailChange: Endpoint {
    static let route = Route(.post, "/v1/account/email/confirmation", .accountOwn)
    static let summary = """
        Gives your account the e-mail address that the token was sent to. All your other sessions end, links mailed \
        before open nothing any more, and the old address is told.
        """
    static let refusals: [any Web.Refusal.Type] = [Account.Refusal.self]

    struct Input: Decodable, Sendable {
        let token: LinkToken
    }

    let ports: PeoplePorts

    func answer(_ input: Input, for caller: Caller) async throws -> AccountView {
        let (id, session) = try caller.loggedIn()
        let now = ports.shop.now
        let link = ports.secrets.link(input.token.text, .email)
        return try await ports.shop.write { [shop = ports.shop] db in
            let account = try Account.known(id, in: db)
            let new = try EmailChange.confirm(link, of: account, at: now, in: db)
            try db.run(AccountLinkTable.voidAll, ["now": now, "account": id])
            try Session.endAll(of: id, but: session, in: db)
            try shop.outbox.publish(
                AccountLetterAsked(account: id, letter: .emailChanged, link: link), at: now, in: db)
            // A customer's address would name them for as long as the book is kept.
            let isStaff = account.kind == .staff
            try Audit.record(
                by: caller, what: "account.email", subject: "account:\(id)",
                before: isStaff ? ["email": .string(account.email.text)] : nil,
                after: isStaff ? ["email": .string(new.text)] : nil, at: now, in: db)
            return AccountView(try Account.known(id, in: db))
        }
    }
}
