import Logging
import Synchronization
import Values
import Web

/// Takes events to the shop until each has arrived. What hasn't when the bank stops is in its store and goes out after
/// the next start.
final class Courier: Sendable {
    /// One event on its way to one address.
    struct Delivery: Sendable {
        let event: BankEvent
        /// The address's place among the settings' `webhookURLs`, so that one that moves still gets its events.
        let endpoint: Int
        /// More than 1 when a fault asks for it.
        var copies: Int
        var attempts = 0
        var due: Instant

        func late(by span: Instant.Span) -> Delivery {
            var delivery = self
            delivery.due = due + span
            return delivery
        }
    }

    /// How many are on their way at once.
    static let sendLimit = 8
    /// How many may wait in memory; more wait in the store for the next start.
    static let waitingLimit = 100_000
    /// Attempts over about three days; then the event is given up and logged.
    static let attemptLimit = 80
    static let firstPause = Instant.Span.seconds(1)
    static let longestPause = Instant.Span.hours(1)
    /// How often the clock is looked at for retries that are due.
    static let tick = Instant.Span.milliseconds(250)

    private let urls: [String]
    private let secret: String
    private let sender: any WebhookSender
    private let clock: any BankClock
    private let chance: any BankChance
    private let log: Logger
    private let arrived: @Sendable (Delivery) -> Void
    private let waiting: Mutex<Waiting> = Mutex(Waiting())
    private let ready: AsyncStream<Delivery>
    private let readyEnd: AsyncStream<Delivery>.Continuation

    private struct Waiting {
        var count = 0
        var retries: [Delivery] = []
    }

    /// `arrived` is told of every delivery that needs no further attempt.
    init(
        settings: SandboxBank.Settings, sender: any WebhookSender, clock: any BankClock, chance: any BankChance,
        log: Logger, arrived: @escaping @Sendable (Delivery) -> Void
    ) {
        urls = settings.webhookURLs
        secret = settings.webhookSecret
        self.sender = sender
        self.clock = clock
        self.chance = chance
        self.log = log
        self.arrived = arrived
        (ready, readyEnd) = AsyncStream.makeStream()
    }

    func take(_ deliveries: [Delivery]) {
        guard !deliveries.isEmpty else { return }
        let room = waiting.withLock { waiting in
            let room = min(deliveries.count, Self.waitingLimit - waiting.count)
            waiting.count += room
            return room
        }
        let now = clock.now
        for delivery in deliveries.prefix(room) {
            if delivery.due > now { waiting.withLock { $0.retries.append(delivery) } } else { readyEnd.yield(delivery) }
        }
        if room < deliveries.count { log.warning("webhooks wait in the store: \(Self.waitingLimit) are undelivered") }
    }

    /// Delivers until the task is cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.watchRetries() }
            var sending = 0
            for await delivery in ready {
                if sending == Self.sendLimit {
                    await group.next()
                } else {
                    sending += 1
                }
                group.addTask { await self.send(delivery) }
            }
            group.cancelAll()
        }
    }

    private func watchRetries() async {
        while (try? await clock.sleep(Self.tick)) != nil {
            let now = clock.now
            let due = waiting.withLock { waiting in
                let due = waiting.retries.filter { $0.due <= now }
                if !due.isEmpty { waiting.retries.removeAll { $0.due <= now } }
                return due
            }
            for delivery in due { readyEnd.yield(delivery) }
        }
    }

    private func send(_ delivery: Delivery) async {
        var delivery = delivery
        let payload = delivery.event.payload
        while delivery.copies > 0 {
            guard await post(payload, to: urls[delivery.endpoint]) else { break }
            delivery.copies -= 1
        }
        delivery.attempts += 1
        if delivery.copies == 0 {
            settle(delivery)
        } else if delivery.attempts >= Self.attemptLimit {
            log.error("webhook given up", metadata: ["event": "\(delivery.event.id)"])
            settle(delivery)
        } else if !Task.isCancelled {
            retry(delivery)
        }
    }

    private func settle(_ delivery: Delivery) {
        waiting.withLock { $0.count -= 1 }
        arrived(delivery)
    }

    /// Twice the pause each time, less up to a quarter by chance, so that a shop that comes back isn't met by all at
    /// once.
    private func retry(_ delivery: Delivery) {
        var delivery = delivery
        let doublings = min(delivery.attempts - 1, 12)
        let pause = min(Self.firstPause.milliseconds << Int64(doublings), Self.longestPause.milliseconds)
        let jitter = Int64(chance.next() % UInt64(pause / 4 + 1))
        delivery.due = clock.now + .milliseconds(pause - jitter)
        waiting.withLock { $0.retries.append(delivery) }
    }

    private func post(_ payload: [UInt8], to url: String) async -> Bool {
        let headers: Headers = [
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Orderworks-SandboxBank/1.0",
            WebhookSignature.header: WebhookSignature.value(payload: payload, secret: secret, at: clock.now),
        ]
        do {
            let status = try await sender.post(url: url, headers: headers, body: payload)
            if !(200..<300).contains(status) { log.debug("webhook answered \(status)") }
            return (200..<300).contains(status)
        } catch {
            log.debug("webhook not delivered: \(error)")
            return false
        }
    }
}
