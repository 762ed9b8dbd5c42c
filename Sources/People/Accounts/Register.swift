import Storage
import Values
import Web

/// Begins an account; a mail to its address goes on with it.
struct Register: Endpoint {
    static let route = Route(.post, "/v1/accounts", .shop)
    static let summary = """
        Registers a customer. The answer is always 202: a mail goes to the address, to confirm it, or to say that \
        there is an account already; nobody learns from the answer who has one.
        """
    static let refusals: [any Web.Refusal.Type] = [Account.Refusal.self, Tries.TooMany.self]

    struct Input: Decodable, Sendable {
        let email: EmailAddress
        let name: ShortText
        let password: Password
        /// Of mails; English unless said.
        let language: Language?
    }

    let ports: PeoplePorts

    func answer(_ input: Input, for caller: Caller) async throws -> MailAnnounced {
        let (shop, now) = (ports.shop, ports.shop.now)
        try await ports.countMail(to: input.email, from: caller, at: now)
        // Before it is looked whether there is an account, so that both ways take as long.
        let hash = try await ports.passwords.chosen(input.password, by: input.email, input.name.text)
        let account = Account(
            id: shop.newID(), kind: .customer, email: input.email, name: input.name,
            language: input.language ?? .en, state: .unconfirmed, role: nil, place: nil, createdAt: now, closedAt: nil,
            hasSecondFactor: false)
        let link: ID<AccountLink> = shop.newID()
        try await shop.write { db in
            let known = try Account.find(.customer, input.email, in: db)?.account
            if let known, known.state != .unconfirmed {
                return try shop.write(.known, to: known.id, at: now, in: db)
            }
            if let known {
                // Whoever confirms shows the password too: an address that somebody else registered before its owner
                // did is of no use to them.
                try Account.setPassword(hash, of: known.id, in: db)
                try db.run(AccountTable.rename, [
                    "name": input.name, "language": account.language, "account": known.id,
                ])
            } else {
                try account.insert(password: hash, in: db)
            }
            try shop.write(
                .confirmation, to: known?.id ?? account.id, with: (link, .confirmation), at: now, in: db)
        }
        return MailAnnounced()
    }
}

extension PeoplePorts {
    /// Keeps strangers from filling somebody's mailbox. Throws `Tries.TooMany`.
    func countMail(to email: EmailAddress, from caller: Caller, at now: Instant) async throws {
        try await shop.write(.readCommitted) { db in
            try Tries.count(Tries.Try(.mail, Account.key(of: email), from: caller.address), at: now, in: db)
        }
    }
}
