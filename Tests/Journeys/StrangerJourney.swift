import Foundation
import Testbed
import Testing

/// A program by strangers, schemathesis, reads the API document and tries everything it promises: no answer may be a
/// server error, or of a status, type or shape that the document doesn't name.
@Suite struct StrangerJourney {
    /// Enough for some 4,000 requests on two processors.
    /// What is said about inputs is the same on any engine; the second run looks for what only the database refuses.
    private static let seconds = TestDatabase.isSQLite ? 60 : 20

    @Test("strangers who know only the document find no fault", .enabled(if: named != nil))
    func document() async throws {
        let (code, said) = try await blocking { try Self.run() }
        #expect(code == 0, "\(said.prefix(20_000))")
        #expect(said.contains("Test cases:"))
    }

    private static func run() throws -> (code: Int32, said: String) {
        let folder = try TemporaryFolder()
        let shop = try Shop(data: folder.path + "/data")
        defer { shop.stop() }
        let scripts = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Scripts")
        let stranger = Process()
        stranger.executableURL = URL(fileURLWithPath: try #require(named))
            .deletingLastPathComponent().appendingPathComponent("schemathesis")
        stranger.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        stranger.arguments = [
            "--config-file", scripts.appendingPathComponent("schemathesis.toml").path, "run",
            "\(shop.address)/openapi.json", "--header", "Authorization: Bearer \(shop.key)",
            "--max-time", String(seconds), "--no-color",
        ]
        let output = Pipe()
        stranger.standardOutput = output
        stranger.standardError = output
        try stranger.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        stranger.waitUntilExit()
        #expect(shop.stop() == 0)
        return (stranger.terminationStatus, said)
    }

    /// The Python that has schemathesis; `bin/test` names it.
    private static let named = ProcessInfo.processInfo.environment["ORDERWORKS_PYTHON"]
}

/// `orderworks serve` with the demo shop, as it was built beside these tests.
private struct Shop {
    let address: String
    let key: String
    private let process = Process()

    init(data: String) throws {
        let beside = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        process.executableURL = [beside, URL(fileURLWithPath: ".build/debug")]
            .map { $0.appendingPathComponent("orderworks") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
        process.arguments = ["serve", "--data", data, "--port", "0", "--bank-port", "0"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        // The greeting ends with the key, so the address stands before it.
        var greeting = ""
        while !greeting.contains(/ow_[a-z0-9]+\s/) {
            let part = output.fileHandleForReading.availableData
            guard !part.isEmpty else { break }
            greeting += String(decoding: part, as: UTF8.self)
        }
        address = String(try #require(greeting.firstMatch(of: /http:\/\/127\.0\.0\.1:\d+/), "\(greeting)").output)
        key = String(try #require(greeting.firstMatch(of: /ow_[a-z0-9]+/)).output)
        output.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
    }

    /// The exit code after SIGTERM.
    @discardableResult
    func stop() -> Int32 {
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
        return process.terminationStatus
    }
}
