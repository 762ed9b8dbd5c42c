import Storage
import Values
import Web

/// Keeps guessing slow: each account and each network address may err a few times, and then waits longer with every
/// further error. A try is counted before it is looked at, so that a hundred at once count as a hundred.
package enum Tries {
    /// What is tried: its errors don't count against anything else.
    enum Kind: String {
        case login, secondFactor = "second-factor", mail
    }

    /// How often an account's address may err before anybody has to wait.
    static let accountAllowance = 5
    /// The same for a network address, behind which there may be an office.
    static let addressAllowance = 20
    static let first = Instant.Span.seconds(1)
    static let longest = Instant.Span.minutes(15)
    /// After so long without an error all is forgotten.
    static let memory = Instant.Span.hours(1)

    struct TooMany: Error, Equatable {
        let retryAfterSeconds: Int64
        let limit: Int
    }

    /// Counts a try against an account's name and a network address. Throws `TooMany` when either has to wait; such a
    /// try isn't counted, and nothing is to be looked at.
    static func count(
        _ kind: Kind, _ name: String, from address: String?, at now: Instant, in db: any Transaction
    ) throws {
        let subjects = [(subject(kind, "account", name), accountAllowance)]
            + (address.map { [(subject(kind, "address", $0), addressAllowance)] } ?? [])
        for (subject, allowance) in subjects {
            // Counted before it is asked whether to wait: the row is held from here on, so that of a hundred at once
            // each sees those before it. What throws counts nothing.
            let counted = try db.first(TriesTable.count, [
                "subject": subject, "now": now, "forgotten": now - memory,
            ]) { row in (errors: try row.get("errors", as: Int.self), next: try row.get("next_at", as: Instant.self)) }
            guard let (errors, next) = counted else { continue }
            if next > now {
                let wait = max(1, ((next - now).milliseconds + 999) / 1000)
                throw TooMany(retryAfterSeconds: wait, limit: allowance)
            }
            guard errors > allowance else { continue }
            let doublings = Int64(min(errors - allowance - 1, 20))
            let wait = min(first.milliseconds << doublings, longest.milliseconds)
            try db.run(TriesTable.wait, ["next": now + .milliseconds(wait), "subject": subject])
        }
    }

    /// The try was right: nothing is held against the account's name any more. The network address keeps its count,
    /// less this one: whoever guesses at many accounts may own one.
    static func forgive(
        _ kind: Kind, _ name: String, from address: String?, in db: any Transaction
    ) throws {
        try db.run(TriesTable.forgive, ["subject": subject(kind, "account", name)])
        if let address { try db.run(TriesTable.lessen, ["subject": subject(kind, "address", address)]) }
    }

    /// What was tried last an hour ago and longer.
    static func forget(at now: Instant, in db: any Transaction) throws {
        try db.run(TriesTable.forget, ["forgotten": now - memory])
    }

    /// Nobody's address stands in the table.
    private static func subject(_ kind: Kind, _ of: String, _ name: String) -> String {
        "\(kind.rawValue):\(of):" + Digest.hex(Digest.sha256("\(of) \(name)").prefix(16))
    }
}

extension Tries.TooMany: Refusal {
    static let catalogue = [Self(retryAfterSeconds: 4, limit: Tries.accountAllowance).problem]

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
