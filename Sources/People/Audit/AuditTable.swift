import Storage
import Values

/// The tables of the audit book and all SQL on them. Nothing here alters a row that was written.
enum AuditTable {
    /// `detail` is a text, not JSON: its bytes are hashed, and an engine may write JSON anew.
    static let migration = Migration(11, "audit book", """
        CREATE TABLE audit (
            number BIGINT NOT NULL PRIMARY KEY CHECK (number > 0),
            who TEXT NOT NULL,
            what TEXT NOT NULL,
            subject TEXT NOT NULL,
            detail TEXT NOT NULL,
            at BIGINT NOT NULL,
            previous {bytes} NOT NULL,
            hash {bytes} NOT NULL
        ) {strict}
        """, """
        CREATE TABLE audit_head (
            head BIGINT NOT NULL PRIMARY KEY CHECK (head = 1),
            number BIGINT NOT NULL CHECK (number > 0),
            hash {bytes} NOT NULL
        ) {strict}
        """)

    /// Rows are added and nothing else, whoever asks; and found by who did it, and to what.
    static let kept = Migration(
        76, "the audit book is only added to",
        "CREATE TRIGGER audit_kept_from_update BEFORE UPDATE ON audit {refuse}",
        "CREATE TRIGGER audit_kept_from_delete BEFORE DELETE ON audit {refuse}",
        "CREATE INDEX audit_by_who ON audit (who, number)",
        "CREATE INDEX audit_by_subject ON audit (subject, number)")

    /// Answers the new row's number and the hash it follows: that of the row before, or of the beginning.
    static let advance: Statement = """
        INSERT INTO audit_head (head, number, hash) VALUES (1, 1, $beginning)
        ON CONFLICT (head) DO UPDATE SET number = audit_head.number + 1
        RETURNING number, hash
        """

    static let close: Statement = "UPDATE audit_head SET hash = $hash WHERE head = 1"

    static let head: Statement = "SELECT number, hash FROM audit_head WHERE head = 1"

    static let add: Statement = """
        INSERT INTO audit (number, who, what, subject, detail, at, previous, hash)
        VALUES ($number, $who, $what, $subject, $detail, $at, $previous, $hash)
        """

    static let count: Statement = "SELECT COUNT(*) FROM audit"

    static let all: Statement = """
        SELECT number, who, what, subject, detail, at, previous, hash FROM audit ORDER BY number
        """

    private static let columns = "SELECT number, who, what, subject, detail, at FROM audit"

    /// Filters that drive one statement, and are only looked at by the others. Newest first.
    private static let rest = """
        number < $before AND (CAST($who AS TEXT) IS NULL OR who = $who)
        AND (CAST($subject AS TEXT) IS NULL OR subject = $subject)
        AND (CAST($what AS TEXT) IS NULL OR what = $what OR what >= $kind AND what < $kindEnd)
        AND (CAST($since AS BIGINT) IS NULL OR at >= $since) AND (CAST($until AS BIGINT) IS NULL OR at < $until)
        ORDER BY number DESC LIMIT $limit
        """

    static let page = Statement("\(columns) WHERE \(rest)")
    static let byWho = Statement("\(columns) WHERE who = $who AND \(rest)")
    static let bySubject = Statement("\(columns) WHERE subject = $subject AND \(rest)")

    static func link(_ row: borrowing Row) throws -> Audit.Link {
        Audit.Link(
            number: try row["number"], who: try row["who"], what: try row["what"], subject: try row["subject"],
            detail: try row["detail"], at: try row["at"], previous: try row["previous"])
    }

    static func entry(_ row: borrowing Row) throws -> Audit {
        Audit(
            number: try row["number"], who: try row["who"], what: try row["what"], subject: try row["subject"],
            detail: try JSON.parse(Array(row.get("detail", as: String.self).utf8)), at: try row["at"])
    }
}
