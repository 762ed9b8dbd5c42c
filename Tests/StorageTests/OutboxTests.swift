import Storage
import Testbed
import Testing
import Values

@Suite("The outbox")
struct OutboxTests {
    private static func happened(
        to subject: String, in sample: TestShop
    ) async throws -> [StoredEvent] {
        try await sample.shop.read { try StoredEvent.about(subject, kind: "purse", limit: 100, in: $0) }
    }

    @Test("events are numbered per subject without gaps, also among many at once and with refusals in between")
    func numbers() async throws {
        let sample = try await Shop.sample()
        let (outbox, now) = (sample.shop.outbox, sample.shop.now)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<60 {
                group.addTask {
                    let isRefused = number % 5 == 0
                    do {
                        try await sample.shop.write { db in
                            try outbox.publish(Filled(subject: "purse-\(number % 3)", coins: number), at: now, in: db)
                            if isRefused { throw No() }
                        }
                        #expect(!isRefused)
                    } catch {
                        #expect(isRefused && error as? No == No())
                    }
                }
            }
        }
        var all: [StoredEvent] = []
        for purse in 0..<3 {
            let events = try await Self.happened(to: "purse-\(purse)", in: sample)
            #expect(events.map(\.number) == Array(1...16))
            #expect(events.map(\.sequence) == events.map(\.sequence).sorted())
            all += events
        }
        #expect(Set(all.map(\.sequence)).count == 48)
        #expect(try await sample.shop.read { try StoredEvent.areNumbered.check($0) } == .holds)
    }

    @Test("who waits for news is told in the same transaction, and can leave a job with it")
    func subscriptions() async throws {
        let sample = try await Shop.sample(subscriptions: [
            Subscription(Filled.self) { news, at, db in
                try Errand(name: "\(news.subject) has \(news.coins)").enqueue(at: at, in: db)
            },
            Subscription(Emptied.self) { _, _, _ in throw No("not to be told") },
            Subscription(toAll: { event, db in
                let errand = Errand(name: "\(event.name) \(event.number) \(event.payload)")
                try errand.enqueue(at: event.publishedAt, in: db)
            }),
        ])
        let (outbox, now, runner) = (sample.shop.outbox, sample.shop.now, Runner())
        try await sample.shop.write { try outbox.publish(Filled(subject: "a", coins: 5), at: now, in: $0) }
        try await sample.drain(runner)
        #expect(Set(runner.names) == ["a has 5", #"purse.filled 1 {"subject":"a","coins":5}"#])
    }

    @Test("what a subscription throws undoes the change with its event")
    func throwingSubscription() async throws {
        let sample = try await Shop.sample(subscriptions: [Subscription(Filled.self) { _, _, _ in throw No("full") }])
        let (outbox, now) = (sample.shop.outbox, sample.shop.now)
        await #expect(throws: No("full")) {
            try await sample.shop.write { try outbox.publish(Filled(subject: "a", coins: 5), at: now, in: $0) }
        }
        #expect(try await Self.happened(to: "a", in: sample).isEmpty)
    }

    @Test("a subject's events are read in order, page by page")
    func paging() async throws {
        let sample = try await Shop.sample()
        let (outbox, now) = (sample.shop.outbox, sample.shop.now)
        for coins in 1...5 {
            try await sample.shop.write { try outbox.publish(Filled(subject: "a", coins: coins), at: now, in: $0) }
        }
        let page = try await sample.shop.read { try StoredEvent.about("a", kind: "purse", after: 2, limit: 2, in: $0) }
        #expect(page.map(\.number) == [3, 4])
        #expect(page.map(\.publishedAt) == [now, now])
        #expect(try await sample.shop.read { try StoredEvent.about("a", kind: "order", limit: 9, in: $0) }.isEmpty)
    }

    @Test("an event that was taken out is missed by the checker, by its subject's name")
    func gap() async throws {
        let sample = try await Shop.sample()
        let (outbox, now) = (sample.shop.outbox, sample.shop.now)
        for coins in 1...3 {
            try await sample.shop.write { try outbox.publish(Filled(subject: "a", coins: coins), at: now, in: $0) }
        }
        try await sample.shop.write { try $0.run("DELETE FROM event WHERE number = 2") }
        let verdict = try await sample.shop.read { try StoredEvent.areNumbered.check($0) }
        #expect(verdict == .broken(["purse a: 2 events, numbered up to 3"]))
    }

    /// A purse was filled.
    private struct Filled: Event {
        static let name = "purse.filled"
        static let subjectKind = "purse"

        let subject: String
        let coins: Int
    }

    /// A purse was emptied.
    private struct Emptied: Event {
        static let name = "purse.emptied"
        static let subjectKind = "purse"

        let subject: String
    }
}
