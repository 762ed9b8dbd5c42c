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

        var standing: Standing? {
            commits.withLock { $0 }.map { Standing(commits: $0, day: day.withLock { $0 }) }
        }

        func change() { commits.withLock { $0 = ($0 ?? 0) + 1 } }
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
            return Shown(times: asked.times.add(1, ordering: .relaxed).newValue)
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
}
