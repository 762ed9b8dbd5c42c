import Storage
import Values

/// Somebody logged in, at one browser or program. Its text is `se_` and 256 random bits in base 32; the shop keeps only
/// the text's SHA-256.
package struct Session: Sendable, Equatable {
    package let id: ID<Session>
    package let account: ID<Account>
    /// False while the second factor has still to be shown, or made.
    package let isWhole: Bool
    package let createdAt: Instant
    package let seenAt: Instant
    package let expiresAt: Instant
    /// Where it began, and with what program.
    package let address: String?
    package let agent: String?

    package static let prefix = "se_"

    /// Bytes of a program's name that are kept.
    static let agentLimit = 200

    /// How long a session lasts at most, and without being used.
    struct Lifetime: Sendable {
        let whole: Instant.Span
        let idle: Instant.Span

        static func of(_ kind: Account.Kind, isWhole: Bool) -> Lifetime {
            guard isWhole else { return Lifetime(whole: .minutes(10), idle: .minutes(10)) }
            return switch kind {
            case .customer: Lifetime(whole: .hours(90 * 24), idle: .hours(30 * 24))
            case .staff: Lifetime(whole: .hours(12), idle: .hours(2))
            }
        }
    }

    /// Those of one account at the same time; the oldest goes when there would be more.
    static let limit = 50

    /// How old the note of its last use may get.
    private static let noteAge = Instant.Span.minutes(1)

    func isToBeSeen(at now: Instant) -> Bool { now - seenAt > Self.noteAge }

    /// The session whose text this is, with its account; nil when there is none, its time is over, it was ended, or its
    /// account is no longer open.
    static func find(
        text: String, at now: Instant, in db: any Transaction
    ) throws -> (session: Session, account: Account)? {
        let hash = Digest.sha256(text)
        let found = try db.first(SessionTable.byHash, ["hash": hash, "now": now]) { row in
            (session: try SessionTable.session(row), hash: try row.get("hash", as: [UInt8].self))
        }
        guard let found, Digest.same(found.hash, hash),
              let account = try Account.find(found.session.account, in: db), account.state == .active else {
            return nil
        }
        let idle = Lifetime.of(account.kind, isWhole: found.session.isWhole).idle
        return now - found.session.seenAt < idle ? (found.session, account) : nil
    }

    static func see(_ id: ID<Session>, at now: Instant, in db: any Transaction) throws {
        try db.run(SessionTable.see, ["now": now, "session": id])
    }

    /// Ends one of an account's sessions; answers whether it was there.
    @discardableResult
    static func end(_ id: ID<Session>, of account: ID<Account>, in db: any Transaction) throws -> Bool {
        try db.run(SessionTable.end, ["session": id, "account": account]) == 1
    }

    /// Ends all of an account's sessions but one.
    static func endAll(of account: ID<Account>, but kept: ID<Session>? = nil, in db: any Transaction) throws {
        try db.run(SessionTable.endAll, ["account": account, "kept": kept?.text ?? ""])
    }

    /// A session that was just begun, with its text.
    struct Fresh: Sendable {
        let id: ID<Session>
        let text: String
        let address: String?
        let agent: String?

        /// Draws it. Make it outside a transaction's closure, which may run more than once.
        init(_ shop: Shop, from address: String?, with agent: String?) {
            id = shop.newID()
            text = Session.prefix + Base32.text(shop.drawBytes(32))
            self.address = address
            self.agent = agent.map { String(decoding: $0.utf8.prefix(Session.agentLimit), as: UTF8.self) }
        }

        /// Stores it; `isWhole` says that nothing more is to be shown.
        func begin(for account: Account, isWhole: Bool, at now: Instant, in db: any Transaction) throws -> Session {
            let lifetime = Lifetime.of(account.kind, isWhole: isWhole)
            let session = Session(
                id: id, account: account.id, isWhole: isWhole, createdAt: now, seenAt: now,
                expiresAt: now + lifetime.whole, address: address, agent: agent)
            try db.run(SessionTable.dropOldest, ["account": account.id, "kept": Session.limit - 1])
            try db.run(SessionTable.add, [
                "session": id, "account": account.id, "hash": Digest.sha256(text), "whole": isWhole, "at": now,
                "expires": session.expiresAt, "address": address, "agent": agent,
            ])
            return session
        }
    }
}

/// The table of sessions and all SQL on it.
enum SessionTable {
    static let migration = Migration(71, "sessions", """
        CREATE TABLE session (
            session TEXT NOT NULL PRIMARY KEY,
            account TEXT NOT NULL REFERENCES account (account),
            hash {bytes} NOT NULL UNIQUE,
            is_whole BIGINT NOT NULL CHECK (is_whole IN (0, 1)),
            created_at BIGINT NOT NULL,
            seen_at BIGINT NOT NULL,
            expires_at BIGINT NOT NULL,
            address TEXT,
            agent TEXT
        ) {strict}
        """, "CREATE INDEX session_of_account ON session (account, session)",
        "CREATE INDEX session_by_end ON session (expires_at)")

    private static let columns = "session, account, is_whole, created_at, seen_at, expires_at, address, agent"

    static let byHash = Statement("SELECT \(columns), hash FROM session WHERE hash = $hash AND expires_at > $now")

    static let ofAccount = Statement("""
        SELECT \(columns) FROM session WHERE account = $account AND expires_at > $now ORDER BY session DESC
        """)

    static let add: Statement = """
        INSERT INTO session (session, account, hash, is_whole, created_at, seen_at, expires_at, address, agent)
        VALUES ($session, $account, $hash, $whole, $at, $at, $expires, $address, $agent)
        """

    static let see: Statement = "UPDATE session SET seen_at = $now WHERE session = $session"

    static let end: Statement = "DELETE FROM session WHERE session = $session AND account = $account"

    static let endAll: Statement = "DELETE FROM session WHERE account = $account AND session <> $kept"

    static let dropOldest: Statement = """
        DELETE FROM session WHERE account = $account AND session NOT IN (
            SELECT newer.session FROM session AS newer WHERE newer.account = $account
            ORDER BY newer.session DESC LIMIT $kept)
        """

    static let forget: Statement = "DELETE FROM session WHERE expires_at < $now"

    static func session(_ row: borrowing Row) throws -> Session {
        Session(
            id: try row["session"], account: try row["account"], isWhole: try row["is_whole"],
            createdAt: try row["created_at"], seenAt: try row["seen_at"], expiresAt: try row["expires_at"],
            address: try row["address"], agent: try row["agent"])
    }
}
