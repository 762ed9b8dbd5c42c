import Foundation
import Synchronization
import Testbed
import Testing
import Values
import Web
@testable import Orderworks

@Suite("Bodies that stream", .timeLimit(.minutes(3)))
struct StreamTests {
    /// Bytes that nobody holds: each is told by its place.
    struct Endless: ByteSource {
        let count: Int
        let asked = Asked()

        final class Asked: Sendable {
            let most = Mutex(0)
        }

        func bytes(from offset: Int, most: Int) async throws -> [UInt8] {
            asked.most.withLock { $0 = max($0, most) }
            return (offset..<min(count, offset + most)).map { UInt8(truncatingIfNeeded: $0 % 251) }
        }
    }

    /// Sends so many bytes, or counts what comes.
    final class Pipe: HTTPService {
        let source: Endless
        let received = Mutex(0)

        init(_ count: Int) { source = Endless(count: count) }

        func admit(_ head: Web.Request.Head) -> Admission {
            head.method == .post ? .stream(limitBytes: 10_000_000) : .body(limitBytes: 10)
        }

        func respond(to request: Web.Request) async -> Web.Response {
            guard let stream = request.stream else { return Web.Response(200, stream: ByteSlice(source)) }
            guard request.head.path == "/all" else { return Web.Response(403) }
            do {
                while let bytes = try await stream.next() { received.withLock { $0 += bytes.count } }
                return Web.Response(200, body: Array("\(received.withLock { $0 })".utf8))
            } catch let problem as Problem {
                return Web.Response(problem.status)
            } catch {
                return Web.Response(500)
            }
        }
    }

    @Test("a long answer is read in short parts and arrives whole")
    func sending() async throws {
        let pipe = Pipe(3_000_000)
        try await serving(pipe) { port in
            let answer = try await talk(port, "GET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n")
            #expect(answer.contains("Content-Length: 3000000\r\n"))
            let head = try #require(answer.firstRange(of: "\r\n\r\n")?.upperBound)
            // Bytes above 127 are no UTF-8 by themselves; what counts is that none is missing.
            #expect(answer[head...].unicodeScalars.count > 2_000_000)
        }
        #expect(pipe.source.asked.most.withLock { $0 } == Server.Limits().sentBytes)
    }

    /// A file that nobody may read into memory.
    final class Unread: HTTPService, FileSource {
        let handle: FileHandle
        let count: Int
        let loaded = Mutex<[Range<Int>]>([])

        struct WasRead: Error {}

        init(_ path: String) throws {
            handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            count = try Int(handle.seekToEnd())
        }

        var descriptor: Int32 { handle.fileDescriptor }

        func bytes(from offset: Int, most: Int) async throws -> [UInt8] { throw WasRead() }
        func load(_ range: Range<Int>) async throws { loaded.withLock { $0.append(range) } }
        func admit(_ head: Web.Request.Head) -> Admission { .body(limitBytes: 10) }
        func respond(to request: Web.Request) async -> Web.Response { Web.Response(200, stream: ByteSlice(self)) }
    }

    @Test("without TLS a file is sent by the system, whole and in order, and is never in memory")
    func sendingFiles() async throws {
        let folder = try TemporaryFolder()
        let text = (0..<100_000).map { "\($0)\n" }.joined()
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path + "/file"))
        let file = try Unread(folder.path + "/file")
        try await serving(file) { port in
            let one = "GET / HTTP/1.1\r\nHost: shop\r\n"
            let answer = try await talk(port, "\(one)\r\n\(one)Connection: close\r\n\r\n")
            let bodies = answer.components(separatedBy: "\r\n\r\n").dropFirst()
            #expect(bodies.count == 2 && bodies.first?.hasPrefix(text) == true && bodies.last == text)
        }
        #expect(file.loaded.withLock { $0.map(\.count).max() } == Server.Limits().sentBytes)
    }

    @Test("a long body is handed on as it comes, and the connection serves the next request")
    func receiving() async throws {
        try await serving(Pipe(5)) { port in
            let body = String(repeating: "x", count: 2_000_000)
            let next = "GET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n"
            let answer = try await talk(
                port, "POST /all HTTP/1.1\r\nHost: shop\r\nContent-Length: 2000000\r\n\r\n\(body)\(next)",
                until: "\u{0}\u{1}\u{2}\u{3}\u{4}")
            #expect(answer.contains("\r\n\r\n2000000HTTP/1.1 200"), "\(answer)")
        }
    }

    @Test("a body over its limit, and one that nobody reads, end the connection with an answer", arguments: [
        ("/all", 413), ("/none", 403),
    ])
    func refusing(path: String, status: Int) async throws {
        try await serving(Pipe(5)) { port in
            let body = String(repeating: "x", count: 12_000_000)
            let answer = try await talk(
                port, "POST \(path) HTTP/1.1\r\nHost: shop\r\nContent-Length: 12000000\r\n\r\n\(body)",
                until: "HTTP/1.1 \(status)")
            #expect(answer.hasPrefix("HTTP/1.1 \(status)"))
        }
    }

    @Test("a body that drips is given up on")
    func dripping() async throws {
        var limits = Server.Limits()
        limits.slowSeconds = 1
        limits.slowestBytesPerSecond = 1000
        try await serving(Pipe(5), limits: limits) { port in
            let answer = try await blocking {
                try drip(port, "POST /all HTTP/1.1\r\nHost: shop\r\nContent-Length: 2000\r\n\r\n", each: 200_000)
            }
            #expect(answer.hasPrefix("HTTP/1.1 408"), "\(answer)")
        }
    }

    /// Says no to all, and takes bodies of 1,000 bytes to say it to.
    struct Refusing: HTTPService {
        func admit(_ head: Web.Request.Head) -> Admission {
            head.path == "/closed" ? .refuse(Web.Response(401)) : .body(limitBytes: 1000)
        }

        func respond(to request: Web.Request) async -> Web.Response { Web.Response(403) }
    }

    @Test("a body that was refused and drips on ends with its connection", arguments: [
        ("/closed", 2000, 401), ("/closed", 2_000_000, 401), ("/", 50_000, 413),
    ])
    func drippingIntoRefusal(path: String, count: Int, status: Int) async throws {
        var limits = Server.Limits()
        limits.slowSeconds = 1
        limits.slowestBytesPerSecond = 1_000_000
        try await serving(Refusing(), limits: limits) { port in
            let head = "POST \(path) HTTP/1.1\r\nHost: shop\r\nContent-Length: \(count)\r\n\r\n"
            let body = String(repeating: "x", count: status == 413 ? 1100 : 10)
            let answer = try await blocking { try drip(port, head + body, each: 200_000, goesOn: true) }
            #expect(answer.hasPrefix("HTTP/1.1 \(status)"), "\(answer)")
        }
    }

    @Test("a head that drips ends with its connection")
    func drippingHead() async throws {
        var limits = Server.Limits()
        limits.headSeconds = 1
        try await serving(Pipe(5), limits: limits) { port in
            let answer = try await blocking { try drip(port, "GET / HTTP/1.1\r\nX-A: ", each: 200_000) }
            #expect(answer.isEmpty, "\(answer)")
        }
    }

    @Test("every answer carries what keeps browsers from guessing, framing and telling")
    func headers() async throws {
        try await serving(Pipe(5)) { port in
            let answer = try await talk(port, "GET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n")
            for field in [
                "X-Content-Type-Options: nosniff", "Content-Security-Policy: default-src 'none'",
                "Referrer-Policy: no-referrer", "Permissions-Policy: ", "Cross-Origin-Opener-Policy: same-origin",
            ] { #expect(answer.contains(field), "\(field)") }
            #expect(!answer.contains("Strict-Transport-Security"))
        }
        try await serving(Pipe(5), transport: .plain(isSecure: true)) { port in
            let answer = try await talk(port, "GET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n")
            #expect(answer.contains("Strict-Transport-Security: max-age=31536000; includeSubDomains"))
        }
    }
}

/// Sends a head, then a letter every so many microseconds, until the other side has had enough; what it said.
///
/// - Parameter goesOn: also after an answer, until the other side takes nothing more.
private func drip(
    _ port: Int, _ head: String, each microseconds: UInt32, goesOn: Bool = false
) throws -> String {
    let connection = try connected(to: port)
    defer { close(connection) }
    var received: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    _ = Array(head.utf8).withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    for _ in 0..<150 {
        usleep(microseconds)
        let count = recv(connection, &chunk, chunk.count, Int32(MSG_DONTWAIT))
        let isSilent = count < 0 && errno == EAGAIN
        if count > 0 { received += chunk[..<count] }
        if !goesOn, !isSilent { return String(decoding: received, as: UTF8.self) }
        let sent = [UInt8(ascii: "x")].withUnsafeBytes { send(connection, $0.baseAddress, 1, Int32(MSG_NOSIGNAL)) }
        if goesOn, sent < 0 { return String(decoding: received, as: UTF8.self) }
    }
    throw Malformed("it takes more for ever")
}
