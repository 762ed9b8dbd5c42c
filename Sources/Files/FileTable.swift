import Storage
import Values

/// The tables of contents and of files, and all SQL on them.
///
/// A content's row comes before its bytes and goes after them, so that no bytes are ever without one: `arriving` until
/// a file has it, `going` while the sweep removes it, which whoever brings the same content waits for.
enum FileTable {
    static let migration = Migration(80, "files", """
        CREATE TABLE file_content (
            content TEXT NOT NULL PRIMARY KEY,
            byte_count BIGINT NOT NULL CHECK (byte_count > 0),
            state TEXT NOT NULL CHECK (state IN ('arriving', 'kept', 'going')),
            changed_at BIGINT NOT NULL
        ) {strict}
        """, """
        CREATE INDEX file_content_by_change ON file_content (changed_at)
        """, """
        CREATE INDEX file_content_going ON file_content (content) WHERE state = 'going'
        """, """
        CREATE TABLE stored_file (
            file TEXT NOT NULL PRIMARY KEY,
            content TEXT NOT NULL REFERENCES file_content (content),
            kind TEXT NOT NULL,
            name TEXT NOT NULL CHECK (name <> ''),
            purpose TEXT NOT NULL CHECK (purpose IN ('artwork', 'document', 'export', 'variant')),
            subject TEXT NOT NULL,
            part TEXT NOT NULL,
            added_by TEXT NOT NULL,
            added_at BIGINT NOT NULL,
            link_epoch BIGINT NOT NULL CHECK (link_epoch >= 0)
        ) {strict}
        """, """
        CREATE INDEX stored_file_by_subject ON stored_file (subject, file)
        """, """
        CREATE INDEX stored_file_by_content ON stored_file (content)
        """, """
        CREATE INDEX stored_file_by_purpose ON stored_file (purpose, added_at)
        """)

    /// Answers no row while the content is going.
    static let claim: Statement = """
        INSERT INTO file_content (content, byte_count, state, changed_at) VALUES ($content, $count, 'arriving', $now)
        ON CONFLICT (content) DO UPDATE SET changed_at = excluded.changed_at WHERE file_content.state <> 'going'
        """
    static let keep: Statement = """
        UPDATE file_content SET state = 'kept', changed_at = $now WHERE content = $content AND state <> 'going'
        """
    static let condemn: Statement = """
        UPDATE file_content SET state = 'going' WHERE content IN (
            SELECT content FROM file_content WHERE changed_at < $before AND NOT EXISTS (
                SELECT 1 FROM stored_file WHERE stored_file.content = file_content.content)
            ORDER BY changed_at LIMIT $limit)
        """
    /// Those that nobody is at.
    static let condemned: Statement = """
        SELECT content FROM file_content WHERE state = 'going' AND changed_at < $before LIMIT $limit
        """
    /// Gives one to who asks first; back, when it couldn't be removed.
    static let seize: Statement = """
        UPDATE file_content SET changed_at = $now WHERE content = $content AND state = 'going' AND changed_at < $before
        """
    static let release: Statement = """
        UPDATE file_content SET changed_at = $before WHERE content = $content AND state = 'going'
        """
    static let forget: Statement = "DELETE FROM file_content WHERE content = $content AND state = 'going'"

    static let add: Statement = """
        INSERT INTO stored_file (file, content, kind, name, purpose, subject, part, added_by, added_at, link_epoch)
        VALUES ($file, $content, $kind, $name, $purpose, $subject, $part, $by, $now, 0)
        """
    private static let columns = """
        SELECT file, stored_file.content, byte_count, kind, name, purpose, subject, part, added_by, added_at, link_epoch
        FROM stored_file JOIN file_content ON file_content.content = stored_file.content
        """
    static let find = Statement("\(columns) WHERE file = $file")
    static let ofSubject = Statement("\(columns) WHERE subject = $subject AND file > $after ORDER BY file LIMIT $limit")
    static let measure: Statement = """
        SELECT COUNT(*) AS number, CAST(COALESCE(SUM(byte_count), 0) AS BIGINT) AS bytes
        FROM stored_file JOIN file_content ON file_content.content = stored_file.content WHERE subject = $subject
        """
    static let remove: Statement = "DELETE FROM stored_file WHERE file = $file AND subject = $subject"
    static let removePart: Statement = "DELETE FROM stored_file WHERE subject = $subject AND part = $part"
    static let removeAll: Statement = "DELETE FROM stored_file WHERE subject = $subject"
    static let removeOld: Statement = "DELETE FROM stored_file WHERE purpose = $purpose AND added_at < $before"
    static let raiseEpoch: Statement = "UPDATE stored_file SET link_epoch = link_epoch + 1 WHERE file = $file"

    static let unkept: Statement = """
        SELECT file FROM stored_file JOIN file_content ON file_content.content = stored_file.content
        WHERE state <> 'kept' ORDER BY file LIMIT $limit
        """
    static let kept: Statement = """
        SELECT content, byte_count, CASE WHEN EXISTS (
            SELECT 1 FROM stored_file WHERE stored_file.content = file_content.content AND purpose = 'export')
            THEN 1 ELSE 0 END AS is_ours
        FROM file_content WHERE state = 'kept' AND content > $after ORDER BY content LIMIT $limit
        """

    static let isKept: Statement = "SELECT COUNT(*) FROM file_content WHERE content = $content AND state = 'kept'"

    static func file(_ row: borrowing Row) throws -> StoredFile {
        StoredFile(
            id: try row["file"], content: try row["content"], count: try row["byte_count"], kind: try row["kind"],
            name: try row["name"], purpose: try row["purpose"], subject: try row["subject"], part: try row["part"],
            addedBy: try row["added_by"], addedAt: try row["added_at"], linkEpoch: try row["link_epoch"])
    }
}

extension StoredFile {
    /// Throws `Refusal.unknown` also for one that belongs to another subject.
    package static func find(_ id: ID<StoredFile>, of subject: String, in db: any Transaction) throws -> StoredFile {
        guard let file = try find(id, in: db), file.subject == subject else { throw Refusal.unknown }
        return file
    }

    package static func find(_ id: ID<StoredFile>, in db: any Transaction) throws -> StoredFile? {
        try db.first(FileTable.find, ["file": id], FileTable.file)
    }

    /// In the order in which they came.
    package static func all(
        of subject: String, after: ID<StoredFile>? = nil, limit: Int, in db: any Transaction
    ) throws -> [StoredFile] {
        try db.all(
            FileTable.ofSubject, ["subject": subject, "after": after?.text ?? "", "limit": limit], FileTable.file)
    }

    /// How many files a subject has, and how many bytes.
    package static func measure(_ subject: String, in db: any Transaction) throws -> (number: Int, bytes: Int) {
        try db.first(FileTable.measure, ["subject": subject]) { row in
            (number: try row.get("number", as: Int.self), bytes: try row.get("bytes", as: Int.self))
        } ?? (0, 0)
    }

    /// Its content goes with the next sweep, unless another file has it.
    package func remove(in db: any Transaction) throws {
        guard try db.run(FileTable.remove, ["file": id, "subject": subject]) == 1 else { throw Refusal.unknown }
    }

    /// All files of a part of a subject.
    package static func remove(part: String, of subject: String, in db: any Transaction) throws {
        try db.send(FileTable.removePart, ["subject": subject, "part": part])
    }

    /// All files of a subject.
    package static func removeAll(of subject: String, in db: any Transaction) throws {
        try db.send(FileTable.removeAll, ["subject": subject])
    }

    /// Makes all links to it void.
    package func voidLinks(in db: any Transaction) throws { try db.run(FileTable.raiseEpoch, ["file": id]) }

    /// Those of a purpose that were added before.
    package static func removeOld(_ purpose: Purpose, before: Instant, in db: any Transaction) throws {
        try db.run(FileTable.removeOld, ["purpose": purpose, "before": before])
    }
}
