import Synchronization
import Testbed
import Testing
import Web
@testable import Orderworks

@Suite("Answers at hand", .timeLimit(.minutes(5)))
struct AtHandTests {
    /// Has `/`, `/here` and `/large` at hand, and says for anything else that it was asked; `/slow` waits to be let go.
    final class Shelf: HTTPService {
        let gate = ServerTests.Gate()
        let given = Atomic(0)
        let large = [UInt8](repeating: UInt8(ascii: "x"), count: 64 * 1024)

        func atHand(_ head: Request.Head) -> Response? {
            guard ["/", "/here", "/large"].contains(head.path) else { return nil }
            given.add(1, ordering: .relaxed)
            let body = head.path == "/large" ? large : Array("at hand\(head.query)".utf8)
            guard head.method == .head else { return Response(200, body: body) }
            return Response(200, headers: ["Content-Length": String(body.count)])
        }

        func admit(_ head: Request.Head) -> Admission { .body(limitBytes: 1000) }

        func respond(to request: Request) async -> Response {
            if request.head.path == "/slow" { await gate.pass() }
            let body = request.head.path == "/large"
                ? large : Array("asked \(request.head.path)\(request.head.query) \(request.body.count)".utf8)
            return Response(200, body: body)
        }
    }

    private static func ask(_ path: String, _ fields: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: shop\r\n\(fields)\r\n"
    }

    @Test("are sent whole, one after the other, and nobody is asked")
    func given() async throws {
        let shelf = Shelf()
        try await serving(shelf) { port in
            let two = Self.ask("/here?1") + Self.ask("/here?2")
            let answer = try await talk(port, two, until: "at hand2")
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.contains("\r\nContent-Length: 8\r\n\r\nat hand1HTTP/1.1 200 OK\r\n"))
            #expect(answer.contains("\r\nX-Content-Type-Options: nosniff\r\n"))
            #expect(answer.contains("\r\nDate: "))
            let head = try await talk(port, "HEAD /here HTTP/1.1\r\nHost: shop\r\n\r\n", until: "\r\n\r\n")
            #expect(head.contains("Content-Length: 7\r\n"))
            #expect(!head.contains("at hand"))
        }
        #expect(shelf.given.load(ordering: .relaxed) == 3)
    }

    @Test("keep to the order of their requests, behind one that is waited for")
    func order() async throws {
        let shelf = Shelf()
        try await serving(shelf) { port in
            let speaker = try Speaker(to: port)
            try speaker.send(Self.ask("/slow") + Self.ask("/here") + Self.ask("/here?2"))
            await shelf.gate.waitUntilSomeoneIsThere()
            shelf.gate.open()
            let heard = try await speaker.hear(until: "/here2 0").text
            let bodies = heard.matches(of: /\r\n\r\n([a-z0-9\/ ]+)/).map { String($0.1) }
            #expect(bodies == ["asked /slow 0", "asked /here 0", "asked /here2 0"])
            // Once that is answered, they are at hand again.
            try speaker.send(Self.ask("/here"))
            #expect(try await speaker.hear(until: "at hand").isWhole)
        }
    }

    @Test("are for requests without a body that aren't a connection's last; others are asked for", arguments: [
        "Content-Length: 3\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    ])
    func bodies(_ rest: String) async throws {
        let shelf = Shelf()
        try await serving(shelf) { port in
            let answer = try await talk(
                port, "GET /here HTTP/1.1\r\nHost: shop\r\n\(rest)" + Self.ask("/here", "Connection: close\r\n"))
            #expect(answer.contains("asked /here 3"))
            let last = try await talk(port, Self.ask("/here", "Connection: close\r\n"))
            #expect(last.hasSuffix("asked /here 0"))
            let expecting = try await talk(port, Self.ask("/here", "Expect: 100-continue\r\n"), until: "asked")
            #expect(expecting.hasPrefix("HTTP/1.1 100"))
            #expect(answer.hasSuffix("asked /here 0"))
        }
    }

    @Test("don't pile up for who doesn't read them")
    func unread() async throws {
        let shelf = Shelf()
        try await serving(shelf) { port in
            let speaker = try Speaker(to: port)
            let count = 1600
            try speaker.send(String(repeating: Self.ask("/large"), count: count))
            try speaker.send(Self.ask("/end", "Connection: close\r\n"))
            // 100 MB are asked for; the system holds a few.
            var before = 0
            while before == 0 || before != shelf.given.load(ordering: .relaxed) {
                before = shelf.given.load(ordering: .relaxed)
                try await Task.sleep(for: .milliseconds(300))
            }
            #expect(before < count / 2)
            let heard = try await speaker.hear().text
            #expect(heard.hasSuffix("asked /end 0"))
            #expect(heard.utf8.count > count * shelf.large.count)
        }
    }

    @Test("keep a connection from being taken for idle, which is closed as before")
    func idle() async throws {
        var limits = Server.Limits()
        limits.idleSeconds = 2
        let shelf = Shelf()
        try await serving(shelf, limits: limits) { port in
            let speaker = try Speaker(to: port)
            for turn in 1...5 {
                try speaker.send(Self.ask("/here?\(turn)"))
                #expect(try await speaker.hear(until: "at hand\(turn)").text.contains("at hand\(turn)"))
                try await Task.sleep(for: .milliseconds(700))
            }
            let rest = try await speaker.hear()
            #expect(rest.isWhole && rest.text.isEmpty)
        }
    }

    @Test("behind a body that is refused, nothing is")
    func afterRefusal() async throws {
        let shelf = Shelf()
        try await serving(shelf) { port in
            let speaker = try Speaker(to: port)
            let body = String(repeating: "x", count: 2500)
            try speaker.send("POST /body HTTP/1.1\r\nHost: shop\r\nContent-Length: 5000\r\n\r\n" + body)
            let answer = try await speaker.hear(until: "limitBytes").text
            #expect(answer.hasPrefix("HTTP/1.1 413"))
            #expect(answer.contains("\r\nConnection: close\r\n"))
            try speaker.send(body + Self.ask("/here"))
            #expect(try await !speaker.hear().text.contains("at hand"))
        }
        #expect(shelf.given.load(ordering: .relaxed) == 0)
    }
}
