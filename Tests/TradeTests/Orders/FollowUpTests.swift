import Dispatch
import Storage
import Testbed
import Testing
import Values
import Web

@testable import People
@testable import Trade

/// What goes before buyers on the writer, and what costs no commit.
@Suite("What finishes an order")
struct FollowUpTests {
    private let dealer: Dealer
    private let database: CountingDatabase
    private let checkout: Checkout

    init() async throws {
        dealer = try await Dealer.open()
        database = CountingDatabase(dealer.shop.database)
        database.open()
        let shop = Shop(
            database: database, time: dealer.shop.time, chance: dealer.shop.chance, log: dealer.shop.log,
            outbox: dealer.shop.outbox)
        checkout = Checkout(
            shop: shop, bank: dealer.bank, secrets: Dealer.secrets, buyersURL: "http://shop.example",
            threeDSecureDeadline: .minutes(15))
    }

    private func order() async throws {
        let cart = try #require(ID<Cart>(try await dealer.cart()))
        let answer = try await checkout.place(cart, key: "key-1", means: .card(token: "pm_card_visa"))
        guard case .placed = answer else {
            Issue.record("\(answer)")
            return
        }
    }

    @Test("placing it begins something; the record of the bank's answer and all that jobs write finish it")
    func followUps() async throws {
        try await order()
        #expect(database.followUps == [false, true], "T1, and T2")
        try await JobWorker(shop: checkout.shop, handlers: Trade.handlers(checkout)).drain()
        let jobs = database.followUps.dropFirst(2)
        #expect(jobs.count >= 3)
        #expect(jobs.allSatisfy { $0 })
        try await dealer.settle()
        try await dealer.check()
    }

    @Test("erasing somebody, which nobody waits for, goes behind buyers though it is a job")
    func erasing() async throws {
        let account = Account(
            id: "ada", kind: .customer, email: EmailAddress("ada@example.org")!, name: "Ada Lovelace",
            language: .en, state: .active, role: nil, place: nil, createdAt: dealer.shop.now, closedAt: nil,
            hasSecondFactor: false)
        let now = dealer.shop.now
        try await dealer.shop.write { db in
            try account.insert(password: nil, in: db)
            try EraseData(account: account.id).enqueue(key: "ada", at: now, in: db)
        }
        let worker = JobWorker(
            shop: checkout.shop, handlers: People.handlers(checkout.shop, holders: Trade.personalData))
        try await worker.drain()
        // The claim and the job's end are the worker's; in between stands one batch for each who knows something.
        #expect(database.followUps.first == true)
        #expect(database.followUps.last == true)
        #expect(database.followUps.dropFirst().dropLast().count == 1 + Trade.personalData.count)
        #expect(database.followUps.dropFirst().dropLast().allSatisfy { !$0 })
    }

    @Test("the bank's news of what its answer has said cost no commit, those of what is open do")
    func news() async throws {
        try await order()
        let intent = try #require(dealer.bank.accounts.first?.intent.id)
        let before = database.writes
        let client = try TestClient(Trade.endpoints(checkout, cards: nil))
        func tell(_ event: String) async throws -> Int {
            try await client.send(
                .post, "/v1/bank-events", body: Array(event.utf8),
                headers: ["Content-Type": "application/json", "Stripe-Signature": "good"]).status
        }
        #expect(try await tell("evt_1 \(intent.text)") == 204)
        #expect(database.writes == before)
        #expect(try await tell("evt_2 \(intent.text) payment_intent.canceled") == 204)
        #expect(database.writes == before + 1)
        try await dealer.settle()
        try await dealer.check()
    }

    /// The bank tells while it answers. One writer alone has them one after the other anyway.
    @Test("news that meet the record of the bank's answer wait for it, and then there is nothing left to write",
          .enabled(if: TestDatabase.isPostgres))
    func newsBesideAnswer() async throws {
        let new = dealer.newOrder(of: try #require(ID<Cart>(try await dealer.cart())))
        _ = try await dealer.shop.write { db in try Placing.begin(new, in: db) }
        let recorder = Recorder()
        let shop = Shop(
            database: RecordingDatabase(dealer.shop.database, recorder), time: dealer.shop.time,
            chance: dealer.shop.chance, log: dealer.shop.log, outbox: dealer.shop.outbox)
        let checkout = Checkout(
            shop: shop, bank: dealer.bank, secrets: Dealer.secrets, buyersURL: "http://shop.example",
            threeDSecureDeadline: .minutes(15))
        let client = try TestClient(Trade.endpoints(checkout, cards: nil))
        let (holds, gate) = (AsyncStream<Void>.makeStream(), DispatchSemaphore(value: 0))
        async let answer: Void = dealer.shop.write(.readCommitted) { db in
            try db.run(
                "UPDATE payment_attempt SET state = 'authorised', look_at = NULL WHERE id = $id", ["id": new.attempt])
            holds.continuation.finish()
            gate.wait()
        }
        for await _ in holds.stream {}
        recorder.start()
        async let told = client.send(
            .post, "/v1/bank-events", body: Array("evt_1 pi_1 news \(new.attempt.text)".utf8),
            headers: ["Content-Type": "application/json", "Stripe-Signature": "good"]).status
        let isWaiting = await comes { try await dealer.shop.read { try $0.value(Self.waiting, as: Int.self) } == 1 }
        gate.signal()
        #expect(isWaiting)
        try await answer
        #expect(try await told == 204)
        let writes = recorder.stop().filter(\.isWrite)
        #expect(writes.map(\.asked.count) == [1], "it held the attempt, once")
        #expect(try await dealer.shop.read { try $0.value("SELECT COUNT(*) FROM bank_event", as: Int.self) } == 0)
    }

    private static let waiting: Statement = """
        SELECT COUNT(*) FROM pg_stat_activity
        WHERE wait_event_type = 'Lock' AND datname = current_database() AND query LIKE '%payment_attempt%'
        """

    private func comes(_ condition: () async throws -> Bool) async -> Bool {
        for _ in 0..<2_000 {
            if (try? await condition()) == true { return true }
            try? await Task.sleep(for: .milliseconds(5))
        }
        return false
    }
}
