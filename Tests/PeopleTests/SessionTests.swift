import Storage
import Testbed
import Testing
import Values
import Web

@testable import People

@Suite("Sessions")
struct SessionTests {
    @Test("sessions are listed, and ended one by one or all at once")
    func listed() async throws {
        let people = try await PeopleShop()
        let mine = try await people.customer()
        people.time.advance(by: .seconds(1))
        let phone = try #require(try await people.client().post("/v1/sessions", [
            "email": "ada@example.org", "password": .string(PeopleShop.password), "agent": "Telephone",
        ]).json["token"]?.string)
        let listed = try await people.client(mine).get("/v1/account/sessions").json["items"]?.array ?? []
        #expect(listed.map { $0["agent"]?.string } == ["Telephone", nil])
        #expect(listed.map { $0["isThis"]?.bool } == [false, true])
        let id = try #require(listed.first?["id"]?.string)
        let stranger = try await people.customer("eve@example.org")
        #expect(try await people.client(stranger).delete("/v1/account/sessions/\(id)").status == 204)
        #expect(try await people.client(phone).get("/v1/account").status == 200)
        #expect(try await people.client(mine).delete("/v1/account/sessions/\(id)").status == 204)
        #expect(try await people.client(phone).get("/v1/account").status == 401)
        let other = try #require(try await people.logIn().json["token"]?.string)
        #expect(try await people.client(mine).delete("/v1/account/sessions").status == 204)
        #expect(try await people.client(other).get("/v1/account").status == 401)
        #expect(try await people.client(stranger).get("/v1/account").status == 200)
        #expect(try await people.client(mine).delete("/v1/session").status == 204)
        #expect(try await people.client(mine).get("/v1/account").status == 401)
    }

    @Test("a session ends when it isn't used, and in the end in any case")
    func ends() async throws {
        let people = try await PeopleShop()
        let (customer, owner) = (try await people.customer(), try await people.owner())
        func isIn(_ token: String) async throws -> Bool {
            try await people.client(token).get("/v1/account").status == 200
        }
        for _ in 0..<7 {
            people.time.advance(by: .minutes(100))
            #expect(try await isIn(owner))
        }
        people.time.advance(by: .minutes(100))
        #expect(try await !isIn(owner), "staff log in anew after twelve hours")
        let again = try #require(
            try await people.logIn("olga@example.org", at: "/v1/staff/sessions").json["token"]?.string)
        people.time.advance(by: .hours(3))
        #expect(try await !isIn(again), "staff that did nothing for two hours are out")
        #expect(try await isIn(customer))
        people.time.advance(by: .hours(31 * 24))
        #expect(try await !isIn(customer))
    }

    @Test("too many sessions push out the oldest")
    func limit() async throws {
        let people = try await PeopleShop()
        let first = try await people.customer()
        for _ in 0..<50 {
            people.time.advance(by: .seconds(1))
            #expect(try await people.logIn().status == 201)
        }
        #expect(try await people.client(first).get("/v1/account").status == 401)
        let last = try #require(try await people.logIn().json["token"]?.string)
        #expect(try await people.client(last).get("/v1/account/sessions").json["items"]?.array?.count == 50)
    }

    @Test("customers don't come in by the staff's door, nor staff by theirs")
    func doors() async throws {
        let people = try await PeopleShop()
        try await people.customer()
        _ = try await people.owner()
        #expect(try await people.logIn("ada@example.org", at: "/v1/staff/sessions").problem == "wrong-login")
        #expect(try await people.logIn("olga@example.org").problem == "wrong-login")
    }

    @Test("a link is found for its own purpose alone")
    func purpose() async throws {
        let people = try await PeopleShop()
        _ = try await people.register()
        let (link, now) = (people.letters().last?.link, people.time.now)
        #expect(try await people.shop.read { db in
            try AccountLink.find(link, .confirmation, at: now, in: db).id
        } == link)
        await #expect(throws: Account.Refusal.unknownLink) {
            _ = try await people.shop.read { db in try AccountLink.find(link, .reset, at: now, in: db) }
        }
    }

    @Test("a session that was ended while its password changed gives no other, and the password stays")
    func endedMeanwhile() async throws {
        let paused = PausedPasswords()
        let people = try await PeopleShop(paused.inner, paused)
        let thief = people.client(try await people.customer())
        paused.pause()
        async let change = thief.put("/v1/account/password", [
            "password": .string(PeopleShop.password), "newPassword": .string(PeopleShop.otherPassword),
        ])
        try await paused.someoneWaits()
        let account = try await people.shop.read { db in
            try db.value("SELECT account FROM account WHERE kind = 'customer'", as: ID<Account>.self)
        }
        try await people.shop.write { db in try Session.endAll(of: try #require(account), in: db) }
        paused.goOn()
        #expect(try await change.status == 401)
        #expect(try await people.logIn().status == 201, "the password is what it was")
    }

    @Test("who logs in while the password changes comes in by the new one alone")
    func changedMeanwhile() async throws {
        let paused = PausedPasswords()
        let people = try await PeopleShop(paused.inner, paused)
        _ = try await people.customer()
        let hash = try await paused.inner.hash(Password(PeopleShop.otherPassword)!)
        paused.pause()
        async let old = people.logIn()
        try await paused.someoneWaits()
        try await people.shop.write { db in
            _ = try db.run("UPDATE account SET password = $hash", ["hash": hash])
        }
        paused.goOn()
        #expect(try await old.problem == "wrong-login")
        #expect(try await people.logIn("ada@example.org", PeopleShop.otherPassword).status == 201)
    }

    @Test("a hundred guesses at once count as a hundred")
    func crowdOfGuesses() async throws {
        let people = try await PeopleShop()
        try await people.customer()
        let answers = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<100 {
                group.addTask { (try? await people.logIn("ada@example.org", "wrong again").status) ?? 0 }
            }
            return await group.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
        }
        // Five are free; each further one that is looked at makes the rest wait.
        #expect(answers[401] == 6 && answers[429] == 94, "\(answers)")
    }
}
