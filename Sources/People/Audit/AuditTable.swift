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

    static let all: Statement = """
        SELECT number, who, what, subject, detail, at, previous, hash FROM audit ORDER BY number
        """

    /// Newest first.
    static let page: Statement = """
        SELECT number, who, what, subject, detail, at FROM audit WHERE number < $before
        ORDER BY number DESC LIMIT $limit
        """

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
