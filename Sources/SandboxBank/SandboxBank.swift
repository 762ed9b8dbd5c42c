import FoundationEssentials
import Logging
import Synchronization
import Values
import Web

/// A card bank to pay at while trying out and testing: it speaks the subset of Stripe's HTTP API that a shop needs
/// (https://docs.stripe.com/api), takes only test cards, keeps its own books in its own file, tells the shop what
/// happens by signed webhooks, and misbehaves on demand.
///
/// What it has answered survives a crash. It reads no clock and no chance but those it is given.
package final class SandboxBank: HTTPService {
    let settings: Settings
    let clock: any BankClock
    let chance: any BankChance
    let log: Logger
    let journal: any Journal
    let books: Mutex<Books>
    let faults: Faults
    let courier: Courier?
    private let credentials: [String]
    let requestsInFlight = Mutex(0)

    /// A card and fifty metadata entries fit easily.
    static let bodyLimit = 256 * 1024
    /// More requests at a time are answered 429.
    static let inFlightLimit = 10_000

    package struct Settings: Sendable {
        /// What a shop shows to be let in, as `Authorization: Bearer` or as the user of `Basic`.
        package let secretKey: String
        /// Signs the webhooks.
        package let webhookSecret: String
        /// Where events go; nowhere when empty.
        package let webhookURLs: [String]
        /// Where buyers reach the bank, without a slash at the end. Nil: as the request's `Host` says.
        package let publicURL: String?
        /// Faults that come by chance come alike for one seed.
        package let faultSeed: UInt64

        package init(
            secretKey: String, webhookSecret: String, webhookURLs: [String] = [], publicURL: String? = nil,
            faultSeed: UInt64 = 1
        ) {
            self.secretKey = secretKey
            self.webhookSecret = webhookSecret
            self.webhookURLs = webhookURLs
            self.publicURL = publicURL
            self.faultSeed = faultSeed
        }
    }

    /// Opens the bank on its store, a file that is begun when there is none. Without a sender, events wait there.
    /// Throws `FileJournal.Failure`.
    package convenience init(
        store path: String, settings: Settings, sender: (any WebhookSender)? = nil, clock: any BankClock = WallClock(),
        chance: any BankChance = SystemChance(), log: Logger
    ) throws {
        let journal = try FileJournal(path: path)
        try self.init(journal: journal, entries: FileJournal.entries(in: path), settings: settings, sender: sender,
                      clock: clock, chance: chance, log: log)
    }

    /// Opens the bank on lines kept in memory, for a simulator.
    package convenience init(
        journal: MemoryJournal, settings: Settings, sender: (any WebhookSender)? = nil, clock: any BankClock,
        chance: any BankChance, log: Logger
    ) throws {
        try self.init(journal: journal, entries: journal.lines.map { try Entry(line: $0) }, settings: settings,
                      sender: sender, clock: clock, chance: chance, log: log)
    }

    private init(
        journal: any Journal, entries: [Entry], settings: Settings, sender: (any WebhookSender)?, clock: any BankClock,
        chance: any BankChance, log: Logger
    ) throws {
        self.settings = settings
        self.clock = clock
        self.chance = chance
        self.log = log
        self.journal = journal
        faults = Faults(seed: settings.faultSeed)
        credentials = [
            "Bearer \(settings.secretKey)",
            "Basic " + Data("\(settings.secretKey):".utf8).base64EncodedString(),
        ]
        var books = Books()
        for entry in entries { books.apply(entry) }
        self.books = Mutex(books)
        courier = sender.map { sender in
            Courier(settings: settings, sender: sender, clock: clock, chance: chance, log: log) { delivery in
                var entry = Entry(at: clock.now)
                entry.delivered = Entry.Delivered(event: delivery.event.id, endpoint: delivery.endpoint)
                // Not waited for: what a crash takes back here is sent once more, which is what "at least once" means.
                if let line = try? entry.line { _ = journal.append(line) }
            }
        }
        courier?.take(Self.undelivered(in: entries, endpoints: settings.webhookURLs.count))
    }

    private static func undelivered(in entries: [Entry], endpoints: Int) -> [Courier.Delivery] {
        let delivered = Set(entries.compactMap(\.delivered))
        return entries.flatMap(\.deliveries).filter {
            $0.endpoint < endpoints && !delivered.contains(Entry.Delivered(event: $0.event.id, endpoint: $0.endpoint))
        }
    }

    /// Sends webhooks until the task is cancelled. Events of before are sent as well.
    package func deliverWebhooks() async { await courier?.run() }

    /// What has moved so far.
    package var ledger: Ledger { Ledger(books.withLock { $0 }) }

    func isLetIn(_ head: Request.Head) -> Bool {
        guard let shown = head.headers["Authorization"] else { return false }
        return credentials.contains { Digest.same($0, shown) }
    }
}
