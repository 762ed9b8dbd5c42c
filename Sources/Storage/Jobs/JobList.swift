import Values

/// The jobs that aren't done, as staff see them.
package enum JobList {
    /// How many of a kind wait for a run or are at it, and how many were given up.
    package struct Count: Sendable, Equatable {
        package let kind: String
        package let waiting: Int
        package let parked: Int
    }

    /// A job that failed at all its attempts and waits for staff.
    package struct Parked: Sendable {
        package let id: ID<Parked>
        package let kind: String
        package let key: String?
        package let attempts: Int
        package let lastError: String?
        package let parkedAt: Instant
        package let createdAt: Instant

        init(_ row: borrowing Row) throws {
            let number: Int64 = try row["id"]
            guard let id = ID<Parked>("\(number)") else { throw Unreadable(.integer(number), as: ID<Parked>.self) }
            self.id = id
            kind = try row["kind"]
            key = try row["key"]
            attempts = try row["attempts"]
            lastError = try row["last_error"]
            parkedAt = try row["run_at"]
            createdAt = try row["created_at"]
        }
    }

    /// By kind, in the order of the kinds' names; a kind without jobs isn't there.
    package static func counts(in db: any Transaction) throws -> [Count] {
        try db.all(JobTable.counts) {
            Count(kind: try $0["kind"], waiting: try $0["waiting"], parked: try $0["parked"])
        }
    }

    /// Whether a job of this key is still to be done; false when it is done, parked or was never asked for.
    package static func isWaiting(_ kind: String, key: String, in db: any Transaction) throws -> Bool {
        try db.first(JobTable.waiting, ["kind": kind, "key": key]) { _ in true } ?? false
    }

    /// The parked jobs in the order in which they were stored, at most `limit`, beginning behind `after`.
    package static func parked(
        after: ID<Parked>? = nil, limit: Int, in db: any Transaction
    ) throws -> [Parked] {
        let number = after.flatMap { Int64($0.text) } ?? 0
        return try db.all(JobTable.parked, ["after": number, "limit": limit]) { try Parked($0) }
    }

    /// Lets a parked job run again, with all its attempts; false when there is no such parked job.
    package static func retry(_ id: ID<Parked>, at now: Instant, in db: any Transaction) throws -> Bool {
        guard let number = Int64(id.text) else { return false }
        guard try db.run(JobTable.retry, ["now": now, "id": number]) == 1 else { return false }
        db.notify(.jobs)
        return true
    }
}
