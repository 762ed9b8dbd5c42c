import Storage
import Values

/// Every change of a state, with who, when and why; numbered per subject without gaps.
package struct History: Sendable {
    package let kind: Kind
    package let subject: String
    package let number: Int
    package let from: String?
    package let to: String
    package let at: Instant
    package let who: String
    package let why: String

    package enum Kind: String, CaseIterable, Sendable, Storable, Codable { case order, payment, refund, fulfilment }

    /// Records one step of a state machine in the transaction that takes it. Throws `Transitions.Illegal` for a step
    /// the machine doesn't have.
    package static func record<State>(
        _ kind: Kind, _ subject: String, from: State?, to: State, through transitions: Transitions<State>,
        at now: Instant, by who: String, why: String, in db: any Transaction
    ) throws {
        try transitions.check(from, to)
        guard let from else {
            return try db.send(begin, [
                "kind": kind, "subject": subject, "to": to.rawValue, "at": now, "who": who, "why": why,
            ])
        }
        try db.send(insert, [
            "kind": kind, "subject": subject, "from": from.rawValue, "to": to.rawValue, "at": now, "who": who,
            "why": why,
        ])
    }

    /// A subject's whole history, oldest first.
    package static func all(_ kind: Kind, _ subject: String, in db: any Transaction) throws -> [History] {
        try db.all(select, ["kind": kind, "subject": subject]) { row in
            History(
                kind: kind, subject: subject, number: try row["number"], from: try row["from_state"],
                to: try row["to_state"], at: try row["at"], who: try row["who"], why: try row["why"])
        }
    }

    static let migration = Migration(40, "history of states", """
        CREATE TABLE history (
            kind TEXT NOT NULL, subject TEXT NOT NULL, number BIGINT NOT NULL CHECK (number > 0),
            from_state TEXT, to_state TEXT NOT NULL, at BIGINT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL,
            PRIMARY KEY (kind, subject, number)
        ) {strict}
        """)

    /// The first of a subject: whatever has no state yet has no history.
    private static let begin: Statement = .joining("""
        INSERT INTO history (kind, subject, number, from_state, to_state, at, who, why)
        VALUES ($kind, $subject, 1, NULL, $to, $at, $who, $why)
        """)

    private static let insert: Statement = """
        INSERT INTO history (kind, subject, number, from_state, to_state, at, who, why)
        VALUES ($kind, $subject,
            (SELECT COALESCE(MAX(number), 0) + 1 FROM history WHERE kind = $kind AND subject = $subject),
            $from, $to, $at, $who, $why)
        """

    private static let select: Statement = """
        SELECT number, from_state, to_state, at, who, why FROM history
        WHERE kind = $kind AND subject = $subject ORDER BY number
        """
}
