import Foundation
import Testbed
import Testing

/// Stripe's own client pays at the sandbox bank: what the bank speaks is Stripe's API, not our idea of it.
@Suite struct StripeClientJourney {
    @Test(
        "Stripe's Python client pays, captures, cancels and refunds at the sandbox bank", .enabled(if: Python.isReady))
    func paysAtTheSandbox() async throws {
        let folder = try TemporaryFolder()
        let store = folder.path + "/bank.log"
        let hookPort = try freePort()
        let bank = try BuiltProgram([
            "sandbox-bank", "--port", "0", "--store", store, "--secret-key", "sk_test_journey",
            "--webhook-url", "http://127.0.0.1:\(hookPort)/events", "--webhook-secret", "whsec_journey",
        ], saying: folder.path + "/output")
        let address = try await bank.address()

        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("SandboxBankTests/stripe_client.py")
        let client = try Program.run(Python.path, [
            script.path, address, "sk_test_journey", "\(hookPort)", "whsec_journey",
        ])
        #expect(client.code == 0, "\(client.output)")
        #expect(client.output.hasSuffix("all well\n"))

        let stored = try String(contentsOfFile: store, encoding: .utf8)
        #expect(!stored.contains("4242424242424242"))
        #expect(try await bank.stop() == 0)
    }
}

/// The Python that has PyPI's `stripe`; `bin/test` names one that does.
private enum Python {
    static let named = ProcessInfo.processInfo.environment["ORDERWORKS_PYTHON"]
    static let path = named ?? "python3"

    /// Named means that it must work; otherwise the test is left out where `stripe` isn't installed.
    static let isReady = named != nil || (try? Program.run(path, ["-c", "import stripe"]))?.code == 0
}

/// Another program, run to its end.
private enum Program {
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
}
