import Storage
import Values
import Web

/// Lets a parked job run again.
struct RetryJob: Endpoint {
    static let route = Route(.post, "/v1/jobs/{job}/retries", .jobRetry)
    static let summary = "Lets a parked job run again, at once and with all its attempts."
    static let refusals: [any Web.Refusal.Type] = [Refusal.self]

    struct Input: Decodable, Sendable {
        let job: ID<JobList.Parked>
    }

    enum Refusal: Error, Equatable {
        case notParked
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Done {
        let now = shop.now
        try await shop.write { db in
            guard try JobList.retry(input.job, at: now, in: db) else { throw Refusal.notParked }
            try Audit.record(by: caller, what: "job.retry", subject: "job:\(input.job)", at: now, in: db)
        }
        return Done()
    }
}

extension RetryJob.Refusal: Web.Refusal {
    static let catalogue = [Self.notParked.problem]

    var problem: Problem { Problem(404, "unknown-job", "There is no parked job of that number.") }
}
