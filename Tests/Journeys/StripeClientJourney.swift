import Foundation
import Testing

/// Stripe's own client pays at the sandbox bank: what the bank speaks is Stripe's API, not our idea of it.
@Suite struct StripeClientJourney {
    @Test(
        "Stripe's Python client pays, captures, cancels and refunds at the sandbox bank", .enabled(if: Python.isReady))
    func paysAtTheSandbox() throws {
        let store = FileManager.default.temporaryDirectory.appendingPathComponent("bank-\(UUID().uuidString).log")
        defer { try? FileManager.default.removeItem(at: store) }
        let hookPort = try freePort()
        let bank = try Program.start([
            "sandbox-bank", "--port", "0", "--store", store.path, "--secret-key", "sk_test_journey",
            "--webhook-url", "http://127.0.0.1:\(hookPort)/events", "--webhook-secret", "whsec_journey",
        ])
        defer { bank.terminate() }
        let address = try bank.address()

        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("SandboxBankTests/stripe_client.py")
        let client = try Program.run(Python.path, [
            script.path, address, "sk_test_journey", "\(hookPort)", "whsec_journey",
        ])
        #expect(client.code == 0, "\(client.output)")
        #expect(client.output.hasSuffix("all well\n"))

        let stored = try String(contentsOf: store, encoding: .utf8)
        #expect(!stored.contains("4242424242424242"))
        #expect(bank.stop() == 0)
    }
}

/// The Python that has PyPI's `stripe`; `bin/test` names one that does.
private enum Python {
    static let named = ProcessInfo.processInfo.environment["ORDERWORKS_PYTHON"]
    static let path = named ?? "python3"

    /// Named means that it must work; otherwise the test is left out where `stripe` isn't installed.
    static let isReady = named != nil || (try? Program.run(path, ["-c", "import stripe"]))?.code == 0
}

/// `orderworks` as it was built beside these tests, or another program, run and ended by its process id.
private struct Program {
    private let process: Process
    private let output: FileHandle

    static func start(_ arguments: [String]) throws -> Program {
        let built = try #require(executable, "the orderworks program stands beside the tests")
        let process = Process()
        process.executableURL = built
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        return Program(process: process, output: pipe.fileHandleForReading)
    }

    static func run(_ path: String, _ arguments: [String]) throws -> (code: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [path] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    /// What the program says it can be reached at, in its first line.
    func address() throws -> String {
        var line = Data()
        while let byte = try output.read(upToCount: 1), byte != Data("\n".utf8), !byte.isEmpty { line += byte }
        let words = String(decoding: line, as: UTF8.self).split(whereSeparator: { " ;,".contains($0) })
        return String(try #require(words.first { $0.hasPrefix("http://") }, "\(String(decoding: line, as: UTF8.self))"))
    }

    func terminate() {
        if process.isRunning { process.terminate() }
    }

    /// The exit code after SIGTERM.
    func stop() -> Int32 {
        terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    private static var executable: URL? {
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let beside = tests.deletingLastPathComponent().appendingPathComponent("orderworks")
        let built = [beside, URL(fileURLWithPath: ".build/debug/orderworks")]
        return built.first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }
}
