import Connectors
import Foundation
import Storage
import StoragePostgres
import Testbed
import Testing
import Values
import Web

/// A shop on several servers: processes of their own on one PostgreSQL, behind HAProxy, with a bank beside them. What
/// is killed can be opened again.
actor Cluster {
    static let size = 4

    private let folder: TemporaryFolder
    private let ports: [Int]
    private let proxyPort: Int
    private let bankPort: Int
    private let databasePort: Int
    nonisolated let transport = CurlTransport()
    private var servers: [Int: BuiltProgram] = [:]
    private var bank: BuiltProgram?
    private var proxy: Process?
    private var engine: Process?
    private(set) var staffKey = ""

    private static let secretKey = "sk_test_cluster"
    private static let eventSecret = "whsec_cluster"
    private struct Late: Error {
        let what: String
    }

    private static let settlingLimit = Duration.seconds(90)

    init() throws {
        folder = try TemporaryFolder()
        var ports: Set<Int> = []
        while ports.count < Self.size + 3 { ports.insert(try freePort()) }
        let all = Array(ports)
        self.ports = Array(all.prefix(Self.size))
        (proxyPort, bankPort, databasePort) = (all[Self.size], all[Self.size + 1], all[Self.size + 2])
    }

    deinit {
        if let proxy, proxy.isRunning { proxy.terminate() }
        if let engine, engine.isRunning, let enginePID { Foundation.kill(enginePID, SIGINT) }
    }

    nonisolated var address: String { "http://127.0.0.1:\(proxyPort)" }
    nonisolated func address(of server: Int) -> String { "http://127.0.0.1:\(ports[server])" }
    nonisolated var buyersLog: String { folder.path + "/buyers.jsonl" }
    private nonisolated var database: String { "postgresql://shop@127.0.0.1:\(databasePort)/postgres" }
    private nonisolated var bankStore: String { folder.path + "/bank.journal" }
    private nonisolated var bankAddress: String { "http://127.0.0.1:\(bankPort)" }

    /// Everything, the servers all at the same time.
    func open() async throws {
        try await openEngine()
        let bank = try BuiltProgram([
            "sandbox-bank", "--store", bankStore, "--port", "\(bankPort)", "--secret-key", Self.secretKey,
            "--webhook-url", address + "/v1/bank-events", "--webhook-secret", Self.eventSecret,
        ], saying: folder.path + "/bank.output")
        self.bank = bank
        for server in ports.indices { servers[server] = try start(server) }
        _ = try await bank.line(with: "answers on")
        for server in servers.values { _ = try await server.line(with: "serves on") }
        try await openProxy()
        let key = servers.values.compactMap { $0.said.split(separator: "\n").first { $0.contains("  ow_") } }
        try #require(key.count == 1, "one server made the shop's key")
        staffKey = key[0].trimmingCharacters(in: .whitespaces)
    }

    func kill(_ server: Int) async throws { try await #require(servers[server]).kill() }

    func openAgain(_ server: Int) async throws {
        let program = try start(server)
        servers[server] = program
        _ = try await program.line(with: "serves on")
    }

    /// PostgreSQL's end as a power cut would bring it, or as told to by its owner; and its return.
    func restartEngine(_ signal: Int32) async throws {
        try await endEngine(signal)
        try await openEngine()
    }

    private func endEngine(_ signal: Int32) async throws {
        guard let engine, engine.isRunning else { return }
        Foundation.kill(try #require(enginePID), signal)
        try await blocking { engine.waitUntilExit() }
    }

    private nonisolated var enginePID: Int32? {
        let file = try? String(contentsOfFile: folder.path + "/engine/data/postmaster.pid", encoding: .utf8)
        return file?.split(separator: "\n").first.flatMap { Int32($0) }
    }

    /// All servers, asked to end; their exit codes.
    func stop() async throws -> [Int32] {
        var codes: [Int32] = []
        for server in servers.values { codes.append(try await server.stop()) }
        if let bank { _ = try await bank.stop() }
        if let proxy {
            proxy.terminate()
            try await blocking { proxy.waitUntilExit() }
        }
        try await endEngine(SIGINT)
        return codes
    }

    /// Asks one server, or the proxy, as staff.
    func must(_ method: Web.Method, _ path: String, _ body: JSON? = nil) async throws -> JSON {
        var headers: Headers = ["Authorization": "Bearer \(staffKey)"]
        if body != nil { headers["Content-Type"] = "application/json" }
        let answer = try await transport.send(
            OutgoingRequest(method, address + path, headers: headers, body: body?.bytes ?? [], timeout: .seconds(30)))
        try #require((200..<300).contains(answer.status), "\(path): \(String(decoding: answer.body, as: UTF8.self))")
        return try JSON.parse(answer.body)
    }

    /// Has the bank misbehave as the form says, or with an empty one behave again.
    func trouble(_ form: String) async throws {
        let answer = try await transport.send(
            OutgoingRequest(
                form.isEmpty ? .delete : .post, bankAddress + "/sandbox/faults",
                headers: [
                    "Authorization": "Bearer \(Self.secretKey)", "Content-Type": "application/x-www-form-urlencoded",
                ],
                body: Array(form.utf8), timeout: .seconds(10)))
        try #require(answer.status == 200)
    }

    private static let selectUnsettled: Statement = """
        SELECT (SELECT COUNT(*) FROM sales_order WHERE state = 'pending') + (SELECT COUNT(*) FROM job)
            + (SELECT COUNT(*) FROM payment_attempt WHERE look_at IS NOT NULL OR state = 'capturing')
        """

    /// Waits until nothing is under way.
    nonisolated func settle() async throws {
        let look = try PostgresDatabase.openReadOnly(
            database, log: TestDatabase.silence, limits: PostgresLimits(connections: 1, readers: 1))
        let begin = ContinuousClock.now
        var left = 1
        while left > 0, ContinuousClock.now - begin < Self.settlingLimit {
            left = try await look.read { db in try db.value(Self.selectUnsettled) ?? 0 }
            if left > 0 { try await Task.sleep(for: .milliseconds(100)) }
        }
        await look.close()
        #expect(left == 0, "everything settles")
    }

    nonisolated func check() async throws -> (code: Int32, output: String) {
        try await BuiltProgram.run([
            "check", "--data", folder.path + "/data0", "--database", database, "--bank", bankStore,
            "--buyers", buyersLog,
        ])
    }

    private func start(_ server: Int) throws -> BuiltProgram {
        try BuiltProgram([
            "serve", "--data", folder.path + "/data\(server)", "--database", database, "--port", "\(ports[server])",
            "--secret-key", String(repeating: "5e", count: 32), "--public-url", address, "--log-level", "warning",
            "--bank-url", bankAddress, "--bank-secret-key", Self.secretKey, "--bank-webhook-secret", Self.eventSecret,
        ], saying: folder.path + "/server\(server).output")
    }

    private func openEngine() async throws {
        let engine = folder.path + "/engine"
        self.engine = try await run("bin/postgres", ["--safe", engine, "\(databasePort)"], until: "postgresql://")
    }

    private func openProxy() async throws {
        let servers = ports.map { "    server s\($0) 127.0.0.1:\($0) check inter 500 fall 2 rise 1" }
        let file = folder.path + "/haproxy.cfg"
        try """
            defaults
                mode http
                timeout connect 2s
                timeout client 60s
                timeout server 60s
                retries 2
                option redispatch
            frontend shop
                bind 127.0.0.1:\(proxyPort)
                default_backend servers
            backend servers
                balance roundrobin
                option httpchk GET /health/ready
            \(servers.joined(separator: "\n"))

            """.write(toFile: file, atomically: true, encoding: .utf8)
        proxy = try await run("haproxy", ["-db", "-f", file], until: nil)
        for _ in 0..<200 {
            let answer = try? await transport.send(
                OutgoingRequest(.get, address + "/health/ready", headers: [:], body: [], timeout: .seconds(5)))
            if answer?.status == 200 { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("the proxy never answered")
    }

    /// Starts a program of the machine's, and waits for what it says when it is there.
    private func run(_ program: String, _ arguments: [String], until mark: String?) async throws -> Process {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.currentDirectoryURL = root
        let output = folder.path + "/\(program.split(separator: "/").last ?? "").output"
        try Data().write(to: URL(fileURLWithPath: output))
        let file = try #require(FileHandle(forWritingAtPath: output))
        process.standardOutput = file
        process.standardError = file
        try process.run()
        guard let mark else { return process }
        for _ in 0..<1200 {
            if try String(contentsOfFile: output, encoding: .utf8).contains(mark) { return process }
            let said = try String(contentsOfFile: output, encoding: .utf8)
            try #require(process.isRunning, "\(program): \(said)")
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Late(what: "\(program) never said \(mark)")
    }
}
