import Storage
import Web

/// Counts the jobs that aren't done.
struct CountJobs: Endpoint {
    static let route = Route(.get, "/v1/job-counts", .jobRead)
    static let summary = "Counts the jobs that aren't done, by kind: how many wait or run, how many are parked."

    let shop: Shop

    func answer(_ input: Nothing, for caller: Caller) async throws -> JobCountsView {
        JobCountsView(try await shop.read { try JobList.counts(in: $0) })
    }
}
