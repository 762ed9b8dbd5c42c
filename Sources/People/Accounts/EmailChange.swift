import Storage
import Values

/// Another e-mail address that somebody wants for their account: it is theirs once the link that was sent to it comes
/// back. Both addresses stand here for the letters, and nowhere else.
package struct EmailChange: Sendable {
    package let id: ID<AccountLink>
    /// The address before; nil until it is changed.
    package let old: EmailAddress?
    package let new: EmailAddress

    /// Asks for it under an identifier that was drawn before; what was asked for earlier comes to nothing.
    static func ask(
        _ id: ID<AccountLink>, _ new: EmailAddress, for account: ID<Account>, at now: Instant, in db: any Transaction
    ) throws {
        try db.run(EmailChangeTable.void, ["now": now, "account": account])
        try db.run(EmailChangeTable.add, [
            "link": id, "account": account, "email": new, "at": now,
            "expires": now + AccountLink.Purpose.email.lifetime,
        ])
    }

    /// Gives the account the new address, and uses the link up. Throws `Account.Refusal.unknownLink`, and `.taken` when
    /// somebody of the account's kind has that address.
    static func confirm(
        _ id: ID<AccountLink>?, of account: Account, at now: Instant, in db: any Transaction
    ) throws -> EmailAddress {
        let new = try db.first(EmailChangeTable.use, [
            "old": account.email, "now": now, "link": id, "account": account.id,
        ]) { row in try row.get("new_email", as: EmailAddress.self) }
        guard let new else { throw Account.Refusal.unknownLink }
        guard try db.run(AccountTable.readdress, [
            "email": new, "key": Account.key(of: new), "account": account.id, "kind": account.kind,
        ]) == 1 else { throw Account.Refusal.taken(new) }
        return new
    }

    package static func find(_ id: ID<AccountLink>, in db: any Transaction) throws -> EmailChange? {
        try db.first(EmailChangeTable.find, ["link": id], EmailChangeTable.change)
    }

    static func all(of account: ID<Account>, in db: any Transaction) throws -> [EmailChange] {
        try db.all(EmailChangeTable.ofAccount, ["account": account], EmailChangeTable.change)
    }
}

/// The table of addresses that were asked for and all SQL on it.
enum EmailChangeTable {
    static let migration = Migration(98, "changes of e-mail addresses", """
        CREATE TABLE email_change (
            link TEXT NOT NULL PRIMARY KEY,
            account TEXT NOT NULL REFERENCES account (account),
            old_email TEXT,
            new_email TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            expires_at BIGINT NOT NULL CHECK (expires_at > created_at),
            used_at BIGINT
        ) {strict}
        """, "CREATE INDEX email_change_of_account ON email_change (account, link)",
        "CREATE INDEX email_change_by_end ON email_change (expires_at)")

    static let void: Statement = "UPDATE email_change SET used_at = $now WHERE account = $account AND used_at IS NULL"

    static let add: Statement = """
        INSERT INTO email_change (link, account, new_email, created_at, expires_at)
        VALUES ($link, $account, $email, $at, $expires)
        """

    static let use: Statement = """
        UPDATE email_change SET used_at = $now, old_email = $old
        WHERE link = $link AND account = $account AND used_at IS NULL AND expires_at > $now
        RETURNING new_email
        """

    static let find: Statement = "SELECT link, old_email, new_email FROM email_change WHERE link = $link"

    static let ofAccount: Statement = """
        SELECT link, old_email, new_email FROM email_change WHERE account = $account ORDER BY link
        """

    static let remove: Statement = "DELETE FROM email_change WHERE account = $account"

    static let forget: Statement = "DELETE FROM email_change WHERE expires_at < $before"

    static func change(_ row: borrowing Row) throws -> EmailChange {
        EmailChange(id: try row["link"], old: try row["old_email"], new: try row["new_email"])
    }
}
