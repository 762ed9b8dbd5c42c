import Storage
import Values
import Web

/// Lists the jobs that were given up.
struct ListJobs: Endpoint {
    static let route = Route(.get, "/v1/jobs", .jobRead)
    static let summary = "Lists the jobs that failed at all their attempts and are parked, the oldest first."

    struct Input: Decodable, Sendable {
        let page: PageRequest
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Page<ParkedJobView> {
        let after = try input.page.after(ID<JobList.Parked>.self)
        return try await shop.read { db in
            let jobs = try JobList.parked(after: after, limit: input.page.limit + 1, in: db)
            return input.page.page(jobs, cursor: { $0.id.text }, show: ParkedJobView.init)
        }
    }
}
