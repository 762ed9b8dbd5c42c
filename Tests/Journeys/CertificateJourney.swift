import Foundation
import Testbed
import Testing
import Values

/// A shop with a certificate of its own, in a process of its own.
@Suite("A shop that speaks TLS", .enabled(if: TestDatabase.isSQLite), .timeLimit(.minutes(2)))
struct CertificateJourney {
    @Test("its sandbox bank tells it what became of payments, though nobody vouches for its certificate")
    func events() async throws {
        let folder = try TemporaryFolder()
        let (chain, key) = ("\(folder.path)/chain.pem", "\(folder.path)/key.pem")
        let made = try await finished("/usr/bin/openssl", [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
            "/CN=shop.example", "-out", chain, "-keyout", key,
        ])
        try #require(made.code == 0, "\(made.said)")
        let port = try freePort()
        let shop = try BuiltProgram([
            "serve", "--data", "\(folder.path)/data", "--port", "\(port)", "--bank-port", "0", "--certificate", chain,
            "--certificate-key", key, "--public-url", "https://shop.example",
        ], saying: "\(folder.path)/said")
        _ = try await shop.line(with: "serves on")
        let said = try await PythonScript("order_over_tls.py", ["\(port)"]).next()
        #expect(said["order"]?.integer == 201, "\(said) \(shop.said)")
        #expect(said["events"]?.integer ?? 0 > 0, "\(said) \(shop.said)")
        let code = try await shop.stop()
        #expect(code == 0)
    }
}
