import Storage
import Values
import Web

/// Opens an account whose owner has answered the mail.
struct ConfirmAccount: Endpoint {
    static let route = Route(.post, "/v1/accounts/confirmation", .shop)
    static let summary = """
        Confirms an account with the token from the mail and the password it was registered with, and begins a session.
        """
    static let refusals: [any Web.Refusal.Type] = [Account.Refusal.self, Tries.TooMany.self]

    struct Input: Decodable, Sendable {
        let token: LinkToken
        let password: Password
    }

    let ports: PeoplePorts

    func answer(_ input: Input, for caller: Caller) async throws -> Created<FreshSessionView> {
        let (shop, now) = (ports.shop, ports.shop.now)
        let id = ports.secrets.link(input.token.text, .confirmation)
        let tried = Tries.Try(.login, "confirmation \(id?.text ?? "")", from: caller.address)
        try await shop.write(.readCommitted) { db in
            try Tries.count(tried, at: now, in: db)
        }
        let found = try await shop.read { db in
            let link = try AccountLink.find(id, .confirmation, at: now, in: db)
            guard let account = link.account else { throw Account.Refusal.unknownLink }
            return (account, try Account.password(of: account, in: db))
        }
        guard try await ports.passwords.verify(input.password, against: found.1 ?? ports.passwords.decoy).isRight,
              found.1 != nil else { throw Account.Refusal.wrongPassword }
        let fresh = Session.Fresh(shop, from: caller.address, with: nil)
        let view = try await shop.write { [ports] db in
            _ = try AccountLink.use(id, .confirmation, at: now, in: db)
            guard try Account.password(of: found.0, in: db) == found.1,
                  try Account.move(found.0, from: .unconfirmed, to: .active, at: now, in: db) else {
                throw Account.Refusal.unknownLink
            }
            try Tries.forgive(tried, in: db)
            let account = try Account.known(found.0, in: db)
            return try ports.begin(fresh, for: account, isWhole: true, at: now, in: db)
        }
        return Created(view, at: "/v1/account")
    }
}

/// What a link of ours ends in.
package struct LinkToken: Decodable, Sendable, SchemaDeclaring, CustomStringConvertible {
    let text: String

    package static let schema = Schema.string(
        1...128, pattern: "^[0-9a-z.]+$", example: "01kb1r8f9x.4m7q8s", reason: "must be what the link ended in",
        isValid: isValid)

    private static func isValid(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count) && text.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (97...122).contains(byte) || byte == 46
        }
    }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard Self.isValid(text) else { throw Malformed("must be what the link ended in") }
        self.text = text
    }

    package var description: String { "•••" }
}
