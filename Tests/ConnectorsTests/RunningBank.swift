import Connectors
import Logging
import Orderworks
import SandboxBank
import Testbed
import Values
import Web

/// A sandbox bank on a real port, and the gateway that leads there.
struct RunningBank {
    let gateway: StripeGateway
    let url: String
    let bank: SandboxBank
    let transport: CurlTransport
    private let server: Task<Void, any Error>
    private let folder: TemporaryFolder

    init(key: String = "sk_test_shop") async throws {
        folder = try TemporaryFolder()
        let bank = try SandboxBank(
            store: folder.path + "/bank.log",
            settings: .init(secretKey: "sk_test_shop", webhookSecret: "whsec_shop"), log: .quiet)
        self.bank = bank
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        server = Task {
            try await Server(bank, host: "127.0.0.1", port: 0, log: .quiet) { told.yield($0) }.run()
        }
        var iterator = ports.makeAsyncIterator()
        url = "http://127.0.0.1:\(await iterator.next() ?? 0)"
        transport = CurlTransport()
        gateway = StripeGateway(
            .init(url: url, secretKey: key, eventSecret: "whsec_shop"), over: transport, log: .quiet)
    }

    func stop() { server.cancel() }

    func post(_ path: String, _ form: String, accept: String = "application/json") async throws {
        _ = try await transport.send(OutgoingRequest(
            .post, url + path,
            headers: [
                "Authorization": "Bearer sk_test_shop", "Accept": accept,
                "Content-Type": "application/x-www-form-urlencoded",
            ],
            body: Array(form.utf8), timeout: .seconds(5)))
    }
}
