import Storage
import Values

/// What is derived from the shop's secret key for accounts: the texts of links in mails, by what devices are known, and
/// the lock on the seeds of second factors. No such text is stored.
package struct AccountSecrets: Sendable {
    private let key: [UInt8]

    /// `key` is the shop's, of `OrderSecrets.keyLengthBytes` or more.
    package init(key: [UInt8]) {
        precondition(key.count >= OrderSecrets.keyLengthBytes, "the shop's key is too short")
        self.key = key
    }

    /// What a link ends in: its identifier, and what only the shop can have made of it.
    package func token(of link: ID<AccountLink>, _ purpose: AccountLink.Purpose) -> String {
        "\(link).\(proof(link, purpose))"
    }

    /// The link that `token` names; nil when the shop never made it for that purpose.
    func link(_ token: String, _ purpose: AccountLink.Purpose) -> ID<AccountLink>? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let link = ID<AccountLink>(String(parts[0])),
              Digest.same(String(parts[1]), proof(link, purpose)) else { return nil }
        return link
    }

    private func proof(_ link: ID<AccountLink>, _ purpose: AccountLink.Purpose) -> String {
        mark("account link:\(purpose.rawValue):\(link)")
    }

    /// What only the shop can make of a text.
    func mark(_ text: String) -> String { Base32.text(Digest.hmac(Array(text.utf8), key: key)) }

    var sealKey: [UInt8] { Digest.hmac(Array("second factors".utf8), key: key) }
}

/// A link in a mail, or on the owner's terminal: opens one door, once, for a while.
package struct AccountLink: Sendable, Equatable {
    package let id: ID<AccountLink>
    /// Nil for the first owner, who has none yet.
    package let account: ID<Account>?
    package let purpose: Purpose
    package let expiresAt: Instant

    package enum Purpose: String, CaseIterable, Codable, Sendable, Storable {
        case confirmation, reset, invitation, owner
        /// Its links stand in a table of their own: see `EmailChange`.
        case email

        var lifetime: Instant.Span {
            switch self {
            case .confirmation: .hours(48)
            case .reset: .hours(1)
            case .email: .hours(24)
            case .invitation, .owner: .hours(7 * 24)
            }
        }
    }

    /// Makes a link under an identifier that was drawn before; those made earlier for the same open nothing any more.
    static func make(
        _ id: ID<AccountLink>, _ purpose: Purpose, for account: ID<Account>?, at now: Instant, in db: any Transaction
    ) throws {
        try db.run(AccountLinkTable.void, ["now": now, "purpose": purpose, "account": account])
        try db.run(AccountLinkTable.add, [
            "link": id, "account": account, "purpose": purpose, "at": now, "expires": now + purpose.lifetime,
        ])
    }

    /// The link, as long as it opens anything. Throws `Account.Refusal.unknownLink`.
    static func find(
        _ id: ID<AccountLink>?, _ purpose: Purpose, at now: Instant, in db: any Transaction
    ) throws -> AccountLink {
        guard let id, let link = try db.first(
            AccountLinkTable.find, ["link": id, "purpose": purpose, "now": now], AccountLinkTable.link)
        else { throw Account.Refusal.unknownLink }
        return link
    }

    /// Uses it up. Throws `Account.Refusal.unknownLink` when it was used meanwhile, or its time is over.
    static func use(
        _ id: ID<AccountLink>?, _ purpose: Purpose, at now: Instant, in db: any Transaction
    ) throws -> AccountLink {
        let link = try find(id, purpose, at: now, in: db)
        guard try db.run(AccountLinkTable.use, ["now": now, "link": link.id]) == 1 else {
            throw Account.Refusal.unknownLink
        }
        return link
    }
}

/// The table of links and all SQL on it.
enum AccountLinkTable {
    static let migration = Migration(70, "links in mails", """
        CREATE TABLE account_link (
            link TEXT NOT NULL PRIMARY KEY,
            account TEXT REFERENCES account (account),
            purpose TEXT NOT NULL CHECK (purpose IN ('confirmation', 'reset', 'invitation', 'owner')),
            created_at BIGINT NOT NULL,
            expires_at BIGINT NOT NULL CHECK (expires_at > created_at),
            used_at BIGINT,
            CHECK ((account IS NULL) = (purpose = 'owner'))
        ) {strict}
        """, "CREATE INDEX account_link_of_account ON account_link (account, purpose)")

    static let aged = Migration(
        101, "links in mails by their end", "CREATE INDEX account_link_by_end ON account_link (expires_at)")

    static let void: Statement = """
        UPDATE account_link SET used_at = $now WHERE used_at IS NULL AND purpose = $purpose
            AND (account = $account OR account IS NULL AND CAST($account AS TEXT) IS NULL)
        """

    static let voidAll: Statement = """
        UPDATE account_link SET used_at = $now WHERE account = $account AND used_at IS NULL
        """

    static let add: Statement = """
        INSERT INTO account_link (link, account, purpose, created_at, expires_at)
        VALUES ($link, $account, $purpose, $at, $expires)
        """

    static let find: Statement = """
        SELECT link, account, purpose, expires_at FROM account_link
        WHERE link = $link AND purpose = $purpose AND used_at IS NULL AND expires_at > $now
        """

    static let use: Statement = """
        UPDATE account_link SET used_at = $now WHERE link = $link AND used_at IS NULL AND expires_at > $now
        """

    static let forget: Statement = "DELETE FROM account_link WHERE expires_at < $before"

    static func link(_ row: borrowing Row) throws -> AccountLink {
        AccountLink(
            id: try row["link"], account: try row["account"], purpose: try row["purpose"],
            expiresAt: try row["expires_at"])
    }
}
