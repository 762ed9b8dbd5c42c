import Logging
import Synchronization
import Testbed
import Testing
import Values
import Web

@Suite("Answers that are kept") struct KeptAnswerTests {
    /// Counts how often it was asked; while it is, the shop may change.
    private final class Asked: Sendable {
        let times = Atomic(0)
        let commits = Mutex<Int?>(1)
        let day = Mutex(Day(number: 20_000))
        let changesMeanwhile = Atomic(false)
        /// How often somebody wanted to know how the shop stands: twice for each who asks.
        let looks = Atomic(0)
        /// Where askers wait, if there is one.
        let door = Mutex<Door?>(nil)

        var standing: Standing? {
            looks.add(1, ordering: .relaxed)
            return commits.withLock { $0 }.map { Standing(commits: $0, day: day.withLock { $0 }) }
        }

        func change() { commits.withLock { $0 = ($0 ?? 0) + 1 } }
    }

    /// Counts who waits, until it is opened.
    private actor Door {
        private(set) var waiting: [CheckedContinuation<Void, Never>] = []

        func pass() async { await withCheckedContinuation { waiting.append($0) } }

        func open() {
            waiting.forEach { $0.resume() }
            waiting = []
        }
    }

    private struct Shown: View { let times: Int }

    private struct Show: Endpoint {
        static let route = Route(.get, "/shown", .shop)
        static let summary = "Shows how often it was asked."
        static let isKept = true

        struct Input: Decodable, Sendable { let of: String? }

        let asked: Asked

        func answer(_ input: Input, for caller: Caller) async throws -> Shown {
            if asked.changesMeanwhile.load(ordering: .relaxed) { asked.change() }
            let times = asked.times.add(1, ordering: .relaxed).newValue
            if let door = asked.door.withLock({ $0 }) { await door.pass() }
            if input.of == "nothing" { throw Problem(404, "nothing", "There is nothing.") }
            return Shown(times: times)
        }
    }

    private struct ShowPrivately: Endpoint {
        static let route = Route(.get, "/private", .shop)
        static let summary = "Shows how often it was asked, each time anew."

        let asked: Asked

        func answer(_ input: Nothing, for caller: Caller) async throws -> Shown {
            Shown(times: asked.times.add(1, ordering: .relaxed).newValue)
        }
    }

    private let asked = Asked()
    private let client: TestClient

    init() throws {
        let asked = asked
        client = TestClient(try API(
            endpoints: [Show(asked: asked), ShowPrivately(asked: asked)], authenticator: Anybody.guest(), log: .quiet,
            standing: { asked.standing }))
    }

    private func times(_ address: String = "/shown", headers: Headers = Headers()) async throws -> Int64? {
        try await client.get(address, headers: headers).json["times"]?.integer
    }

    @Test("are made once, and anew after a commit or with a new day")
    func kept() async throws {
        #expect(try await times() == 1)
        #expect(try await times() == 1)
        asked.change()
        #expect(try await times() == 2)
        #expect(try await times() == 2)
        asked.day.withLock { $0 = Day(number: 20_001) }
        #expect(try await times() == 3)
    }

    @Test("of other input are others")
    func input() async throws {
        #expect(try await times("/shown?of=a") == 1)
        #expect(try await times("/shown?of=b") == 2)
        #expect(try await times("/shown?of=a") == 1)
    }

    @Test("are not kept while a commit is under way, nor when one came in between")
    func meanwhile() async throws {
        asked.commits.withLock { $0 = nil }
        #expect(try await times() == 1)
        #expect(try await times() == 2)
        asked.change()
        asked.changesMeanwhile.store(true, ordering: .relaxed)
        #expect(try await times() == 3)
        #expect(try await times() == 4)
        asked.changesMeanwhile.store(false, ordering: .relaxed)
        #expect(try await times() == 5)
        #expect(try await times() == 5)
    }

    @Test("are not for who says who they are, and endpoints that don't ask for it are always asked")
    func others() async throws {
        #expect(try await times() == 1)
        #expect(try await times(headers: ["Cookie": "a=b"]) == 2)
        #expect(try await times() == 1)
        #expect(try await times(headers: ["Authorization": "Bearer x"]) == 3)
        #expect(try await times() == 1)
        #expect(try await times("/private") == 4)
        #expect(try await times("/private") == 5)
    }

    @Test("refusals are made each time")
    func refusals() async throws {
        #expect(try await client.get("/shown?other=1").status == 422)
        #expect(try await client.get("/shown?other=1").status == 422)
        #expect(try await times() == 1)
    }

    @Test("are told from their like by a tag, so that who has one isn't sent it again")
    func tags() async throws {
        let first = try await client.get("/shown")
        let tag = try #require(first.headers["ETag"])
        let again = try await client.get("/shown", headers: ["If-None-Match": tag])
        #expect(again.status == 304)
        #expect(again.body.isEmpty)
        asked.change()
        #expect(try await client.get("/shown", headers: ["If-None-Match": tag]).status == 200)
    }

    /// What six are answered of whom five ask while the first is waited for; in between, `meanwhile` happens.
    private func crowd(_ address: String, _ meanwhile: () -> Void) async throws -> [TestAnswer] {
        let door = Door()
        asked.door.withLock { $0 = door }
        let (asked, client) = (asked, client)
        return try await withThrowingTaskGroup(of: TestAnswer.self) { tasks in
            tasks.addTask { try await client.get(address) }
            try await until { await door.waiting.count == 1 }
            meanwhile()
            let looks = asked.looks.load(ordering: .relaxed)
            for _ in 1...5 { tasks.addTask { try await client.get(address) } }
            // All have asked how the shop stands, and it takes no time to join who is at it.
            try await until { asked.looks.load(ordering: .relaxed) >= looks + 10 }
            try await Task.sleep(for: .milliseconds(50))
            asked.door.withLock { $0 = nil }
            await door.open()
            return try await tasks.reduce(into: []) { $0.append($1) }
        }
    }

    /// Waits until something holds that will.
    private func until(_ holds: () async -> Bool) async throws {
        for _ in 1...2000 {
            if await holds() { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw Malformed("it never came")
    }

    @Test("are made once for all who ask meanwhile")
    func together() async throws {
        let answers = try await crowd("/shown") {}
        #expect(answers.map { $0.json["times"]?.integer } == [1, 1, 1, 1, 1, 1])
        #expect(Set(answers.compactMap { $0.headers["X-Request-ID"] }).count == 6)
        #expect(try await times() == 1)
    }

    @Test("that are being made aren't for who comes after a commit: these have one of their own, which is kept")
    func late() async throws {
        let answers = try await crowd("/shown") { asked.change() }
        #expect(answers.compactMap { $0.json["times"]?.integer }.sorted() == [1, 2, 2, 2, 2, 2])
        #expect(try await times() == 2)
    }

    @Test("that turn out to be refusals are made by each")
    func refusedTogether() async throws {
        let answers = try await crowd("/shown?of=nothing") {}
        #expect(answers.allSatisfy { $0.status == 404 })
        #expect(asked.times.load(ordering: .relaxed) == 6)
    }
}
