import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import Testbed
import Testing
import Values
import Web
@testable import Orderworks

@Suite("The HTTP server", .timeLimit(.minutes(5)))
struct ServerTests {
    /// Says back what it got, holds a request at `/slow` until it is let go, and takes bodies of 1,000 bytes.
    final class Echo: HTTPService {
        let gate = Gate()

        func admit(_ head: Web.Request.Head) -> Admission {
            head.path == "/closed" ? .refuse(Web.Response(403)) : .body(limitBytes: 1000)
        }

        func respond(to request: Web.Request) async -> Web.Response {
            if request.head.path == "/slow" { await gate.pass() }
            let head = request.head
            let text = "\(head.method.rawValue) \(head.path) \(head.query) \(request.body.count)"
            return Web.Response(200, headers: ["X-Host": request.head.headers["Host"] ?? ""], body: Array(text.utf8))
        }
    }

    /// A door that one waits at until the other opens it.
    final class Gate: Sendable {
        let arrived = AsyncStream<Void>.makeStream()
        let opened = AsyncStream<Void>.makeStream()

        func pass() async {
            arrived.continuation.finish()
            for await _ in opened.stream {}
        }

        func waitUntilSomeoneIsThere() async { for await _ in arrived.stream {} }
        func open() { opened.continuation.finish() }
    }

    /// Runs a server on any free port while `work` is done, then stops it as SIGTERM would.
    private func serving(
        _ service: any HTTPService, limits: Server.Limits = .init(),
        _ work: @Sendable (Int, ServiceGroup) async throws -> Void
    ) async throws {
        let (ports, started) = AsyncStream<Int>.makeStream()
        let server = Server(
            service, host: "127.0.0.1", port: 0, limits: limits, log: .quiet,
            onStart: { started.yield($0); started.finish() })
        let group = ServiceGroup(configuration: .init(services: [server], logger: .quiet))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await port in ports { try await work(port, group) }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test("a request reaches the service whole, and its answer the client")
    func whole() async throws {
        try await serving(Echo()) { port, _ in
            let answer = try await talk(
                port, "POST /a%20b?x=1&y HTTP/1.1\r\nHost: shop\r\nContent-Length: 3\r\n\r\nabc")
            #expect(answer.hasPrefix("HTTP/1.1 200 OK"))
            #expect(answer.hasSuffix("POST /a%20b x=1&y 3"))
            #expect(answer.contains("X-Host: shop"))
            #expect(answer.contains("\r\nDate: "))
        }
    }

    @Test("two requests share a connection")
    func keepAlive() async throws {
        try await serving(Echo()) { port, _ in
            let one = "GET /one HTTP/1.1\r\nHost: shop\r\n\r\n"
            let answer = try await talk(port, one + one.replacing("/one", with: "/two"), until: "GET /two  0")
            #expect(answer.contains("GET /one  0"))
        }
    }

    @Test("a body that grows over its limit is refused at once, without being read on", arguments: [
        "Content-Length: 100000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n7d0\r\n",
    ])
    func tooLong(framing: String) async throws {
        try await serving(Echo()) { port, _ in
            let sent = "POST / HTTP/1.1\r\nHost: shop\r\n" + framing + String(repeating: "x", count: 2000)
            let answer = try await talk(port, sent, until: "limitBytes")
            #expect(answer.hasPrefix("HTTP/1.1 413"))
            #expect(answer.lowercased().contains("connection: close"))
        }
    }

    @Test("whoever asks before sending a body is told to go on, or why not")
    func expectation() async throws {
        try await serving(Echo()) { port, _ in
            let head = " HTTP/1.1\r\nHost: shop\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"
            let welcome = try await talk(port, "POST /" + head, until: "100 Continue")
            #expect(welcome.hasPrefix("HTTP/1.1 100"))
            let refused = try await talk(port, "POST /closed" + head, until: "403")
            #expect(refused.hasPrefix("HTTP/1.1 403"))
        }
    }

    @Test("a method nobody knows is refused as any other that an address doesn't take")
    func unknownMethod() async throws {
        let api = try API(endpoints: [ReadLiveness()], authenticator: Anybody.guest(), log: .quiet)
        try await serving(api) { port, _ in
            let ending = " HTTP/1.1\r\nHost: shop\r\n\r\n"
            let answer = try await talk(port, "PROPFIND /health/live" + ending, until: "method-not-allowed")
            #expect(answer.hasPrefix("HTTP/1.1 405"))
            #expect(answer.contains("Allow: GET, HEAD, OPTIONS\r\n"))
            let lost = try await talk(port, "TRACE /nowhere" + ending, until: "no-such-route")
            #expect(lost.hasPrefix("HTTP/1.1 404"))
        }
    }

    @Test("header fields over their limit are refused")
    func longHeader() async throws {
        var limits = Server.Limits()
        limits.headerFieldBytes = 1000
        try await serving(Echo(), limits: limits) { port, _ in
            let field = "X-Long: " + String(repeating: "x", count: 2000)
            let answer = try await talk(port, "GET / HTTP/1.1\r\nHost: shop\r\n\(field)\r\n\r\n", until: "400")
            #expect(answer.hasPrefix("HTTP/1.1 400"))
        }
    }

    @Test("told to stop, it has an answer that is at hand be the last of its connection, as any other")
    func gracefulAtHand() async throws {
        let shelf = AtHandTests.Shelf()
        try await serving(shelf) { port, group in
            let (speaker, other) = (try Speaker(to: port), try Speaker(to: port))
            let request = "GET /here HTTP/1.1\r\nHost: shop\r\n\r\n"
            try speaker.send(request)
            #expect(try await speaker.hear(until: "at hand").isWhole)
            // Something is under way, so that the server stays.
            try other.send("GET /slow HTTP/1.1\r\nHost: shop\r\n\r\n")
            await shelf.gate.waitUntilSomeoneIsThere()
            await group.triggerGracefulShutdown()
            // It may take the server a moment to hear of it.
            var heard = ""
            for _ in 1...100 where !heard.contains("Connection: close") {
                try speaker.send(request)
                heard = try await speaker.hear(until: "\r\n\r\n").text
                try await Task.sleep(for: .milliseconds(10))
            }
            heard += try await speaker.hear().text
            #expect(heard.contains("Connection: close"))
            #expect(heard.hasSuffix("asked /here 0"))
            shelf.gate.open()
        }
    }

    @Test("told to stop, it answers the request under way first")
    func graceful() async throws {
        let echo = Echo()
        try await serving(echo) { port, group in
            async let answer = talk(port, "GET /slow HTTP/1.1\r\nHost: shop\r\n\r\n", until: "GET /slow")
            await echo.gate.waitUntilSomeoneIsThere()
            await group.triggerGracefulShutdown()
            // Nobody new gets in any more.
            while (try? await talk(port, "GET /closed HTTP/1.1\r\nHost: shop\r\n\r\n", until: "403")) != nil {}
            echo.gate.open()
            let text = try await answer
            #expect(text.hasPrefix("HTTP/1.1 200"))
            #expect(text.lowercased().contains("connection: close"), "nothing more is taken on this connection")
        }
    }

    @Test("told to stop, it answers what was sent to it before, seen or not")
    func sentBefore() async throws {
        try await serving(Echo()) { port, group in
            let seen = try (1...6).map { _ in try Speaker(to: port) }
            // Connections are taken in their order: those before this one have been.
            _ = try await talk(port, "GET /closed HTTP/1.1\r\nHost: shop\r\n\r\n", until: "403")
            let stall = Stall()
            let unseen = try (1...20).map { _ in try Speaker(to: port) }
            for speaker in seen + unseen { try speaker.send("GET /last HTTP/1.1\r\nHost: shop\r\n\r\n") }
            await group.triggerGracefulShutdown()
            try await Task.sleep(for: .milliseconds(200))
            stall.end()
            for (number, speaker) in (seen + unseen).enumerated() {
                let (text, isWhole) = try await speaker.hear()
                #expect(isWhole, "connection \(number) wasn't reset")
                #expect(text.hasPrefix("HTTP/1.1 200"), "connection \(number)")
                #expect(text.lowercased().contains("connection: close"), "connection \(number)")
            }
        }
    }

    @Test("told to stop while connections come all the time, it answers each that came about", arguments: 1...4)
    func rush(_: Int) async throws {
        try await serving(Echo()) { port, group in
            let calls = try await withThrowingTaskGroup(of: [Bool].self) { callers in
                for _ in 0..<16 { callers.addTask { try await Self.call(port) } }
                try await Task.sleep(for: .milliseconds(100))
                await group.triggerGracefulShutdown()
                return try await callers.reduce(into: []) { $0 += $1 }
            }
            #expect(calls.count >= 16 && !calls.contains(false))
        }
    }

    /// Connects and asks until nobody listens; tells which of the calls were answered.
    private static func call(_ port: Int) async throws -> [Bool] {
        var answered: [Bool] = []
        while let speaker = try? Speaker(to: port) {
            try? speaker.send("GET /closed HTTP/1.1\r\nHost: shop\r\n\r\n")
            answered.append(try await speaker.hear(until: "403").text.hasPrefix("HTTP/1.1 403"))
        }
        return answered
    }

    @Test("told to stop, it doesn't wait for connections on which nothing comes")
    func idle() async throws {
        let idle = Mutex<[Speaker]>([])
        try await serving(Echo()) { port, _ in
            let speakers = try (1...3).map { _ in try Speaker(to: port) }
            try speakers[0].send("GET /one HTTP/1.1\r\nHost: shop\r\n\r\n")
            idle.withLock { $0 = speakers }
        }
        let heard = try await idle.withLock(\.self)[1].hear()
        #expect(heard == ("", true), "it was closed")
    }

    @Test("two services run beside each other, and a port that is taken is said to be")
    func portTaken() async throws {
        try await serving(Echo()) { port, _ in
            try await serving(Echo()) { other, _ in
                #expect(other != port)
                let answer = try await talk(other, "GET / HTTP/1.1\r\nHost: b\r\n\r\n", until: "GET /")
                #expect(answer.contains("200 OK"))
            }
            await #expect(throws: Server.Failure.portTaken(host: "127.0.0.1", port: port)) {
                try await Server(Echo(), host: "127.0.0.1", port: port, log: .quiet).run()
            }
        }
    }

    @Test("an address that isn't this machine's is said to be none")
    func unknownHost() async throws {
        await #expect(throws: Server.Failure.unknownHost("192.0.2.1")) {
            try await Server(Echo(), host: "192.0.2.1", port: 0, log: .quiet).run()
        }
    }
}
