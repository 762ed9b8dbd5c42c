import People
import Storage
import Testbed
import Testing
import Values

@Suite("Jobs as staff see them")
struct OperationsTests {
    @Test("staff count the jobs, page through the parked ones, and let one run again")
    func parkedJobs() async throws {
        let sample = try await Shop.sample(migrations: People.migrations)
        let (client, now) = (try TestClient(People.endpoints(.sample(sample.shop))), sample.shop.now)
        try await sample.shop.write { db in
            for house in ["a", "b", "c"] { try Delivery(house: house).enqueue(key: house, at: now, in: db) }
        }
        let worker = JobWorker(shop: sample.shop, handlers: [LostVan()])
        try await worker.drain()

        let counts = try await client.get("/v1/job-counts")
        #expect(counts.json == ["kinds": [["kind": "delivery", "waiting": 0, "parked": 3]]])
        let first = try await client.get("/v1/jobs?limit=2")
        let parked = try #require(first.json["items"]?.array)
        #expect(parked.map { $0["key"]?.string } == ["a", "b"])
        #expect(parked[0]["lastError"]?.string?.contains("the van is lost") == true)
        #expect(parked[0]["payload"] == nil)
        let cursor = try #require(first.json["next"]?.string)
        let second = try await client.get("/v1/jobs?limit=2&after=\(cursor)")
        #expect(second.json["items"]?.array?.map { $0["key"]?.string } == ["c"])
        #expect(second.json["next"] == nil)

        let id = try #require(parked[0]["id"]?.string)
        #expect(try await client.post("/v1/jobs/\(id)/retries").status == 204)
        #expect(try await client.get("/v1/job-counts").json["kinds"]?[0]?["waiting"] == 1)
        #expect(try await client.post("/v1/jobs/\(id)/retries").problem == "unknown-job")
        #expect(try await client.post("/v1/jobs/none-of-ours/retries").problem == "unknown-job")
        let book = try await client.get("/v1/audit")
        #expect(book.json["items"]?.array?.filter { $0["what"] == "job.retry" }.count == 1)
    }

    @Test("a guest sees and retries none")
    func guest() async throws {
        let sample = try await Shop.sample(migrations: People.migrations)
        let client = try TestClient(People.endpoints(.sample(sample.shop)), as: Anybody.guest())
        #expect([401, 403].contains(try await client.get("/v1/jobs").status))
        #expect([401, 403].contains(try await client.get("/v1/job-counts").status))
        #expect([401, 403].contains(try await client.post("/v1/jobs/1/retries").status))
    }

    /// Work that is tried once.
    private struct Delivery: Job {
        static let kind = "delivery"
        static let retry = Retry(attempts: 1, first: .seconds(1), longest: .seconds(1))

        let house: String
    }

    /// Delivers nothing.
    private struct LostVan: JobHandler {
        func run(_ work: Delivery) async throws -> LastWrite? { throw Lost() }

        struct Lost: Error, CustomStringConvertible {
            var description: String { "the van is lost" }
        }
    }
}
