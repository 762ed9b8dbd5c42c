import Connectors
import Logging
import SandboxBank
import ServiceLifecycle
import Values
import Web

/// A sandbox bank on a port: its store, its server, and the delivery of its webhooks.
struct RunningBank: Sendable {
    let bank: SandboxBank
    /// To be run in one group, the server last, so that it is stopped first.
    let services: [any ServiceLifecycle.Service]

    /// Opens the store; nothing is served until `services` run. Throws `FileJournal.Failure`.
    ///
    /// `onStart` is called with the port once requests are taken.
    init(
        store path: String, _ settings: SandboxBank.Settings, clock: WallClock = WallClock(), host: String, port: Int,
        over transport: CurlTransport,
        log: Logger, onStart: @escaping @Sendable (_ port: Int) async -> Void
    ) throws {
        bank = try SandboxBank(store: path, settings: settings, sender: WebhookPost(transport: transport), clock: clock,
            log: log)
        services = [
            WebhookDelivery(bank: bank),
            Server(bank, host: host, port: port, log: log, onStart: onStart),
        ]
    }
}

/// The bank's webhooks, for as long as the program runs.
private struct WebhookDelivery: ServiceLifecycle.Service, CustomStringConvertible {
    let bank: SandboxBank

    /// Short, because it is logged, and the bank holds secrets.
    var description: String { "delivery of the bank's events" }

    func run() async throws {
        await cancelWhenGracefulShutdown { await bank.deliverWebhooks() }
    }
}

/// Posts the bank's webhooks over the program's own transport.
private struct WebhookPost: WebhookSender {
    let transport: CurlTransport

    /// Longer than any shop should take to write an event down.
    private static let timeout = Instant.Span.seconds(20)

    func post(url: String, headers: Headers, body: [UInt8]) async throws -> Int {
        let request = OutgoingRequest(.post, url, headers: headers, body: body, timeout: Self.timeout)
        return try await transport.send(request).status
    }
}
