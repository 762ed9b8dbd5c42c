import People
import Storage
import Synchronization
import Testbed
import Testing
import Values
import Web

/// A shop of people alone: accounts, sessions, keys, and the letters they were written.
final class PeopleShop: Sendable {
    let sample: TestShop
    let ports: PeoplePorts
    let passwords: CountedPasswords
    private let api: API
    private let letters: Letters

    /// What was asked to be written, in order.
    final class Letters: Sendable {
        private let asked = Mutex<[AccountLetterAsked]>([])

        func add(_ news: AccountLetterAsked) { asked.withLock { $0.append(news) } }
        var all: [AccountLetterAsked] { asked.withLock { $0 } }
    }

    static let password = "four sheep on a roof"
    static let otherPassword = "seven cows under water"

    /// - Parameter hashing: what endpoints are given in the place of `cost`.
    init(
        requiresSecondFactor: Bool = false, _ cost: CountedPasswords = CountedPasswords(),
        _ hashing: (any PasswordHashing)? = nil
    ) async throws {
        let letters = Letters()
        self.letters = letters
        passwords = cost
        sample = try await Shop.sample(
            migrations: People.migrations,
            subscriptions: [Subscription(AccountLetterAsked.self) { news, _, _ in letters.add(news) }])
        ports = .sample(sample.shop, passwords: hashing ?? cost, requiresSecondFactor: requiresSecondFactor)
        api = try API(
            endpoints: People.endpoints(ports), authenticator: ShopAuthenticator(sample.shop), log: .quiet)
    }

    var shop: Shop { sample.shop }
    var time: ManualTime { sample.time }

    /// Does what was left to be done.
    func work() async throws { try await JobWorker(shop: shop, handlers: People.handlers(shop)).drain() }

    /// Asks as whoever holds `token`, or as nobody.
    func client(_ token: String? = nil) -> TestClient {
        let client = TestClient(api)
        return token.map { client.with("Authorization", "Bearer \($0)") } ?? client
    }

    /// What `account` was written, or anybody.
    func letters(_ account: String? = nil) -> [AccountLetterAsked] {
        letters.all.filter { account == nil || $0.account.text == account }
    }

    /// What the last letter's link ends in.
    func token(_ purpose: AccountLink.Purpose) throws -> String {
        ports.secrets.token(of: try #require(letters.all.last?.link), purpose)
    }

    func register(_ email: String = "ada@example.org", password: String = password) async throws -> TestAnswer {
        try await client().post("/v1/accounts", [
            "email": .string(email), "name": "Ada Lovelace", "password": .string(password),
        ])
    }

    /// A customer's session.
    @discardableResult
    func customer(_ email: String = "ada@example.org") async throws -> String {
        try #require(try await register(email).status == 202)
        let answer = try await client().post("/v1/accounts/confirmation", [
            "token": .string(try token(.confirmation)), "password": .string(Self.password),
        ])
        return try #require(answer.json["token"]?.string, "\(answer.text)")
    }

    func logIn(
        _ email: String = "ada@example.org", _ password: String = password, at path: String = "/v1/sessions"
    ) async throws -> TestAnswer {
        try await client().post(path, ["email": .string(email), "password": .string(password)])
    }

    /// The first owner's session.
    func owner() async throws -> String {
        let token = try #require(try await ports.ownerToken())
        let answer = try await client().post("/v1/owner", [
            "token": .string(token), "email": "olga@example.org", "name": "Olga", "password": .string(Self.password),
        ])
        return try #require(answer.json["token"]?.string, "\(answer.text)")
    }

    /// Somebody invited to the staff, who came.
    func staff(_ role: String, by owner: String, place: String? = nil) async throws -> String {
        var invitation: JSON.Object = [
            "email": .string("\(role)@example.org"), "name": .string(role), "role": .string(role),
        ]
        if let place { invitation["place"] = .string(place) }
        let invited = try await client(owner).post("/v1/staff", .object(invitation))
        try #require(invited.status == 201, "\(invited.text)")
        let answer = try await client().post("/v1/staff/invitations/acceptance", [
            "token": .string(try token(.invitation)), "password": .string(Self.password),
        ])
        return try #require(answer.json["token"]?.string, "\(answer.text)")
    }
}

/// Verifies passwords when the test lets it.
final class PausedPasswords: PasswordHashing {
    let inner = CountedPasswords()
    private let state = Mutex((isPaused: false, waiting: 0))

    func pause() { state.withLock { $0.isPaused = true } }
    func goOn() { state.withLock { $0.isPaused = false } }

    /// Returns once somebody is kept waiting.
    func someoneWaits() async throws {
        while state.withLock({ $0.waiting == 0 }) { try await Task.sleep(for: .milliseconds(2)) }
    }

    var decoy: String { inner.decoy }

    func hash(_ password: Password) async throws -> String { try await inner.hash(password) }

    func verify(_ password: Password, against hash: String) async throws -> PasswordVerdict {
        state.withLock { $0.waiting += 1 }
        while state.withLock({ $0.isPaused }) { try await Task.sleep(for: .milliseconds(2)) }
        state.withLock { $0.waiting -= 1 }
        return try await inner.verify(password, against: hash)
    }

    func isWeak(_ password: Password, known: [String]) async throws -> Bool {
        try await inner.isWeak(password, known: known)
    }
}
