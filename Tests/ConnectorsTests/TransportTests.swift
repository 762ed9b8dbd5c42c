import Connectors
import Testing
import Testbed
import Values
import Web

@Suite("Requests to other people's servers")
struct TransportTests {
    private let transport = CurlTransport()

    /// A server of its own for each test, with its address.
    private struct OddServer {
        let script: PythonScript
        let url: String

        init() async throws {
            script = try PythonScript("odd_server.py")
            url = "http://127.0.0.1:\(try await script.next()["port"]?.integer ?? 0)"
        }
    }

    private func request(
        _ url: String, _ method: Method = .get, headers: Headers = Headers(), body: String = "", within ms: Int64 = 5000
    ) -> OutgoingRequest {
        OutgoingRequest(method, url, headers: headers, body: Array(body.utf8), timeout: .milliseconds(ms))
    }

    private func failure(_ request: OutgoingRequest) async -> TransportFailure? {
        do throws(TransportFailure) {
            _ = try await transport.send(request)
            return nil
        } catch { return error }
    }

    @Test("method, address, fields and body arrive as they were given, and the answer comes back whole")
    func roundTrip() async throws {
        let server = try await OddServer()
        let response = try await transport.send(request(
            server.url + "/echo?a=b%20c", .post, headers: ["Content-Type": "text/plain", "X-Empty": ""],
            body: "größer"))
        let echo = try JSON.parse(response.body)
        #expect(response.status == 200)
        #expect(response.headers.all("x-twice") == ["one", "two"])
        #expect(echo["method"] == "POST")
        #expect(echo["path"] == "/echo?a=b%20c")
        #expect(echo["body"] == "größer")
        let fields = (echo["headers"]?.array ?? []).map { "\($0[0]?.string ?? "")=\($0[1]?.string ?? "")" }
        #expect(fields.contains("Content-Type=text/plain"))
        #expect(fields.contains("X-Empty="))
        #expect(!fields.contains { $0.hasPrefix("Expect") })
    }

    @Test("every method is sent under its name, with no body where none is given", arguments: Method.allCases)
    func methods(method: Method) async throws {
        let server = try await OddServer()
        let response = try await transport.send(request(server.url + "/echo", method))
        #expect(response.status == 200)
        if method != .head { #expect(try JSON.parse(response.body)["method"]?.string == method.rawValue) }
    }

    @Test("one request after the other uses one connection, a thousand at a time no more than the limit")
    func connectionsAreKept() async throws {
        let server = try await OddServer()
        for _ in 0..<50 {
            let echo = try JSON.parse(try await transport.send(request(server.url + "/echo")).body)
            #expect(echo["connection"] == 1)
        }
        let narrow = CurlTransport(.init(connectionsPerHost: 8))
        let connections = try await withThrowingTaskGroup(of: Int64.self) { group in
            for number in 0..<1000 {
                group.addTask {
                    let sent = request(server.url + "/echo", .post, body: "\(number)", within: 20_000)
                    let echo = try JSON.parse(try await narrow.send(sent).body)
                    #expect(echo["body"]?.string == "\(number)")
                    return echo["connection"]?.integer ?? 0
                }
            }
            return try await group.reduce(into: Set<Int64>()) { $0.insert($1) }
        }
        #expect(connections.count <= 8)
    }

    @Test("interim answers are not the answer")
    func interimAnswer() async throws {
        let server = try await OddServer()
        let response = try await transport.send(request(server.url + "/interim"))
        #expect(response.status == 200)
        #expect(response.headers["X-Early"] == nil)
    }

    @Test("what never left us is told apart from what the other side may have done")
    func failuresAreToldApart() async throws {
        let server = try await OddServer()
        for unreachable in ["http://127.0.0.1:1/", "http://nowhere.invalid/", "gopher://127.0.0.1/", "no address"] {
            guard case .neverSent = await failure(request(unreachable)) else {
                Issue.record("\(unreachable) was taken for sent")
                continue
            }
        }
        for path in ["/never", "/reset", "/half"] {
            guard case .unknown = await failure(request(server.url + path, .post, body: "x", within: 300)) else {
                Issue.record("\(path) was not taken for unknown")
                continue
            }
        }
    }

    @Test("an answer longer than the limit is refused, one as long is taken")
    func answersAreBounded() async throws {
        let server = try await OddServer()
        let small = CurlTransport(.init(answerBytes: 1000))
        #expect(try await small.send(request(server.url + "/bytes/1000")).body.count == 1000)
        await #expect(throws: TransportFailure.self) { try await small.send(request(server.url + "/bytes/1001")) }
    }

    @Test("a line break in a field or address is never sent")
    func nothingIsSmuggledIn() async throws {
        let server = try await OddServer()
        let smuggled = request(server.url + "/echo", headers: ["X-Name": "a\r\nX-Other: b"])
        #expect(await failure(smuggled) == .neverSent("not a request that can be sent"))
        #expect(await failure(request(server.url + "/echo\r\nX: y")) == .neverSent("not a request that can be sent"))
    }

    @Test("a cancelled task stops waiting at once")
    func cancelling() async throws {
        let server = try await OddServer()
        let begin = ContinuousClock.now
        let task = Task { await failure(request(server.url + "/never", .post, body: "x", within: 30_000)) }
        try await Task.sleep(for: .milliseconds(100))
        task.cancel()
        #expect(await task.value == .unknown("cancelled"))
        #expect(ContinuousClock.now - begin < .seconds(5))
    }

    @Test("after closing, what is under way fails and nothing more is sent")
    func closing() async throws {
        let server = try await OddServer()
        let closing = CurlTransport()
        let waiting = Task { () -> TransportFailure? in
            do throws(TransportFailure) {
                _ = try await closing.send(request(server.url + "/never", within: 30_000))
                return nil
            } catch { return error }
        }
        try await Task.sleep(for: .milliseconds(100))
        closing.close()
        #expect(await waiting.value == .unknown("shutting down"))
        await #expect(throws: TransportFailure.neverSent("shutting down")) {
            try await closing.send(request(server.url + "/echo"))
        }
    }
}
