import Testbed
import Testing
import Values
import Web

@Suite("Who may, and what goes wrong")
struct AccessTests {
    let client: TestClient
    let metrics = Metrics()

    init() throws {
        client = TestClient(try API(
            endpoints: Counter.endpoints + [ReadLiveness(), ReadMetrics(metrics), ReadReadiness { false }],
            authenticator: DoorKeeper(), log: .quiet, metrics: metrics,
            failure: { $0 is Counter.Busy ? .overloaded(retryAfterSeconds: 2) : nil }))
    }

    @Test("credentials that are none of ours are 401, also where nobody needs any")
    func unknownKey() async throws {
        let answer = try await client.get("/v1/carts/c1/lines", headers: ["Authorization": "Bearer nobody"])
        #expect(answer.status == 401)
        #expect(answer.problem == "unauthenticated")
        #expect(answer.headers["WWW-Authenticate"]?.hasPrefix("Bearer") == true)
    }

    @Test("a guest is asked for a key, staff without the permission is told so")
    func permission() async throws {
        let guest = try await client.put("/v1/carts/c1/lines/l1", ["quantity": 1])
        #expect(guest.status == 401)
        let staff = try await client.with("Authorization", "Bearer staff").put("/v1/carts/c1/lines/l1", ["quantity": 1])
        #expect(staff.status == 403)
        #expect(staff.problem == "not-permitted")
    }

    @Test("a refusal is answered as its problem, with its members")
    func refusal() async throws {
        let answer = try await client.post("/v1/carts/c1/lines", ["product": "sold-out", "quantity": 1])
        #expect(answer.status == 409)
        #expect(answer.json == ["type": "/problems/sold-out", "title": "Too few are left.", "status": 409, "left": 3])
    }

    @Test("a problem that is thrown is answered as it is")
    func problem() async throws {
        #expect(try await client.get("/v1/break?how=plainly").problem == "gone")
    }

    @Test("too much to do is 503 with a time to try again")
    func overloaded() async throws {
        let answer = try await client.get("/v1/break?how=busy")
        #expect(answer.status == 503)
        #expect(answer.headers["Retry-After"] == "2")
    }

    @Test("an error of the program is 500 and tells nothing but the request's name")
    func broken() async throws {
        let answer = try await client.get("/v1/break?how=secretly", headers: ["X-Request-ID": "abc-1"])
        #expect(answer.status == 500)
        #expect(answer.problem == "internal")
        #expect(!answer.text.contains("swordfish"))
        #expect(answer.json["requestID"] == "abc-1")
        #expect(answer.headers["X-Request-ID"] == "abc-1")
    }

    @Test("a request's name that could forge a line of the log is not taken over")
    func requestID() async throws {
        let answer = try await client.get("/health/live", headers: ["X-Request-ID": "a\nb"])
        #expect(answer.headers["X-Request-ID"] != "a\nb")
        let other = try await client.get("/health/live")
        #expect(answer.headers["X-Request-ID"] != other.headers["X-Request-ID"])
    }

    @Test("what isn't ready says so, while it lives")
    func health() async throws {
        #expect(try await client.get("/health/live").json == ["status": "up"])
        #expect(try await client.get("/health/ready").problem == "not-ready")
    }

    @Test("requests are counted by route and status, and gauges are read when asked")
    func counted() async throws {
        metrics.gauge("orderworks_jobs_waiting", "Jobs that wait.") { 7 }
        _ = try await client.get("/v1/carts/c1/lines")
        _ = try await client.get("/v1/carts/c2/lines")
        _ = try await client.get("/nowhere")
        let text = try await client.get("/metrics").text
        #expect(text.contains(
            "orderworks_request_seconds_count{route=\"GET /v1/carts/{cart}/lines\",status=\"200\"} 2\n"))
        #expect(text.contains("orderworks_request_seconds_count{route=\"none\",status=\"404\"} 1\n"))
        #expect(text.contains("# TYPE orderworks_jobs_waiting gauge\norderworks_jobs_waiting 7.0\n"))
    }
}
