import Storage
import Testbed
import Testing
import Values
import Web

@testable import People

@Suite("Guessing, and who waits for it")
struct TriesTests {
    private static let email = "ada@example.org"

    private func logIn(
        _ people: PeopleShop, from address: String, _ password: String = PeopleShop.password, device: JSON? = nil,
        email: String = email
    ) async throws -> TestAnswer {
        var shown: JSON.Object = ["email": .string(email), "password": .string(password)]
        if let device { shown["device"] = device }
        return try await people.client().from(address).post("/v1/sessions", .object(shown))
    }

    /// Guesses wrongly from an address, as fast as it may, until it has to wait for so long.
    private func guess(_ people: PeopleShop, from address: String, until seconds: Int = 1) async throws {
        for _ in 0..<100 {
            let answer = try await logIn(people, from: address, "wrong again")
            guard answer.status == 429 else { continue }
            let wait = Int(answer.headers["Retry-After"] ?? "") ?? 0
            if wait >= seconds { return }
            people.time.advance(by: .seconds(Int64(wait)))
        }
        Issue.record("\(address) never waits for \(seconds) s")
    }

    /// Guesses from all over the world, until an address that never erred has to wait.
    private func storm(_ people: PeopleShop) async throws {
        for network in 1...40 {
            try await guess(people, from: "198.51.100.\(network)")
            if try await logIn(people, from: "203.0.113.\(100 + network)", "wrong too").status == 429 { return }
        }
        Issue.record("nobody has to wait, however many guess")
    }

    @Test("who guesses keeps nobody waiting elsewhere, however long they do")
    func elsewhere() async throws {
        let people = try await PeopleShop()
        try await people.customer()
        try await guess(people, from: "198.51.100.7", until: 500)
        #expect(try await logIn(people, from: "198.51.100.7").status == 429)
        #expect(try await logIn(people, from: "203.0.113.9").status == 201)
        #expect(try await logIn(people, from: "198.51.100.7").status == 429, "what was right elsewhere frees nobody")
    }

    @Test("an IPv6 network of 64 bits is one origin, however written; its neighbour is another")
    func networks() async throws {
        let people = try await PeopleShop()
        try await people.customer()
        try await guess(people, from: "2001:db8:0:7::1")
        #expect(try await logIn(people, from: "2001:0db8::7:ffff:0:0:9").status == 429)
        #expect(try await logIn(people, from: "2001:db8:0:8::1").status == 201)
        try await guess(people, from: "::ffff:192.0.2.1")
        #expect(try await logIn(people, from: "192.0.2.1").status == 429)
    }

    @Test("addresses are read as they may be written", arguments: [
        ("192.0.2.1", "192.0.2.1"), ("::ffff:192.0.2.1", "192.0.2.1"), ("::FFFF:c000:0201", "192.0.2.1"),
        ("2001:db8::1", "2001:db8:0:0::/64"), ("2001:DB8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("::1", "0:0:0:0::/64"),
        ("fe80::1%eth0", "fe80:0:0:0::/64"), ("::", "0:0:0:0::/64"), ("1:2:3:4:5:6:7::", "1:2:3:4::/64"),
        ("2001:db8::1::2", "2001:db8::1::2"), ("1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8:9"), (":::", ":::"),
        ("12345::", "12345::"), ("::1.2.3", "::1.2.3"), ("::1.2.3.400", "::1.2.3.400"), ("", ""), ("unix", "unix"),
    ])
    func origins(address: String, origin: String) { #expect(Origin(address).text == origin) }

    @Test("guessing at many accounts from one address gets slow, though each is tried once")
    func manyAccounts() async throws {
        let people = try await PeopleShop()
        var answers: [Int] = []
        for number in 0..<30 {
            answers.append(try await logIn(people, from: "198.51.100.7", email: "a\(number)@example.org").status)
        }
        #expect(answers.prefix(20).allSatisfy { $0 == 401 } && answers.suffix(5).contains(429), "\(answers)")
        #expect(try await logIn(people, from: "203.0.113.9", email: "a1@example.org").status == 401)
    }

    @Test("when all the world guesses, a device that was in before is not kept waiting, and others are")
    func knownDevice() async throws {
        let people = try await PeopleShop()
        try await people.customer()
        let device = try #require(try await logIn(people, from: "203.0.113.9").json["device"])
        try await storm(people)
        #expect(try await logIn(people, from: "203.0.113.9").status == 429)
        let known = try await logIn(people, from: "203.0.113.9", device: device)
        #expect(known.status == 201 && known.json["device"] == device, "it stays the device it is")
        #expect(try await logIn(people, from: "203.0.113.9").status == 429, "it has freed nobody else")
    }

    @Test("a device may err as often as any origin, then waits by itself")
    func erringDevice() async throws {
        let people = try await PeopleShop()
        try await people.customer()
        let device = try await logIn(people, from: "203.0.113.9").json["device"]
        var answers: [Int] = []
        for _ in 0..<7 { answers.append(try await logIn(people, from: "203.0.113.9", "no", device: device).status) }
        #expect(answers == [401, 401, 401, 401, 401, 401, 429])
        #expect(try await logIn(people, from: "203.0.113.9").status == 201, "where it stands hasn't erred")
    }

    @Test("a made-up device, another account's, and one from before the password changed are unknown")
    func unknownDevices() async throws {
        let people = try await PeopleShop()
        try await people.customer()
        try await people.customer("eve@example.org")
        let (here, eves) = (
            try await logIn(people, from: "203.0.113.9").json,
            try await logIn(people, from: "203.0.113.9", email: "eve@example.org").json)
        let (old, eve) = (try #require(here["device"]?.string), try #require(eves["device"]?.string))
        let session = people.client(try #require(here["token"]?.string))
        let changed = try await session.put("/v1/account/password", [
            "password": .string(PeopleShop.password), "newPassword": .string(PeopleShop.otherPassword),
        ])
        let known = try #require(changed.json["device"]?.string)
        try await storm(people)
        let madeUp = String(known.dropLast()) + (known.hasSuffix("a") ? "b" : "a")
        for device in [eve, madeUp, "dv_1", old] {
            let answer = try await logIn(
                people, from: "192.0.2.44", PeopleShop.otherPassword, device: .string(device))
            #expect(answer.status == 429, "\(device)")
        }
        #expect(try await logIn(people, from: "192.0.2.44", device: "se_x").faults.keys.contains("#/device"))
        let right = try await logIn(people, from: "192.0.2.44", PeopleShop.otherPassword, device: .string(known))
        #expect(right.status == 201)
    }

    @Test("who came in by the password alone is a stranger once that doesn't suffice")
    func beforeTheFactor() async throws {
        let people = try await PeopleShop()
        try await people.customer()
        let here = try await logIn(people, from: "203.0.113.9").json
        let device = try #require(here["device"]?.string)
        #expect(try await people.shop.read { db in
            let found = try #require(try Account.find(.customer, EmailAddress("ada@example.org")!, in: db))
            let secrets = people.ports.secrets
            let (shown, hash) = (DeviceText(device), found.password ?? "")
            return [false, true].map {
                secrets.device(shown, of: found.account.id, hash, hasFactor: $0) != nil
            }
        } == [true, false])
    }

    @Test("who sets another password by the mail's link is let in, whoever guesses")
    func acquitted() async throws {
        let people = try await PeopleShop()
        try await people.customer()
        try await storm(people)
        _ = try await people.client().post("/v1/password-resets", ["email": .string(Self.email)])
        try await people.work()
        let reset = try await people.client().post("/v1/password-resets/confirmation", [
            "token": .string(try people.token(.reset)), "password": .string(PeopleShop.otherPassword),
        ])
        #expect(reset.status == 204)
        #expect(try await logIn(people, from: "192.0.2.44", PeopleShop.otherPassword).status == 201)
    }

    @Test("whoever is in shows their password again, whatever strangers try, and waits for their own errors alone")
    func reproved() async throws {
        let people = try await PeopleShop()
        let session = try await people.customer()
        let other = try #require(try await logIn(people, from: "192.0.2.1").json["token"]?.string)
        try await storm(people)
        func renew(_ token: String, _ password: String) async throws -> Int {
            try await people.client(token).from("198.51.100.7")
                .post("/v1/account/second-factor", ["password": .string(password)]).status
        }
        #expect(try await renew(session, PeopleShop.password) == 200)
        for _ in 0..<6 { #expect(try await renew(session, "not mine") == 422) }
        #expect(try await renew(session, PeopleShop.password) == 429)
        #expect(try await renew(other, PeopleShop.password) == 200, "another session's errors are its own")
    }

    @Test("whoever has the password and no code keeps no known device waiting for its owner's code")
    func codes() async throws {
        let people = try await PeopleShop()
        let mine = people.client(try await people.customer())
        let seed = try await mine.post("/v1/account/second-factor", [
            "password": .string(PeopleShop.password),
        ]).json["seed"]?.string
        let confirmed = try await mine.post("/v1/account/second-factor/confirmation", [
            "code": .string(TOTPOracle.code(base32: try #require(seed), at: people.time.now.seconds)),
        ]).json
        let device = try #require(confirmed["session"]?["device"])
        func show(_ code: String, _ device: JSON? = nil) async throws -> TestAnswer {
            let half = try await people.logIn().json
            #expect(half["device"] == nil, "nobody is known by half a log-in")
            var shown: JSON.Object = ["code": .string(code)]
            if let device { shown["device"] = device }
            return try await people.client(half["token"]?.string).post("/v1/session/second-factor", .object(shown))
        }
        for _ in 0..<6 { #expect(try await show("000000").status == 422) }
        #expect(try await show("000000").status == 429)
        people.time.advance(by: .milliseconds(900))
        let paper = try #require(confirmed["codes"]?[0]?.string)
        #expect(try await show(paper).status == 429)
        let shown = try await show(paper, device)
        #expect(shown.status == 201 && shown.json["device"] == device)
    }
}
