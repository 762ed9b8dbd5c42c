import Synchronization
import Testbed
import Testing
import Values

@testable import Web

@Suite("Endpoints that let nobody begin")
struct TurningAwayTests {
    struct Full: Error {}

    private struct Begin: Endpoint {
        static let route = Route(.post, "/v1/begin", .shop)
        static let summary = "Begins something."
        let hall: Hall

        func letBegin() throws { if hall.isFull.load(ordering: .relaxed) { throw Full() } }

        func answer(_ input: Nothing, for caller: Caller) async throws -> Done {
            hall.begun.add(1, ordering: .relaxed)
            return Done()
        }
    }

    private struct GoOn: Endpoint {
        static let route = Route(.post, "/v1/go-on", .shop)
        static let summary = "Goes on with something."

        func answer(_ input: Nothing, for caller: Caller) async throws -> Done { Done() }
    }

    private final class Hall: Sendable {
        let isFull = Atomic(false)
        let begun = Atomic(0)
    }

    private let hall = Hall()
    private let api: API
    private static let begin = Request.Head(.post, "/v1/begin", headers: ["Content-Length": "0"])

    init() throws {
        api = try API(
            endpoints: [Begin(hall: hall), GoOn()], authenticator: Anybody.staff, log: .quiet,
            failure: { $0 is Full ? .overloaded(retryAfterSeconds: 1) : nil })
    }

    @Test("refuse before the body is read, and whoever asks all the same")
    func refused() async throws {
        hall.isFull.store(true, ordering: .relaxed)
        guard case .refuse(let refusal) = api.admit(Self.begin) else { throw Malformed("it was admitted") }
        #expect(refusal.status == 503)
        #expect(refusal.headers["Retry-After"] == "1")
        #expect(await api.respond(to: Request(Self.begin)).status == 503)
        #expect(hall.begun.load(ordering: .relaxed) == 0)
        hall.isFull.store(false, ordering: .relaxed)
        #expect(await api.respond(to: Request(Self.begin)).status == 204)
    }

    @Test("have their refusals at hand for a moment behind each; what may go on isn't refused, nor at hand")
    func atHand() async throws {
        let goOn = Request.Head(.post, "/v1/go-on", headers: ["Content-Length": "0"])
        #expect(api.atHand(Self.begin) == nil)
        hall.isFull.store(true, ordering: .relaxed)
        #expect(!api.turnsAway)
        // Once of many times: the moment is short, and a busy machine may sleep it through.
        var (refusal, other): (Response?, Response?) = (nil, nil)
        for _ in 0..<100 where refusal == nil {
            _ = await api.respond(to: Request(Self.begin))
            other = api.atHand(goOn)
            refusal = api.atHand(Self.begin)
        }
        #expect(refusal?.status == 503)
        #expect(other == nil)
        hall.isFull.store(false, ordering: .relaxed)
        #expect(api.atHand(Self.begin) == nil)
        for _ in 0..<1000 where api.turnsAway { try await Task.sleep(for: .milliseconds(10)) }
        #expect(!api.turnsAway)
    }
}
