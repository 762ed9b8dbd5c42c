import Connectors
import Foundation
import People
import Storage
import Testbed
import Testing
import Values
import Web

@Suite("Accounts of customers")
struct AccountTests {
    @Test("somebody registers, answers the mail, and is in")
    func registers() async throws {
        let people = try await PeopleShop()
        #expect(try await people.register().status == 202)
        #expect(people.letters().map(\.letter) == [.confirmation])
        #expect(try await people.logIn().problem == "unconfirmed")
        let token = try people.token(.confirmation)
        let wrong = try await people.client().post("/v1/accounts/confirmation", [
            "token": .string(token), "password": "something quite different",
        ])
        #expect(wrong.problem == "wrong-password")
        let confirmed = try await people.client().post("/v1/accounts/confirmation", [
            "token": .string(token), "password": .string(PeopleShop.password),
        ])
        #expect(confirmed.status == 201)
        let session = try #require(confirmed.json["token"]?.string)
        let account = try await people.client(session).get("/v1/account").json
        #expect(account["email"] == "ada@example.org" && account["state"] == "active")
        let again = try await people.client().post("/v1/accounts/confirmation", [
            "token": .string(token), "password": .string(PeopleShop.password),
        ])
        #expect(again.problem == "unknown-link")
        #expect(try await people.logIn("ADA@Example.org").status == 201)
    }

    @Test("nobody learns from registering who has an account, and its owner is told")
    func registersTwice() async throws {
        let people = try await PeopleShop()
        try await people.customer()
        let (again, fresh) = (try await people.register("Ada@example.org"), try await people.register("b@example.org"))
        #expect(again.status == fresh.status && again.body == fresh.body)
        #expect(people.letters().map(\.letter) == [.confirmation, .known, .confirmation])
        #expect(try await people.logIn().status == 201)
    }

    @Test("an address that a stranger registered first is its owner's all the same")
    func hijacked() async throws {
        let people = try await PeopleShop()
        _ = try await people.register(password: "the stranger waits here")
        let strangers = try people.token(.confirmation)
        _ = try await people.register()
        for token in [strangers, try people.token(.confirmation)] {
            let answer = try await people.client().post("/v1/accounts/confirmation", [
                "token": .string(token), "password": "the stranger waits here",
            ])
            #expect(answer.status >= 400)
        }
        let mine = try await people.client().post("/v1/accounts/confirmation", [
            "token": .string(try people.token(.confirmation)), "password": .string(PeopleShop.password),
        ])
        #expect(mine.status == 201)
    }

    @Test("what is guessed first is refused", arguments: [
        "1234567", "password1", "qwertyuiop", "adalovelace", "ada@example.org", "aaaaaaaaaaaa", "letmein123",
    ])
    func weak(password: String) async throws {
        let people = try await PeopleShop()
        let answer = try await people.register(password: password)
        #expect(answer.problem == "weak-password" && answer.faults.keys.contains("#/password"))
        #expect(people.letters().isEmpty)
    }

    @Test("a wrong password and an unknown address take the same path: one verification each, one answer")
    func sameWay() async throws {
        let people = try await PeopleShop()
        try await people.customer()
        let before = people.passwords.verified
        let wrong = try await people.logIn("ada@example.org", "not this one at all")
        #expect(people.passwords.verified == before + 1)
        let unknown = try await people.logIn("nobody@example.org", "not this one at all")
        #expect(people.passwords.verified == before + 2)
        #expect(wrong.status == 401 && wrong.body == unknown.body)
        #expect(wrong.headers.fields.map(\.name) == unknown.headers.fields.map(\.name))
    }

    @Test("guessing gets slower and slower, and the right password waits as well")
    func slower() async throws {
        let people = try await PeopleShop()
        try await people.customer()
        for _ in 0..<6 { #expect(try await people.logIn("ada@example.org", "wrong again").status == 401) }
        let refused = try await people.logIn()
        #expect(refused.status == 429 && refused.headers["Retry-After"] == "1")
        #expect(refused.headers["RateLimit"] == "\"tries\";r=0;t=1")
        #expect(refused.headers["RateLimit-Policy"]?.hasPrefix("\"tries\";q=5") == true)
        people.time.advance(by: .seconds(1))
        #expect(try await people.logIn("ada@example.org", "wrong again").status == 401)
        #expect(try await people.logIn().headers["Retry-After"] == "2")
        #expect(try await people.logIn("other@example.org").status == 401)
        people.time.advance(by: .seconds(2))
        #expect(try await people.logIn().status == 201)
        #expect(try await people.logIn("ada@example.org", "wrong once more").status == 401)
    }

    @Test("a forgotten password is replaced by a mail; the link is good once, for an hour, and sessions end")
    func reset() async throws {
        let people = try await PeopleShop()
        let session = try await people.customer()
        #expect(try await people.client().post("/v1/password-resets", ["email": "no@example.org"]).status == 202)
        #expect(try await people.client().post("/v1/password-resets", ["email": "ada@example.org"]).status == 202)
        #expect(people.letters().map(\.letter) == [.confirmation])
        try await people.work()
        #expect(people.letters().map(\.letter) == [.confirmation, .reset])
        let token = try people.token(.reset)
        func reset(_ token: String, _ password: String) async throws -> TestAnswer {
            try await people.client().post("/v1/password-resets/confirmation", [
                "token": .string(token), "password": .string(password),
            ])
        }
        #expect(try await reset(token, "password").problem == "weak-password")
        #expect(try await reset(token + "a", PeopleShop.otherPassword).problem == "unknown-link")
        #expect(try await reset(token, PeopleShop.otherPassword).status == 204)
        #expect(try await reset(token, PeopleShop.password).problem == "unknown-link")
        #expect(try await people.client(session).get("/v1/account").status == 401)
        #expect(try await people.logIn().status == 401)
        #expect(try await people.logIn("ada@example.org", PeopleShop.otherPassword).status == 201)
        _ = try await people.client().post("/v1/password-resets", ["email": "ada@example.org"])
        try await people.work()
        people.time.advance(by: .hours(1))
        #expect(try await reset(try people.token(.reset), PeopleShop.password).problem == "unknown-link")
    }

    @Test("asking for a new password does the same for an address with an account and for one without")
    func sameReset() async throws {
        let people = try await PeopleShop()
        try await people.customer()
        let (recorder, inner) = (Recorder(), people.shop)
        let watched = Shop(
            database: RecordingDatabase(inner.database, recorder), time: inner.time, chance: inner.chance,
            log: inner.log, outbox: inner.outbox)
        let client = try TestClient(
            People.endpoints(.sample(watched)), as: ShopAuthenticator(watched))
        func asked(_ email: String) async throws -> (statements: [String], letters: Int) {
            recorder.start()
            let answer = try await client.post("/v1/password-resets", ["email": .string(email)])
            #expect(answer.status == 202)
            return (recorder.stop().map(\.text), people.letters().count)
        }
        let (known, unknown) = (try await asked("ada@example.org"), try await asked("nobody@example.org"))
        #expect(known.statements == unknown.statements && !known.statements.isEmpty)
        #expect(known.letters == 1 && unknown.letters == 1, "only the confirmation so far")
        try await people.work()
        #expect(people.letters().map(\.letter) == [.confirmation, .reset])
    }

    @Test("a link opens its own door only")
    func otherDoor() async throws {
        let people = try await PeopleShop()
        _ = try await people.register()
        let link = try #require(people.letters().last?.link)
        let answer = try await people.client().post("/v1/password-resets/confirmation", [
            "token": .string(people.ports.secrets.token(of: link, .reset)), "password": .string(PeopleShop.password),
        ])
        #expect(answer.problem == "unknown-link")
    }

    @Test("nobody's mailbox is filled by strangers")
    func mailFlood() async throws {
        let people = try await PeopleShop()
        try await people.customer()
        var answers: [Int] = []
        for _ in 0..<8 {
            answers.append(try await people.client().post("/v1/password-resets", ["email": "ada@example.org"]).status)
        }
        #expect(answers.contains(429) && answers.filter { $0 == 202 }.count <= 6)
    }

    @Test("a password is changed by who knows it; other sessions end, and this one is replaced")
    func change() async throws {
        let people = try await PeopleShop()
        let (mine, other) = (try await people.customer(), try await people.logIn().json["token"]?.string ?? "")
        func change(_ password: String, to new: String) async throws -> TestAnswer {
            try await people.client(mine).put("/v1/account/password", [
                "password": .string(password), "newPassword": .string(new),
            ])
        }
        #expect(try await change("not mine at all", to: PeopleShop.otherPassword).faults.keys.contains("#/password"))
        #expect(try await change(PeopleShop.password, to: "12345678").faults.keys.contains("#/newPassword"))
        let changed = try await change(PeopleShop.password, to: PeopleShop.otherPassword)
        let fresh = try #require(changed.json["token"]?.string)
        #expect(try await people.client(mine).get("/v1/account").status == 401)
        #expect(try await people.client(other).get("/v1/account").status == 401)
        #expect(try await people.client(fresh).get("/v1/account").status == 200)
        #expect(people.letters().last?.letter == .passwordChanged)
    }

    @Test("hashes made with lesser parameters are made anew when their owner comes")
    func rehash() async throws {
        let people = try await PeopleShop()
        try await people.customer()
        let stronger = CountedPasswords(Argon2.Cost(memoryBytes: 64 * 1024, passes: 1))
        let ports = PeoplePorts.sample(people.shop, passwords: stronger)
        let client = try TestClient(People.endpoints(ports), as: ShopAuthenticator(people.shop))
        let shown: JSON = ["email": "ada@example.org", "password": .string(PeopleShop.password)]
        #expect(try await client.post("/v1/sessions", shown).status == 201)
        #expect(stronger.hashed == 1)
        #expect(try await client.post("/v1/sessions", shown).status == 201)
        #expect(stronger.hashed == 1)
    }

    @Test("addresses are kept, changed and removed by their owner, and unknown to everybody else")
    func addresses() async throws {
        let people = try await PeopleShop()
        let (ada, eve) = (
            people.client(try await people.customer()), people.client(try await people.customer("eve@example.org")))
        let home: JSON = [
            "name": "Ada", "street": "Hauptstr. 1", "postalCode": "10115", "city": "Berlin", "country": "DE",
        ]
        let kept = try await ada.post("/v1/account/addresses", ["label": "Home", "address": home])
        #expect(kept.status == 201)
        let path = try #require(kept.headers["Location"])
        #expect(try await eve.put(path, ["label": "Mine", "content": home]).problem == "unknown-address")
        #expect(try await eve.delete(path).problem == "unknown-address")
        #expect(try await eve.get("/v1/account/addresses").json["items"]?.array?.isEmpty == true)
        #expect(try await ada.put(path, ["label": "Office", "content": home]).json["label"] == "Office")
        #expect(try await ada.get("/v1/account/addresses").json["items"]?[0]?["label"] == "Office")
        #expect(try await ada.delete(path).status == 204)
        for number in 0..<20 {
            _ = try await ada.post("/v1/account/addresses", ["label": .string("a\(number)"), "address": home])
        }
        #expect(try await ada.post("/v1/account/addresses", ["label": "b", "address": home]).problem
            == "too-many-addresses")
    }

    @Test("an account is closed by who knows its password; its address is free again")
    func close() async throws {
        let people = try await PeopleShop()
        let mine = try await people.customer()
        #expect(try await people.client(mine).post("/v1/account/closing", ["password": "no, no, no"]).status == 422)
        let closed = try await people.client(mine).post(
            "/v1/account/closing", ["password": .string(PeopleShop.password)])
        #expect(closed.status == 204)
        #expect(try await people.client(mine).get("/v1/account").status == 401)
        #expect(try await people.logIn().problem == "wrong-login")
        try await people.customer()
        #expect(try await people.logIn().status == 201)
    }

    @Test("no password, session or link stands in the database", .enabled(if: TestDatabase.isSQLite))
    func nothingStored() async throws {
        let people = try await PeopleShop()
        let session = try await people.customer()
        let confirmation = try people.token(.confirmation)
        let secret = try #require(confirmation.split(separator: ".").last.map(String.init))
        let files = ["", "-wal"].compactMap { FileManager.default.contents(atPath: people.sample.path + $0) }
        #expect(files.contains { $0.range(of: Data("ada@example.org".utf8)) != nil })
        for text in [PeopleShop.password, session, secret] {
            #expect(!files.contains { $0.range(of: Data(text.utf8)) != nil })
        }
        #expect("\(Password("hidden and secret")!)" == "•••")
        #expect(!String(reflecting: ["p": Password("hidden and secret")!]).contains("hidden"))
    }
}
