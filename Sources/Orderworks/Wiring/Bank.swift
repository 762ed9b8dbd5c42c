import Connectors
import Logging
import SandboxBank
import ServiceLifecycle
import Trade
import Values
import Web

/// The bank the shop is paid through: a gateway outside, or the sandbox bank beside the shop.
struct Bank: Sendable {
    let gateway: StripeGateway
    let isSandbox: Bool
    /// The sandbox bank's; none when the bank is outside.
    let services: [any ServiceLifecycle.Service]

    init(
        _ settings: Settings, _ addresses: Addresses, _ folder: DataFolder, _ transport: CurlTransport, log: Logger
    ) throws {
        if let url = settings.ifSet(Known.bankURL) {
            isSandbox = false
            services = []
            gateway = StripeGateway(
                .init(
                    url: url, secretKey: settings[Known.bankSecretKey],
                    eventSecret: settings[Known.bankWebhookSecret]),
                over: transport, log: log)
            return
        }
        // Both sides derive from the shop's key, so that events still waiting are signed alike after a restart.
        let key = try folder.key()
        let secretKey = "sk_test_" + Digest.hex(Digest.hmac(Array("sandbox bank key".utf8), key: key).prefix(16))
        let eventSecret = "whsec_" + Digest.hex(Digest.hmac(Array("sandbox bank events".utf8), key: key).prefix(16))
        isSandbox = true
        services = try RunningBank(
            store: folder.bankStore,
            .init(
                secretKey: secretKey, webhookSecret: eventSecret,
                webhookURLs: ["\(addresses.shopFromInside)\(Trade.bankEvents.path)"]),
            host: settings[Known.host], port: addresses.bankPort, over: transport, log: log, onStart: { _ in }
        ).services
        gateway = StripeGateway(
            .init(url: addresses.bankFromInside, secretKey: secretKey, eventSecret: eventSecret), over: transport,
            log: log)
    }

    /// What takes the sandbox bank's test cards; nil when the bank is outside.
    var cards: (any TestCards)? {
        guard isSandbox else { return nil }
        return SandboxTokens(gateway, offered: OfferedCard.all.map { card in
            OfferedTestCard(
                token: card.token, number: card.number, outcome: Texts(en: card.outcome.en, de: card.outcome.de))
        })
    }
}
