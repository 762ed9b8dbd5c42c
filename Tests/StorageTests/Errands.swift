import Storage
import Synchronization
import Testbed
import Values

/// The job that storage's own tests give: put a coin into a purse, unless told to fail.
struct Errand: Job {
    static let kind = "errand"
    static let retry = Retry(attempts: 3, first: .seconds(10), longest: .minutes(1))

    let name: String
}

/// Does errands, in the way the test wants.
final class Runner: JobHandler {
    private let runs = Mutex<[String]>([])
    private let work: @Sendable (Errand) async throws -> Void
    private let last: @Sendable (Errand) -> LastWrite?

    init(
        _ work: @escaping @Sendable (Errand) async throws -> Void = { _ in },
        last: @escaping @Sendable (Errand) -> LastWrite? = { _ in nil }
    ) {
        self.work = work
        self.last = last
    }

    /// The names of what was run, in order.
    var names: [String] { runs.withLock { $0 } }

    func run(_ errand: Errand) async throws -> LastWrite? {
        runs.withLock { $0.append(errand.name) }
        try await work(errand)
        return last(errand)
    }
}

extension TestShop {
    func enqueue(
        _ names: String..., key: String? = nil, after delay: Instant.Span = .seconds(0)
    ) async throws {
        let now = shop.now
        try await shop.write { db in
            for name in names { try Errand(name: name).enqueue(key: key, at: now, after: delay, in: db) }
        }
    }

    func drain(_ runner: Runner) async throws {
        try await JobWorker(shop: shop, handlers: [runner]).drain()
    }

    func counts() async throws -> [JobList.Count] { try await shop.read { try JobList.counts(in: $0) } }

    func parked() async throws -> [JobList.Parked] { try await shop.read { try JobList.parked(limit: 10, in: $0) } }
}

/// Waits until `condition` holds; ends the test with an error after a while.
func until(_ condition: () async throws -> Bool) async throws {
    for _ in 0..<2_000 {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(5))
    }
    throw No("it never came")
}
