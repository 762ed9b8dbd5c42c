import Synchronization
import Testbed
import Testing
import Web

@testable import Orderworks

@Suite("Who is turned away", .timeLimit(.minutes(2)))
struct TurnedAwayTests {
    /// Turns away whoever posts to `/full` while it is told to; says for anything else that it was asked.
    private final class Door: HTTPService {
        let isShut = Atomic(true)
        /// How many were looked at on their way to be asked, instead of being turned away at hand.
        let admitted = Atomic(0)
        let gate = ServerTests.Gate()

        var turnsAway: Bool { isShut.load(ordering: .relaxed) }

        func atHand(_ head: Request.Head) -> Response? {
            head.method == .post && head.path == "/full" ? Response(503, body: Array("full".utf8)) : nil
        }

        func admit(_ head: Request.Head) -> Admission {
            admitted.add(1, ordering: .relaxed)
            return .body(limitBytes: 100_000)
        }

        func respond(to request: Request) async -> Response {
            if request.head.path == "/slow" { await gate.pass() }
            return Response(200, body: Array("asked \(request.head.path) \(request.body.count)".utf8))
        }
    }

    private static func post(_ path: String, _ body: String, _ fields: String = "") -> String {
        "POST \(path) HTTP/1.1\r\nHost: shop\r\nContent-Length: \(body.utf8.count)\r\n\(fields)\r\n\(body)"
    }

    @Test("is told so at hand, each in turn, and the connection goes on")
    func atHand() async throws {
        let door = Door()
        try await serving(door) { port in
            let speaker = try Speaker(to: port)
            try speaker.send(Self.post("/full", "a cart") + Self.post("/full", "") + Self.post("/open", "three"))
            let heard = try await speaker.hear(until: "asked /open 5").text
            let bodies = heard.matches(of: /\r\n\r\n([a-z0-9\/ ]+)/).map { String($0.1.prefix(4)) }
            #expect(bodies == ["full", "full", "aske"])
            #expect(door.admitted.load(ordering: .relaxed) == 1)
            door.isShut.store(false, ordering: .relaxed)
            try speaker.send(Self.post("/full", "a cart"))
            #expect(try await speaker.hear(until: "asked").text.hasSuffix("asked /full 6"))
        }
    }

    @Test("waits where all wait when the body is still to come, is long, or is not announced")
    func lateBodies() async throws {
        let door = Door()
        try await serving(door) { port in
            let speaker = try Speaker(to: port)
            let whole = Self.post("/full", "a cart that comes late")
            try speaker.send(String(whole.dropLast(10)))
            while door.admitted.load(ordering: .relaxed) == 0 { try await Task.sleep(for: .milliseconds(2)) }
            try speaker.send(String(whole.suffix(10)))
            #expect(try await speaker.hear(until: "asked").text.hasSuffix("asked /full 22"))
            for count in [5_000, 20_000] {
                try speaker.send(Self.post("/full", String(repeating: "x", count: count)))
                #expect(try await speaker.hear(until: "\(count)").text.hasSuffix("asked /full \(count)"))
            }
            try speaker.send(
                "POST /full HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
            #expect(try await speaker.hear(until: "full 3").text.hasSuffix("asked /full 3"))
            // What went on is answered: the next is at hand again.
            try speaker.send(Self.post("/full", "a cart"))
            #expect(try await speaker.hear(until: "full").text.hasSuffix("\r\n\r\nfull"))
        }
    }

    @Test("is asked for as any other where the connection ends with it, and not answered before their request is whole")
    func lastRequests() async throws {
        let door = Door()
        try await serving(door) { port in
            let last = try await talk(port, Self.post("/full", "a cart", "Connection: close\r\n"))
            #expect(last.hasSuffix("asked /full 6"))
            let speaker = try Speaker(to: port)
            try speaker.send(String(Self.post("/full", "a cart").dropLast(3)))
            speaker.endSending()
            #expect(try await !speaker.hear().text.contains("full"))
            #expect(try await talk(port, Self.post("/full", "a cart"), until: "full").hasSuffix("\r\n\r\nfull"))
        }
    }

    private struct Full: Endpoint {
        static let route = Route(.post, "/v1/full", .shop)
        static let summary = "Lets nobody begin."

        func letBegin() throws { throw Problem.overloaded(retryAfterSeconds: 1) }

        func answer(_ input: Nothing, for caller: Caller) async throws -> Done { Done() }
    }

    @Test("is counted once, however the body comes")
    func counted() async throws {
        let api = try API(endpoints: [Full()], authenticator: Anybody.guest(), log: .quiet)
        try await serving(api) { port in
            let speaker = try Speaker(to: port)
            let request = Self.post("/v1/full", "{}", "Content-Type: application/json\r\n")
            for turn in 1...6 {
                try speaker.send(turn.isMultiple(of: 2) ? request : String(request.dropLast(2)))
                if !turn.isMultiple(of: 2) {
                    try await Task.sleep(for: .milliseconds(20))
                    try speaker.send("{}")
                }
                #expect(try await speaker.hear(until: "\"status\":503}").text.hasPrefix("HTTP/1.1 503"))
            }
        }
        #expect(api.metrics.text.contains(
            "orderworks_request_seconds_count{route=\"POST /v1/full\",status=\"503\"} 6\n"))
    }

    @Test("waits for those before on the same connection")
    func order() async throws {
        let door = Door()
        try await serving(door) { port in
            let speaker = try Speaker(to: port)
            try speaker.send(Self.post("/slow", "first") + Self.post("/full", "second"))
            await door.gate.waitUntilSomeoneIsThere()
            door.gate.open()
            let heard = try await speaker.hear(until: "asked /full 6").text
            #expect(heard.contains("asked /slow 5HTTP/1.1 200 OK\r\n"))
        }
    }
}
