import Connectors
import Faces
import Logging
import Storage
import Synchronization
import Testbed
import Testing
import Trade
import Values
import Web

@testable import Orderworks

/// The demo shop as it stands after its first start, with its pages in this process, a bank in memory, and staff: an
/// owner and an auditor with accounts, and a key of each role for programs.
final class StaffedShop: Sendable {
    let wiring: Wiring
    let site: Site
    let staffKey: String
    let auditorKey: String
    /// Of the owner and the auditor, who have logged in.
    let staffSession: String
    let auditorSession: String
    private let isSecure: Bool
    let bank = MemoryBank()
    let folder: TemporaryFolder

    /// - Parameters:
    ///   - isOnFile: on SQLite, whatever the engine that the tests run on.
    ///   - needsSecondFactor: of staff.
    init(
        isSecure: Bool = false, hasTestCards: Bool = true, isOnFile: Bool = false, needsSecondFactor: Bool = false,
        looking: (any Database) -> any Database = { $0 }
    ) async throws {
        folder = try TemporaryFolder()
        let outside = Wiring.Outside(
            bank: bank, cards: hasTestCards ? MemoryTill() : nil, mailServer: nil,
            mailFrom: EmailAddress("shop@example.org")!, shopName: "Test", buyersURL: "http://127.0.0.1",
            passwords: Argon2(.least), requiresSecondFactor: needsSecondFactor,
            threeDSecureDeadline: .minutes(5))
        let wiring = try await Wiring.open(
            isOnFile ? DataFolder(path: folder.path) : .ofTest(folder), outside,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, looking: looking)
        self.wiring = wiring
        let inside = try wiring.inside(as: "test")
        try await DemoShop(api: inside) { _, _ in }.load()
        func key(_ name: String, _ role: String) async throws -> String {
            let answer = try await TestClient(inside).post("/v1/keys", ["name": .string(name), "role": .string(role)])
            return try #require(answer.json["text"]?.string)
        }
        staffKey = try await key("staff", "owner")
        auditorKey = try await key("auditor", "auditor")
        let people = TestStaff(wiring)
        staffSession = try await people.owner()
        auditorSession = try await people.join("Audrey Auditor", as: "auditor", invitedBy: staffSession)
        self.isSecure = isSecure
        let chance = wiring.shop.chance
        site = Site(Site.Surroundings(
            api: wiring.api, document: wiring.api.document, isSecure: isSecure,
            standing: Wiring.standing(of: wiring.shop), draw: { chance.next() }))
    }

    func close() async { await wiring.close() }

    /// The API, asked as staff.
    var api: TestClient { TestClient(wiring.api).with("Authorization", "Bearer \(staffKey)") }

    /// A browser that keeps that session of staff, or none.
    func browser(_ session: String? = nil, language: String = "en") -> Browser {
        Browser(client: TestClient(site), session: session, language: language, isSecure: isSecure)
    }

    /// The owner's.
    var staff: Browser { browser(staffSession) }

    /// Somebody who buys, with a browser that keeps cookies.
    func visitor() -> Visitor { Visitor(site) }

    /// The same, at pages that ask the API by way of another.
    func visitor(over api: any HTTPService) -> Visitor {
        let chance = wiring.shop.chance
        return Visitor(Site(Site.Surroundings(
            api: api, document: wiring.api.document, draw: { chance.next() })))
    }

    /// Does all jobs that are due: captures, refunds, mails.
    func work() async throws { try await wiring.worker.drain() }

    /// Places an order and answers its id.
    func order(
        _ goods: [(product: String, count: Int64)] = [("roof-box", 1)], buyer: String = "Ada Lovelace",
        dealer: String? = nil, token: String = "pm_card_visa"
    ) async throws -> String {
        let answer = try await pay(try await cart(goods, buyer: buyer, dealer: dealer), token: token)
        try #require((200..<300).contains(answer.status), "\(answer.text)")
        return try #require(answer.json["order"]?["id"]?.string ?? answer.json["order"]?.string)
    }

    func pay(_ cart: String, token: String) async throws -> TestAnswer {
        try await TestClient(wiring.api).post(
            "/v1/carts/\(cart)/order", ["payment": ["token": .string(token)]], headers: ["Idempotency-Key": cart])
    }

    /// Fills a cart with all it needs to be ordered, and answers its id.
    func cart(
        _ goods: [(product: String, count: Int64)], buyer: String = "Ada Lovelace", dealer: String? = nil
    ) async throws -> String {
        let client = TestClient(wiring.api)
        func must(_ answer: TestAnswer) throws -> TestAnswer {
            try #require((200..<300).contains(answer.status), "\(answer.text)")
            return answer
        }
        let cart = try #require(try must(await client.post("/v1/carts", ["currency": "EUR"])).json["id"]?.string)
        for (product, count) in goods {
            _ = try must(await client.post("/v1/carts/\(cart)/lines", [
                "product": .string(product), "quantity": .integer(count), "choices": [],
            ]))
        }
        _ = try must(await client.put("/v1/carts/\(cart)/addresses", [
            "email": "ada@example.org",
            "invoiceAddress": [
                "name": .string(buyer), "street": "Hauptstraße 1", "postalCode": "10115", "city": "Berlin",
                "country": "DE",
            ],
        ]))
        let delivery: JSON = dealer.map { ["method": "collect", "dealer": .string($0)] } ?? ["method": "ship"]
        _ = try must(await client.put("/v1/carts/\(cart)/delivery", delivery))
        return cart
    }
}

/// What a browser does: cookies, and forms with all their hidden fields.
struct Browser {
    let client: TestClient
    let session: String?
    let language: String
    let isSecure: Bool

    static let token = String(repeating: "a", count: 32)

    private var cookie: String { isSecure ? "__Host-staff" : "staff" }

    private var headers: Headers {
        let cookies = ["form=\(Self.token)", "language=\(language)"] + (session.map { ["\(cookie)=\($0)"] } ?? [])
        return ["Cookie": cookies.joined(separator: "; "), "Host": "shop.test"]
    }

    func get(_ address: String) async throws -> TestAnswer { try await client.get(address, headers: headers) }

    /// Sends fields as a form of ours does; with another token, or none, as a form of somebody else's.
    func post(
        _ address: String, _ fields: [(String, String)], token: String? = Browser.token
    ) async throws -> TestAnswer {
        var headers = headers
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        let all = fields + (token.map { [("form", $0)] } ?? [])
        let body = all.map { "\(Percent.encoded($0.0))=\(Percent.encoded($0.1))" }.joined(separator: "&")
        return try await client.send(.post, address, body: Array(body.utf8), headers: headers)
    }
}

/// A bank that keeps its books in memory and says yes, unless the card's token is one for something else.
final class MemoryBank: CardBank {
    private struct Account {
        var intent: BankIntent
        let request: Authorisation
        /// By key, so that one that comes twice counts once.
        var refunds: [String: Int64] = [:]
    }

    private let accounts = Mutex<[String: Account]>([:])

    static let declinedToken = "pm_declined"

    /// Why it declines.
    private let declineCode = Mutex("insufficient_funds")

    func declines(with code: String) { declineCode.withLock { $0 = code } }

    private let patience = Mutex((isHeld: false, waiting: 0))

    /// From now on it keeps who asks for money waiting, until it lets go.
    func hold() { patience.withLock { $0.isHeld = true } }

    func letGo() { patience.withLock { $0.isHeld = false } }

    /// Returns once somebody is kept waiting.
    func someoneWaits() async throws {
        while patience.withLock({ $0.waiting == 0 }) { try await Task.sleep(for: .milliseconds(2)) }
    }

    private func beHeld() async {
        patience.withLock { $0.waiting += 1 }
        while patience.withLock({ $0.isHeld }) { try? await Task.sleep(for: .milliseconds(2)) }
        patience.withLock { $0.waiting -= 1 }
    }

    /// All buyers who were asked to confirm have done so.
    func confirmAll() {
        accounts.withLock { accounts in
            for (id, account) in accounts {
                guard case .actionRequired = account.intent.outcome else { continue }
                accounts[id]?.intent = BankIntent(id: account.intent.id, outcome: .authorised, captured: 0)
            }
        }
    }

    /// Its books, for the invariants that compare them with the shop's.
    var statement: BankStatement {
        BankStatement(payments: accounts.withLock { $0.values.map { account in
            .init(
                intent: account.intent.id, order: account.request.order, attempt: account.request.attempt,
                amount: account.request.amount, isAuthorised: account.intent.outcome == .authorised,
                captured: account.intent.captured, refunded: account.refunds.values.reduce(0, +))
        } })
    }

    func authorise(_ request: Authorisation) async throws(BankFailure) -> BankIntent {
        await beHeld()
        let id = BankIntent.ID("pi_\(request.attempt)")
        let outcome: BankIntent.Outcome = switch request.means {
        case .hosted, .card(MemoryTill.askingToken): .actionRequired(url: "https://bank.example/3ds")
        case .card(Self.declinedToken): .declined(
            code: declineCode.withLock { $0 }, reason: "The card has no money.")
        default: .authorised
        }
        let intent = BankIntent(id: id, outcome: outcome, captured: 0)
        accounts.withLock { $0[id.text] = Account(intent: intent, request: request) }
        return intent
    }

    func retrieve(_ intent: BankIntent.ID) async throws(BankFailure) -> BankIntent {
        guard let account = accounts.withLock({ $0[intent.text] }) else {
            throw .refused(code: "missing", message: "no such intent")
        }
        return account.intent
    }

    func find(
        _ attempt: ID<PaymentAttempt>, by means: PaymentMeans, since: Instant
    ) async throws(BankFailure) -> BankIntent? {
        accounts.withLock { $0.values.first { $0.request.attempt == attempt }?.intent }
    }

    func capture(_ intent: BankIntent.ID, _ amount: Money, key: String) async throws(BankFailure) -> BankIntent {
        let captured = BankIntent(id: intent, outcome: .captured, captured: amount.amount)
        accounts.withLock { $0[intent.text]?.intent = captured }
        return captured
    }

    func void(_ intent: BankIntent.ID, key: String) async throws(BankFailure) -> BankIntent {
        let voided = BankIntent(id: intent, outcome: .voided, captured: 0)
        accounts.withLock { $0[intent.text]?.intent = voided }
        return voided
    }

    func refund(_ intent: BankIntent.ID, _ amount: Money, key: String) async throws(BankFailure) -> String {
        accounts.withLock { $0[intent.text]?.refunds[key] = amount.amount }
        return "re_\(key)"
    }

    static let signature = "memory"

    /// Takes for an event what it would sign itself: the name of an intent.
    func event(_ body: [UInt8], signature: String, at now: Instant) throws(BankFailure) -> BankEvent {
        guard signature == Self.signature else { throw .refused(code: "signature", message: "not ours") }
        let intent = (try? JSON.parse(body))?.string ?? ""
        return BankEvent(id: "evt_\(intent)", kind: "payment_intent.succeeded", intent: .init(intent), attempt: nil)
    }
}

/// The cards that a memory bank tells apart.
struct MemoryTill: TestCards {
    static let goodToken = "pm_card_visa"
    static let askingToken = "pm_3ds"

    let offered = [
        OfferedTestCard(token: goodToken, number: "4242424242424242", outcome: Texts(en: "Pays.", de: "Zahlt.")),
        OfferedTestCard(token: askingToken, number: "4000002500003155", outcome: Texts(en: "Asks.", de: "Fragt.")),
        OfferedTestCard(
            token: MemoryBank.declinedToken, number: "4000000000009995", outcome: Texts(en: "No.", de: "Nein.")),
    ]

    func token(_ card: TestCard) async throws(BankFailure) -> String {
        throw .refused(code: "unused", message: "the pages pay with tokens")
    }
}

extension DataFolder {
    /// A test's data folder, on the engine that the tests run on.
    static func ofTest(_ folder: TemporaryFolder) -> DataFolder {
        DataFolder(path: folder.path, server: TestSchema.address(for: folder.path))
    }
}
