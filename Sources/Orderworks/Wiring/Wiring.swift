import Connectors
import Files
import FilesOnDisk
import Imaging
import Logging
import Notices
import Offer
import People
import Storage
import Supply
import Trade
import Values
import Web

/// The house put together: the database opened and brought up to date, every context's endpoints behind one API, and
/// the work that goes on behind it.
package struct Wiring: Sendable {
    package let shop: Shop
    package let api: API
    let people: PeoplePorts
    let endpoints: [any Endpoint]
    package let worker: JobWorker
    let folder: DataFolder
    private let checkout: Checkout

    /// What the house is wired to outside: the bank, the mail server, its own address.
    package struct Outside: Sendable {
        let bank: any CardBank
        /// Only with the sandbox bank.
        let cards: (any TestCards)?
        /// Nil keeps mails in the built-in mailbox.
        let mailServer: (any MailCarrier)?
        let mailFrom: EmailAddress
        let shopName: String
        /// Where buyers' pages stand, without a slash at the end.
        let buyersURL: String
        /// Where pages of staff stand, without a slash at the end.
        let staffURL: String
        let passwords: any PasswordHashing
        /// Whether staff must show a second factor to come in.
        let requiresSecondFactor: Bool
        let retention: Retention
        let threeDSecureDeadline: Instant.Span
        /// Nil keeps files in the data folder.
        let fileStore: (any FileStore)?
        /// Whom to tell of weaknesses; nil tells nobody.
        let security: ReadSecurityText?

        package init(
            bank: any CardBank, cards: (any TestCards)?, mailServer: (any MailCarrier)?, mailFrom: EmailAddress,
            shopName: String, buyersURL: String, staffURL: String? = nil, passwords: any PasswordHashing,
            requiresSecondFactor: Bool = false, retention: Retention = .usual, threeDSecureDeadline: Instant.Span,
            fileStore: (any FileStore)? = nil, security: ReadSecurityText? = nil
        ) {
            self.bank = bank
            self.cards = cards
            self.mailServer = mailServer
            self.mailFrom = mailFrom
            self.shopName = shopName
            self.buyersURL = buyersURL
            self.staffURL = staffURL ?? buyersURL
            self.passwords = passwords
            self.requiresSecondFactor = requiresSecondFactor
            self.retention = retention
            self.threeDSecureDeadline = threeDSecureDeadline
            self.fileStore = fileStore
            self.security = security
        }
    }

    /// Why the house can't be opened, in one line.
    enum Failure: Error, CustomStringConvertible {
        case newer(path: String, found: Int)
        case database(String, String)

        var description: String {
            switch self {
            case .newer(let path, let found):
                "\(path) was made by a newer version of orderworks (its tables are at \(found)); run that one."
            case .database(let path, let reason): "\(path) can't be opened: \(reason)."
            }
        }
    }

    /// Opens the shop on its folder, which is made when missing. Throws `Failure` or `DataFolder.Unusable`.
    ///
    /// - Parameters:
    ///   - end: the step at which the program ends, for tests.
    ///   - looking: stands between the shop and its database, for who wants to see what is asked of it.
    package static func open(
        _ folder: DataFolder, _ outside: Outside, log: Logger, endingAt end: Failpoint? = nil,
        looking: (any Database) -> any Database = { $0 }
    ) async throws -> Wiring {
        try folder.prepare()
        let key = try folder.key()
        let secrets = OrderSecrets(key: key)
        let shop = Shop(
            database: looking(try await database(folder.database, log: log)), time: SystemTime(),
            chance: SystemChance(), log: log, outbox: Outbox(subscriptions: Notices.subscriptions),
            passing: end.map(PowerCut.init)?.pass)
        try await secrets.verifyKey(of: shop)
        let wiring = try Wiring(
            around: shop, secrets, AccountSecrets(key: key), outside, folder,
            cabinet: cabinet(shop, folder, outside, key: key))
        // The database's lock says that no other program works on it.
        if !folder.database.isShared { try await wiring.takeOver() }
        return wiring
    }

    /// Puts the house together around a shop that is there.
    ///
    /// - Parameters:
    ///   - cabinet: where files lie; nil, and the shop has none.
    ///   - isServed: whether an endpoint is wanted; all are, unless somebody opens shops by the thousand.
    package init(
        around shop: Shop, _ secrets: OrderSecrets, _ accounts: AccountSecrets, _ outside: Outside,
        _ folder: DataFolder, cabinet: FileCabinet? = nil,
        serving isServed: (any Endpoint) -> Bool = { _ in true }
    ) throws {
        let checkout = Checkout(
            shop: shop, bank: outside.bank, secrets: secrets, buyersURL: outside.buyersURL,
            threeDSecureDeadline: outside.threeDSecureDeadline)
        let people = PeoplePorts(
            shop: shop, passwords: outside.passwords, secrets: accounts,
            requiresSecondFactor: outside.requiresSecondFactor, shopName: outside.shopName)
        let metrics = Metrics()
        let ready = ReadReadiness { (try? await shop.read { _ in true }) ?? false }
        endpoints = Self.endpoints(checkout, people, cabinet, SmallerPictures(), cards: outside.cards).filter(isServed)
        api = try API(
            endpoints: [ReadLiveness(), ready, ReadMetrics(metrics)] + (outside.security.map { [$0] } ?? [])
                + endpoints,
            authenticator: ShopAuthenticator(shop), log: shop.log, metrics: metrics,
            standing: Self.standing(of: shop), reads: AuditedReads(shop), failure: Self.problem)
        worker = Self.worker(checkout, people, cabinet, outside)
        self.shop = shop
        self.people = people
        self.folder = folder
        self.checkout = checkout
    }

    /// Takes up at once what a program that crashed was at. Only where no other program works on the database.
    package func takeOver() async throws {
        try await JobWorker.takeOver(shop)
        try await Sweep(checkout).takeOver()
    }

    /// What answers rest on that are kept: nil while that can't be told.
    static func standing(of shop: Shop) -> @Sendable () -> Standing? {
        { shop.database.commitCount.map { Standing(commits: $0, day: shop.now.day) } }
    }

    /// Gives the database back. Nothing may use the shop any more.
    package func close() async { await shop.database.close() }

    /// The same endpoints for the house's own use, as staff called `name`.
    package func inside(as name: String) throws -> API {
        try Self.house(name, endpoints, log: shop.log)
    }

    /// Endpoints for the house's own use, as staff called `name`.
    static func house(_ name: String, _ endpoints: [any Endpoint], log: Logger) throws -> API {
        try API(endpoints: endpoints, authenticator: HouseAuthenticator(name: name), log: log, failure: Self.problem)
    }

    private static func worker(
        _ checkout: Checkout, _ people: PeoplePorts, _ cabinet: FileCabinet?, _ outside: Outside
    ) -> JobWorker {
        let shop = checkout.shop
        let carrier = outside.mailServer ?? Mailbox(shop)
        let letterhead = Letterhead(
            shopName: outside.shopName, address: outside.mailFrom,
            orderAddress: { order in
                "\(outside.buyersURL)/orders/\(order)?secret=\(checkout.secrets.secret(of: order))"
            },
            accountAddress: { kind, owner, token in
                let token = token.map { "?token=\($0)" } ?? ""
                let base = owner == .staff ? "\(outside.staffURL)/staff" : "\(outside.buyersURL)/account"
                return switch kind {
                case .accountConfirmation: "\(base)/confirm\(token)"
                case .accountReset: "\(base)/reset\(token)"
                case .accountInvitation: "\(base)/join\(token)"
                case .accountKnown: "\(base)/login"
                case .accountEmailChange: "\(base)/email\(token)"
                default: nil
                }
            })
        return JobWorker(
            shop: shop,
            handlers: People.handlers(shop, holders: personalData) + Trade.handlers(checkout)
                + Notices.handlers(shop, carrier: carrier, letterhead: letterhead, accounts: people.secrets),
            periodics: Trade.periodics(checkout) + People.periodics(shop)
                + [PrivacyPorts(shop: shop, holders: personalData).periodic(outside.retention)]
                + (cabinet.map { Trade.periodics($0) + Offer.periodics($0) + Files.periodics($0) } ?? []))
    }

    /// Files lie in the data folder, unless somewhere else was named.
    private static func cabinet(
        _ shop: Shop, _ folder: DataFolder, _ outside: Outside, key: [UInt8]
    ) throws -> FileCabinet {
        let drafts = try DiskDrafts(folder: folder.files + "/arriving")
        return FileCabinet(
            shop: shop, store: try outside.fileStore ?? DiskStore(folder: folder.files + "/kept"), drafts: drafts,
            links: FileLinks(key: key))
    }

    private static func database(_ place: DatabasePlace, log: Logger) async throws -> any Database {
        do {
            let database = try place.open(log: log)
            if place.isShared, try await MoveTarget.isMoving(database) {
                throw StorageFailure.other("a shop is being moved there; let orderworks copy come to its end")
            }
            try await database.migrate(migrations)
            return database
        } catch StorageFailure.newer(_, let found) {
            throw Failure.newer(path: place.name, found: found)
        } catch let failure as StorageFailure {
            throw Failure.database(place.name, failure.inWords)
        }
    }

    /// What a failure of the database means to a client; nil for those that tell nothing to one.
    static func problem(for error: any Error) -> Problem? {
        switch error {
        case is PasswordsBusy: .overloaded(retryAfterSeconds: 2)
        case StorageFailure.overloaded, StorageFailure.tookTooLong, StorageFailure.closed, StorageFailure.unreachable,
             StorageFailure.unknown, StorageFailure.medium:
            .overloaded(retryAfterSeconds: 1)
        default: nil
        }
    }
}

/// Takes every request for the house's own.
private struct HouseAuthenticator: Authenticator {
    let name: String

    func caller(of head: Request.Head) async throws -> Caller {
        Caller(
            .key(id: "house", name: name),
            grants: Dictionary(uniqueKeysWithValues: Permission.allCases.map { ($0, Scope.all) }))
    }
}

extension StorageFailure {
    /// Fit to be the end of a sentence.
    var inWords: String {
        switch self {
        case .constraint(let kind, let name): "its content breaks the \(kind.rawValue) rule \(name)"
        case .newer(let known, let found): "its tables are at \(found), this version knows \(known)"
        case .medium(let reason): reason
        case .tookTooLong: "it answers too slowly"
        case .overloaded: "too much is waiting for it"
        case .closed: "it is closed"
        case .inUse(let path): "\(path) is in use by another process"
        case .unreachable(let reason): reason
        case .unknown: "a commit's answer was lost"
        case .other(let reason): reason
        }
    }
}
