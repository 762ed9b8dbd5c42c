import Values

/// Jobs as they stand in the database. A claimed job stays `waiting`, with a lease; a done one is gone.
enum JobTable {
    static let migration = Migration(
        1, "jobs",
        """
        CREATE TABLE job (
            id {identity},
            kind TEXT NOT NULL,
            payload {json} NOT NULL,
            key TEXT,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'parked')),
            run_at BIGINT NOT NULL,
            lease_until BIGINT,
            fence BIGINT NOT NULL,
            attempts BIGINT NOT NULL,
            last_error TEXT,
            created_at BIGINT NOT NULL,
            UNIQUE (kind, key)
        ) {strict}
        """,
        "CREATE INDEX job_due ON job (state, run_at)")

    static let subjects = Migration(
        64, "jobs about one thing keep their order",
        "ALTER TABLE job ADD COLUMN subject TEXT",
        "CREATE INDEX job_subject ON job (subject, id) WHERE subject IS NOT NULL")

    /// SQLite gives the last row's number again once that row is gone, so fences go on from one job to the next: they
    /// begin with the time, and whoever still holds a claim on an earlier job of this number has a lower one.
    static let insert: Statement = .joining("""
        INSERT INTO job (kind, payload, key, subject, state, run_at, fence, attempts, created_at)
        VALUES ($kind, $payload, $key, $subject, 'waiting', $run_at, $created_at, 0, $created_at)
        ON CONFLICT (kind, key) DO NOTHING
        """)

    /// Nobody is at it, nor at anything else about the same thing, and nothing that came before it is still to be done.
    private static let isDue = """
        state = 'waiting' AND run_at <= $now AND (lease_until IS NULL OR lease_until <= $now)
            AND (subject IS NULL OR NOT EXISTS (
                SELECT 1 FROM job AS other
                WHERE other.subject = job.subject AND other.state = 'waiting'
                    AND (other.id < job.id OR other.lease_until > $now)))
        """

    static let due = Statement("SELECT id FROM job WHERE \(isDue) LIMIT 1")

    /// Whoever claims a job gets a higher fence than all before, and so shuts them out.
    static let claim = Statement("""
        UPDATE job SET lease_until = $lease_until, fence = fence + 1, attempts = attempts + 1
        WHERE id IN (SELECT id FROM job WHERE \(isDue) ORDER BY run_at, id LIMIT $limit {skip locked})
        RETURNING id, kind, payload, attempts, fence
        """)

    static let renew: Statement = "UPDATE job SET lease_until = $lease_until WHERE id = $id AND fence = $fence"

    static let finish: Statement = "DELETE FROM job WHERE id = $id AND fence = $fence"

    static let postpone: Statement = """
        UPDATE job SET state = $state, run_at = $run_at, lease_until = NULL, last_error = $last_error
        WHERE id = $id AND fence = $fence
        """

    /// What waits behind a job about the same thing isn't due before it. Else each claim would look at all of that
    /// first: while a mail server is away, at the second mail of every order.
    static let postponeFollowers: Statement = """
        UPDATE job SET run_at = $run_at
        WHERE subject = (SELECT before.subject FROM job AS before WHERE before.id = $id)
            AND id > $id AND state = 'waiting' AND run_at < $run_at
        """

    static let handBack: Statement = """
        UPDATE job SET lease_until = NULL, attempts = attempts - 1 WHERE id = $id AND fence = $fence
        """

    static let endLeases: Statement = "UPDATE job SET lease_until = NULL WHERE lease_until IS NOT NULL"

    static let counts: Statement = """
        SELECT kind, SUM(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END) AS waiting,
            SUM(CASE WHEN state = 'parked' THEN 1 ELSE 0 END) AS parked
        FROM job GROUP BY kind ORDER BY kind
        """

    static let waiting: Statement = "SELECT id FROM job WHERE kind = $kind AND key = $key AND state = 'waiting'"

    static let parked: Statement = """
        SELECT id, kind, key, attempts, last_error, run_at, created_at FROM job
        WHERE state = 'parked' AND id > $after ORDER BY id LIMIT $limit
        """

    static let retry: Statement = """
        UPDATE job SET state = 'waiting', run_at = $now, attempts = 0, lease_until = NULL
        WHERE id = $id AND state = 'parked'
        """
}

/// What became of a job that isn't done yet.
enum JobState: String, Storable {
    case waiting, parked
}

/// A job that this worker, and no other, may finish until the lease ends.
struct ClaimedJob: Sendable {
    let number: Int64
    let kind: String
    let payload: String
    let attempts: Int
    private let fence: Int64

    private init(_ row: borrowing Row) throws {
        number = try row["id"]
        kind = try row["kind"]
        payload = try row["payload"]
        attempts = try row["attempts"]
        fence = try row["fence"]
    }

    static func areDue(at now: Instant, in db: any Transaction) throws -> Bool {
        try db.first(JobTable.due, ["now": now]) { _ in true } ?? false
    }

    /// The jobs that are due longest, at most `limit`.
    static func claim(
        _ limit: Int, at now: Instant, until leaseEnd: Instant, in db: any Transaction
    ) throws -> [ClaimedJob] {
        try db.all(JobTable.claim, ["lease_until": leaseEnd, "now": now, "limit": limit]) { try ClaimedJob($0) }
    }

    /// False when the lease was lost: another worker has the job now.
    func finish(in db: any Transaction) throws -> Bool {
        try db.run(JobTable.finish, ["id": number, "fence": fence]) == 1
    }

    func renew(until leaseEnd: Instant, in db: any Transaction) throws -> Bool {
        try db.run(JobTable.renew, ["lease_until": leaseEnd, "id": number, "fence": fence]) == 1
    }

    func retry(at instant: Instant, after error: String, in db: any Transaction) throws -> Bool {
        guard try postpone(.waiting, to: instant, error, in: db) else { return false }
        try db.run(JobTable.postponeFollowers, ["run_at": instant, "id": number])
        return true
    }

    func park(at now: Instant, after error: String, in db: any Transaction) throws -> Bool {
        try postpone(.parked, to: now, error, in: db)
    }

    /// Lets another worker have it at once; this attempt doesn't count.
    func handBack(in db: any Transaction) throws -> Bool {
        try db.run(JobTable.handBack, ["id": number, "fence": fence]) == 1
    }

    private func postpone(
        _ state: JobState, to instant: Instant, _ error: String, in db: any Transaction
    ) throws -> Bool {
        try db.run(JobTable.postpone, [
            "state": state, "run_at": instant, "last_error": error, "id": number, "fence": fence,
        ]) == 1
    }
}
