import Values

/// Events as they were published; a row never changes.
enum EventTable {
    static let migration = Migration(
        2, "events",
        """
        CREATE TABLE event (
            seq {identity},
            subject_kind TEXT NOT NULL,
            subject TEXT NOT NULL,
            number BIGINT NOT NULL CHECK (number >= 1),
            name TEXT NOT NULL,
            payload {json} NOT NULL,
            published_at BIGINT NOT NULL,
            UNIQUE (subject_kind, subject, number)
        ) {strict}
        """)

    /// The unique key makes two who count at the same time fail rather than share a number.
    static let append: Statement = """
        INSERT INTO event (subject_kind, subject, number, name, payload, published_at)
        VALUES ($kind, $subject,
            (SELECT COALESCE(MAX(number), 0) + 1 FROM event WHERE subject_kind = $kind AND subject = $subject),
            $name, $payload, $at)
        RETURNING seq, subject_kind, subject, number, name, payload, published_at
        """

    static let ofSubject: Statement = """
        SELECT seq, subject_kind, subject, number, name, payload, published_at FROM event
        WHERE subject_kind = $kind AND subject = $subject AND number > $after ORDER BY number LIMIT $limit
        """

    static let gaps: Statement = """
        SELECT subject_kind, subject, COUNT(*) AS events, MAX(number) AS highest FROM event
        GROUP BY subject_kind, subject HAVING COUNT(*) <> MAX(number) ORDER BY subject_kind, subject
        """
}

/// An event as it was published.
package struct StoredEvent: Sendable, Equatable {
    /// Ascends through all events; a number may be left out.
    package let sequence: Int64
    package let subjectKind: String
    package let subject: String
    /// 1, 2, 3 … for each subject, without gaps.
    package let number: Int64
    package let name: String
    /// The event's JSON.
    package let payload: String
    package let publishedAt: Instant

    init(_ row: borrowing Row) throws {
        sequence = try row["seq"]
        subjectKind = try row["subject_kind"]
        subject = try row["subject"]
        number = try row["number"]
        name = try row["name"]
        payload = try row["payload"]
        publishedAt = try row["published_at"]
    }

    /// What happened to one subject, in order, at most `limit`, beginning behind number `after`.
    package static func about(
        _ subject: String, kind: String, after: Int64 = 0, limit: Int, in db: any Transaction
    ) throws -> [StoredEvent] {
        try db.all(EventTable.ofSubject, ["kind": kind, "subject": subject, "after": after, "limit": limit]) {
            try StoredEvent($0)
        }
    }

    /// What follows the events of one order, such as webhooks, can tell by their numbers that none is missing.
    package static let areNumbered = Invariant(
        8, "event-numbers", "The events of each subject are numbered 1, 2, 3 … without gaps."
    ) { db in
        Invariant.Verdict(try db.all(EventTable.gaps) { row in
            let (kind, subject): (String, String) = (try row["subject_kind"], try row["subject"])
            let (events, highest): (Int, Int) = (try row["events"], try row["highest"])
            return "\(kind) \(subject): \(events) events, numbered up to \(highest)"
        })
    }
}
