import Storage
import Testbed
import Testing
import Values
import Web

@testable import People

@Suite("Another e-mail address")
struct EmailChangeTests {
    private func ask(
        _ client: TestClient, _ email: String, _ password: String = PeopleShop.password
    ) async throws -> TestAnswer {
        try await client.post("/v1/account/email", ["email": .string(email), "password": .string(password)])
    }

    private func confirm(_ client: TestClient, _ token: String) async throws -> TestAnswer {
        try await client.post("/v1/account/email/confirmation", ["token": .string(token)])
    }

    @Test("it is theirs once its link comes back, by the session that asked; others end, and old links open nothing")
    func changed() async throws {
        let people = try await PeopleShop()
        let mine = people.client(try await people.customer())
        let other = people.client(try await people.logIn().json["token"]?.string)
        _ = try await people.client().post("/v1/password-resets", ["email": "ada@example.org"])
        try await people.work()
        let reset = try people.token(.reset)
        #expect(try await ask(mine, "ada@new.example", "not mine").problem == "wrong-password")
        #expect(try await ask(mine, "ada@new.example").status == 202)
        #expect(people.letters().last?.letter == .emailChange)
        let token = try people.token(.email)
        #expect(try await mine.get("/v1/account").json["email"] == "ada@example.org", "nothing changes before")
        #expect(try await people.logIn("ada@new.example").status == 401)
        let eve = people.client(try await people.customer("eve@example.org"))
        #expect(try await confirm(eve, token).problem == "unknown-link", "it is somebody else's")
        #expect(try await confirm(mine, token).json["email"] == "ada@new.example")
        #expect(people.letters().last?.letter == .emailChanged)
        #expect(try await confirm(mine, token).problem == "unknown-link", "once is enough")
        #expect(try await mine.get("/v1/account").status == 200)
        #expect(try await other.get("/v1/account").status == 401)
        #expect(try await people.logIn().status == 401)
        #expect(try await people.logIn("ada@new.example").status == 201)
        let late = try await people.client().post("/v1/password-resets/confirmation", [
            "token": .string(reset), "password": .string(PeopleShop.otherPassword),
        ])
        #expect(late.problem == "unknown-link", "whoever has the old mailbox has no way in")
        #expect(try await people.register().status == 202)
        #expect(people.letters().last?.letter == .confirmation, "the old address is free")
    }

    @Test("the link is good for a day, and until another address is asked for")
    func expires() async throws {
        let people = try await PeopleShop()
        let mine = people.client(try await people.customer())
        _ = try await ask(mine, "one@new.example")
        let first = try people.token(.email)
        _ = try await ask(mine, "two@new.example")
        let second = try people.token(.email)
        #expect(try await confirm(mine, first).problem == "unknown-link")
        people.time.advance(by: .hours(24))
        #expect(try await confirm(mine, second).problem == "unknown-link")
        #expect(try await mine.get("/v1/account").json["email"] == "ada@example.org")
    }

    @Test("a link that somebody else asked for opens nothing once the password is another")
    func passwordChanged() async throws {
        let people = try await PeopleShop()
        let mine = people.client(try await people.customer())
        _ = try await ask(mine, "eve@new.example")
        let token = try people.token(.email)
        let changed = try await mine.put("/v1/account/password", [
            "password": .string(PeopleShop.password), "newPassword": .string(PeopleShop.otherPassword),
        ])
        let session = people.client(try #require(changed.json["token"]?.string))
        #expect(try await confirm(session, token).problem == "unknown-link")

        _ = try await ask(session, "eve@new.example", PeopleShop.otherPassword)
        let second = try people.token(.email)
        _ = try await people.client().post("/v1/password-resets", ["email": "ada@example.org"])
        try await people.work()
        #expect(try await people.client().post("/v1/password-resets/confirmation", [
            "token": .string(try people.token(.reset)), "password": .string(PeopleShop.password),
        ]).status == 204)
        let again = people.client(try await people.logIn().json["token"]?.string)
        #expect(try await confirm(again, second).problem == "unknown-link")
    }

    @Test("an address that has an account is answered like any other, and told of only to who reads its mail")
    func taken() async throws {
        let people = try await PeopleShop()
        let mine = people.client(try await people.customer())
        try await people.customer("eve@example.org")
        let (known, unknown) = (try await ask(mine, "Eve@example.org"), try await ask(mine, "no@example.org"))
        #expect(known.status == 202 && known.body == unknown.body)
        _ = try await ask(mine, "Eve@example.org")
        let token = try people.token(.email)
        #expect(try await confirm(mine, token).problem == "address-taken")
        #expect(try await mine.get("/v1/account").json["email"] == "ada@example.org")
        #expect(try await people.logIn("eve@example.org").status == 201)
    }

    @Test("the book has both addresses of staff, and none of customers")
    func audited() async throws {
        let people = try await PeopleShop()
        let owner = people.client(try await people.owner())
        let mine = people.client(try await people.customer())
        for (client, email) in [(owner, "olga@new.example"), (mine, "ada@new.example")] {
            #expect(try await ask(client, email).status == 202)
            #expect(try await confirm(client, try people.token(.email)).status == 200)
        }
        let rows = try await owner.get("/v1/audit?what=account.email").json["items"]?.array ?? []
        #expect(rows.count == 2)
        let staff = rows.first { $0["detail"]?["before"] != nil }
        #expect(staff?["detail"]?["before"]?["email"] == "olga@example.org")
        #expect(staff?["detail"]?["after"]?["email"] == "olga@new.example")
        #expect(!rows.contains { $0.text.contains("ada@") })
    }

    @Test("no stranger's mailbox is filled by those who want its address")
    func flood() async throws {
        let people = try await PeopleShop()
        let mine = people.client(try await people.customer())
        var answers: [Int] = []
        for _ in 0..<8 { answers.append(try await ask(mine, "victim@example.org").status) }
        #expect(answers.filter { $0 == 202 }.count == 6 && answers.contains(429), "\(answers)")
    }
}
