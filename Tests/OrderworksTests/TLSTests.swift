import Foundation
import Synchronization
import Testbed
import Testing
import Values
import Web
@testable import Orderworks

@Suite("TLS", .timeLimit(.minutes(3)))
struct TLSTests {
    /// Serves over TLS, with a certificate of its own, while `work` is done.
    private func encrypted(
        _ service: any HTTPService, limits: Server.Limits = .init(), _ work: @Sendable (Int) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let (chain, key) = ("\(folder.path)/chain.pem", "\(folder.path)/key.pem")
        try await certify("shop.example", chain, key)
        let certificate = try Certificate(chain: chain, key: key, log: .quiet)
        try await serving(service, limits: limits, transport: .tls(certificate), work)
    }

    /// A server that gives the head of a request a second, and a connection four.
    private func hasty(_ work: @Sendable (Int) async throws -> Void) async throws {
        var limits = Server.Limits()
        limits.headSeconds = 1
        limits.idleSeconds = 4
        try await encrypted(StreamTests.Pipe(5), limits: limits, work)
    }

    @Test("an answer that is at hand is sent over TLS, too")
    func atHand() async throws {
        let shelf = AtHandTests.Shelf()
        try await encrypted(shelf) { port in
            let said = try await PythonScript("slow_tls.py", ["\(port)", "late"]).next()
            #expect(said["answer"]?.string == "HTTP/1.1 200 OK", "\(said)")
        }
        #expect(shelf.given.load(ordering: .relaxed) == 1)
    }

    @Test("a body in a slow record or with a pause is waited for, and so is a head that begins late", arguments: [
        "body", "chunks", "late", "again",
    ])
    func patience(what: String) async throws {
        try await hasty { port in
            let said = try await PythonScript("slow_tls.py", ["\(port)", what]).next()
            #expect(said["answer"]?.string == "HTTP/1.1 200 OK", "\(said)")
        }
    }

    @Test("a head and a handshake that drip end with their connection", arguments: ["head", "againHead", "handshake"])
    func dripping(what: String) async throws {
        try await hasty { port in
            let said = try await PythonScript("slow_tls.py", ["\(port)", what]).next()
            #expect(said["answer"]?.string == "ended", "\(said)")
        }
    }

    @Test("with a certificate the server speaks TLS, and a renewed one is served without a restart")
    func renewal() async throws {
        let folder = try TemporaryFolder()
        let (chain, key) = ("\(folder.path)/chain.pem", "\(folder.path)/key.pem")
        try await certify("first.example", chain, key)
        let certificate = try Certificate(chain: chain, key: key, log: .quiet)
        try await serving(StreamTests.Pipe(5), transport: .tls(certificate)) { port in
            #expect(try await subject(port) == "first.example")
            #expect(try await version(port, "-tls1_1").contains("Cipher is (NONE)"))
            try await certify("second.example", chain + ".new", key + ".new")
            // First one, then the other: for a moment they don't fit, and the old ones are served.
            _ = rename(key + ".new", key)
            try await Task.sleep(for: .seconds(1.2))
            #expect(try await subject(port) == "first.example")
            _ = rename(chain + ".new", chain)
            try await Task.sleep(for: .seconds(1.2))
            #expect(try await subject(port) == "second.example")
        }
        #expect(throws: Certificate.Unusable.self) {
            try Certificate(chain: "/dev/null", key: key, log: .quiet)
        }
    }

    private func certify(_ name: String, _ chain: String, _ key: String) async throws {
        _ = try await openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
            "/CN=\(name)", "-out", chain, "-keyout", key,
        ])
    }

    private func subject(_ port: Int) async throws -> String? {
        try await version(port, "-tls1_3").split(separator: "\n")
            .first { $0.hasPrefix("subject=") }?.split(separator: " ").last.map(String.init)
    }

    private func version(_ port: Int, _ flag: String) async throws -> String {
        try await openssl(["s_client", "-connect", "127.0.0.1:\(port)", flag, "-servername", "shop"])
    }

    private func openssl(_ arguments: [String]) async throws -> String {
        try await blocking {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
            process.arguments = arguments
            let output = Foundation.Pipe()
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = output
            process.standardError = FileHandle.nullDevice
            try process.run()
            let said = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return String(decoding: said, as: UTF8.self)
        }
    }
}
