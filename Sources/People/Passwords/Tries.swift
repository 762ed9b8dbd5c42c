import Storage
import Values
import Web

/// Keeps guessing slow: whoever errs at an account a few times waits longer with every further error. A try is counted
/// before it is looked at, so that a hundred at once count as a hundred.
///
/// Errors are counted where they come from, so that strangers' keep the owner waiting only when they come from all over
/// the world, and not even then at a device on which the owner logged in before (OWASP, "Slow Down Online Guessing
/// Attacks with Device Cookies").
package enum Tries {
    /// What is tried: its errors don't count against anything else.
    enum Kind: String {
        case login
        case secondFactor = "second-factor"
        /// Somebody who is logged in shows their password again.
        case reproof
        case mail
    }

    /// One try: at whose account, and from where.
    struct Try: Sendable {
        let kind: Kind
        /// The account's; for a password shown again, that of account and session.
        let name: String
        /// Nil where the server can't tell.
        let origin: Origin?
        /// By what the browser is known to this account.
        let device: Device?

        init(_ kind: Kind, _ name: String, from address: String?, with device: Device? = nil) {
            self.kind = kind
            self.name = name
            origin = address.map { Origin($0) }
            self.device = device
        }
    }

    /// How often one origin, or one device, may err at an account before it has to wait.
    static let allowance = 5
    /// How often an origin, behind which there may be an office, may err at all accounts together.
    static let originAllowance = 20
    /// How often everybody together may err at an account's password: what five origins find out in an hour in which
    /// they wait as they are told. From then on whoever isn't known waits, wherever they come from.
    static let ceiling = 100
    static let first = Instant.Span.seconds(1)
    static let longest = Instant.Span.minutes(15)
    /// After so long without an error all is forgotten.
    static let memory = Instant.Span.hours(1)

    struct TooMany: Error, Equatable {
        let retryAfterSeconds: Int64
        let limit: Int
    }

    /// Counts a try against whatever it is held against. Throws `TooMany` when any of these has to wait; such a try
    /// isn't counted, and nothing is to be looked at.
    static func count(_ tried: Try, at now: Instant, in db: any Transaction) throws {
        for subject in subjects(of: tried) {
            // Counted before it is asked whether to wait: the row is held from here on, so that of a hundred at once
            // each sees those before it. What throws counts nothing.
            let counted = try db.first(TriesTable.count, [
                "subject": subject.key, "now": now, "forgotten": now - memory,
            ]) { row in (errors: try row.get("errors", as: Int.self), next: try row.get("next_at", as: Instant.self)) }
            guard let (errors, next) = counted else { continue }
            if next > now {
                let wait = max(1, ((next - now).milliseconds + 999) / 1000)
                throw TooMany(retryAfterSeconds: wait, limit: subject.allowance)
            }
            guard errors > subject.allowance else { continue }
            let doublings = Int64(min(errors - subject.allowance - 1, 20))
            let wait = min(first.milliseconds << doublings, longest.milliseconds)
            try db.run(TriesTable.wait, ["next": now + .milliseconds(wait), "subject": subject.key])
        }
    }

    /// The try was right: nothing is held against whoever made it any more. What is shared with others keeps its count,
    /// less this one: whoever guesses at many accounts may own one, and whoever guesses at one isn't its owner.
    static func forgive(_ tried: Try, in db: any Transaction) throws {
        for subject in subjects(of: tried) {
            try db.run(subject.isShared ? TriesTable.lessen : TriesTable.forgive, ["subject": subject.key])
        }
    }

    /// The owner has shown by a link in a mail who they are: strangers' errors keep them waiting no longer.
    static func acquit(_ kind: Kind, _ name: String, in db: any Transaction) throws {
        try db.run(TriesTable.forgive, ["subject": Subject(kind, "account", name, 0, isShared: false).key])
    }

    /// What a try's errors are held against, in the order in which all lock them.
    private static func subjects(of tried: Try) -> [Subject] {
        let (kind, name) = (tried.kind, tried.name)
        if let device = tried.device {
            return [Subject(kind, "device", "\(name) \(device.id)", allowance, isShared: false)]
        }
        let origin = tried.origin.map { Subject(kind, "origin", $0.text, originAllowance, isShared: true) }
        switch kind {
        case .login:
            let here = "\(name) \(tried.origin?.text ?? "")"
            return [Subject(kind, "here", here, allowance, isShared: false)] + (origin.map { [$0] } ?? [])
                + [Subject(kind, "account", name, ceiling, isShared: true)]
        case .secondFactor, .mail:
            // Whoever shows a code knows the password already; and a mailbox is full, wherever mails are asked for.
            return [Subject(kind, "account", name, allowance, isShared: false)] + (origin.map { [$0] } ?? [])
        case .reproof:
            return [Subject(kind, "account", name, allowance, isShared: false)]
        }
    }

    private struct Subject {
        /// Nobody's address stands in the table.
        let key: String
        let allowance: Int
        /// Whether others err on it, too.
        let isShared: Bool

        init(_ kind: Kind, _ of: String, _ name: String, _ allowance: Int, isShared: Bool) {
            key = "\(kind.rawValue):\(of):" + Digest.hex(Digest.sha256("\(of) \(name)").prefix(16))
            self.allowance = allowance
            self.isShared = isShared
        }
    }

    /// What was tried last an hour ago and longer.
    static func forget(at now: Instant, in db: any Transaction) throws {
        try db.run(TriesTable.forget, ["forgotten": now - memory])
    }
}

extension Tries.TooMany: Refusal {
    static let catalogue = [Self(retryAfterSeconds: 4, limit: Tries.allowance).problem]

    /// The header fields are those of draft-ietf-httpapi-ratelimit-headers-10.
    var problem: Problem {
        Problem(
            429, "too-many-tries", "Too many tries; wait a little.",
            ["retryAfterSeconds": .integer(retryAfterSeconds)],
            headers: [
                "Retry-After": String(retryAfterSeconds),
                "RateLimit-Policy": "\"tries\";q=\(limit);w=\(Tries.memory.milliseconds / 1000)",
                "RateLimit": "\"tries\";r=0;t=\(retryAfterSeconds)",
            ])
    }
}

/// The table of tries and all SQL on it.
enum TriesTable {
    static let migration = Migration(69, "tries", """
        CREATE TABLE login_try (
            subject TEXT NOT NULL PRIMARY KEY,
            errors BIGINT NOT NULL CHECK (errors >= 0),
            last_at BIGINT NOT NULL,
            next_at BIGINT NOT NULL
        ) {strict}
        """, "CREATE INDEX login_try_by_age ON login_try (last_at)")

    static let count: Statement = """
        INSERT INTO login_try (subject, errors, last_at, next_at) VALUES ($subject, 1, $now, 0)
        ON CONFLICT (subject) DO UPDATE SET
            errors = CASE WHEN login_try.last_at < $forgotten THEN 1 ELSE login_try.errors + 1 END, last_at = $now
        RETURNING errors, next_at
        """

    static let wait: Statement = "UPDATE login_try SET next_at = $next WHERE subject = $subject"

    static let forgive: Statement = "DELETE FROM login_try WHERE subject = $subject"

    static let lessen: Statement = """
        UPDATE login_try SET errors = errors - 1 WHERE subject = $subject AND errors > 0
        """

    static let forget: Statement = "DELETE FROM login_try WHERE last_at < $forgotten"
}
