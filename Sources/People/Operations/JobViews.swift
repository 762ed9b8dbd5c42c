import Storage
import Values
import Web

/// A parked job as staff see it. Its payload stays hidden: it may hold what is a buyer's own.
struct ParkedJobView: View {
    let id: ID<JobList.Parked>
    let kind: String
    let key: String?
    let attempts: Int
    let lastError: String?
    let parkedAt: Instant
    let createdAt: Instant

    init(_ job: JobList.Parked) {
        id = job.id
        kind = job.kind
        key = job.key
        attempts = job.attempts
        lastError = job.lastError
        parkedAt = job.parkedAt
        createdAt = job.createdAt
    }
}

/// How many jobs aren't done, by kind.
struct JobCountsView: View {
    let kinds: [Kind]

    struct Kind: Codable, Sendable {
        let kind: String
        let waiting: Int
        let parked: Int
    }

    init(_ counts: [JobList.Count]) {
        kinds = counts.map { Kind(kind: $0.kind, waiting: $0.waiting, parked: $0.parked) }
    }
}
