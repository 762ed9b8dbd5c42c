import Foundation
import Storage
import Supply
import Testbed
import Testing
import Values
import Web

@testable import Trade

/// Everybody at once: what one wants, another has just taken. PostgreSQL may ask a buyer to come back, which its own
/// tests of several servers do.
@Suite("Races", .serialized, .timeLimit(.minutes(20)), .enabled(if: TestDatabase.isSQLite))
struct RaceTests {
    /// Buyers of each of the large races, and a tenth as many units; `bin/torture race` sets another number.
    static let buyers = ProcessInfo.processInfo.environment["ORDERWORKS_RACE_BUYERS"].flatMap(Int.init) ?? 600
    static var units: Int { buyers / 10 }
    /// Requests that are under way at a time.
    static let sideBySide = 64

    @Test("of ten times as many buyers as units, as many get one as there are; the others are told what is left")
    func oneItem() async throws {
        let dealer = try await Dealer.open(mats: Self.units)
        let answers = try await race(Self.buyers) { number in
            try await (1, dealer.order(dealer.cart(), key: "key-\(number)"))
        }
        try await judge(dealer, answers, "mats")
    }

    @Test("a part that is reached through two different lines is sold once all the same")
    func sharedPart() async throws {
        let dealer = try await Dealer.open(towBars: Self.units, chassis: Self.buyers)
        let answers = try await race(Self.buyers) { number in
            switch number % 3 {
            case 0: try await (1, dealer.order(dealer.cart([("tow-bar-kit", 1)]), key: "key-\(number)"))
            case 1: try await (1, dealer.order(dealer.cart([("varia", 1)]), key: "key-\(number)"))
            default:
                try await (2, dealer.order(dealer.cart([("varia", 1), ("tow-bar-kit", 1)]), key: "key-\(number)"))
            }
        }
        try await judge(dealer, answers, "tow-bar")
    }

    @Test("one cart in two tabs is one order, however often it is tried")
    func twoTabs() async throws {
        let dealer = try await Dealer.open(mats: 200)
        for number in 1...40 {
            let cart = try await dealer.cart()
            async let left = dealer.order(cart, key: "left-\(number)")
            async let right = dealer.order(cart, key: "right-\(number)")
            let statuses = try await [left.status, right.status].sorted()
            #expect(statuses == [201, 409])
        }
        #expect(dealer.bank.accounts.count == 40)
        try await dealer.settle()
        try await dealer.check()
    }

    @Test("one key at the same time from many clients is one order and one answer")
    func oneKey() async throws {
        let dealer = try await Dealer.open(mats: 50)
        for _ in 1...10 {
            let cart = try await dealer.cart()
            let answers = try await race(8) { _ in (1, try await dealer.order(cart, key: "same")) }.map(\.answer)
            let placed = answers.filter { $0.status == 201 }
            #expect(!placed.isEmpty && Set(placed.map(\.body)).count == 1)
            #expect(answers.allSatisfy { $0.status == 201 || $0.problem == "request-under-way" || $0.status == 202 })
        }
        #expect(dealer.bank.accounts.count == 10)
        try await dealer.settle()
        try await dealer.check()
    }

    @Test("cancelled while it is captured: the money comes back or was never taken")
    func cancelAgainstCapture() async throws {
        let dealer = try await Dealer.open(mats: 50)
        for _ in 1...20 {
            let order = try await dealer.placed()
            async let captured: Void = dealer.worker.drain()
            async let cancelled = dealer.client.post("/v1/orders/\(order)/cancellation", ["reason": "Not wanted."])
            _ = try await (captured, cancelled)
            for _ in 1...3 { try await dealer.settle(after: .seconds(30)) }
            #expect(try await dealer.state(of: order) == .cancelled)
        }
        for account in dealer.bank.accounts {
            #expect(account.intent.outcome == .voided || account.refunded == account.intent.captured)
        }
        #expect(try await dealer.available("mats") == 50)
        try await dealer.check()
    }

    @Test("refunded by two at once: never more than was paid")
    func refundTwice() async throws {
        let dealer = try await Dealer.open(mats: 50)
        for number in 1...15 {
            let order = try await dealer.placed()
            try await dealer.settle()
            let paid = try await dealer.attempt(of: order).captured
            let answers = try await race(4) { clerk in
                (1, try await dealer.client.post("/v1/orders/\(order)/refunds", [
                    "amount": ["amount": .integer(paid), "currency": "EUR"], "reason": "It came late.",
                ], headers: ["Idempotency-Key": "clerk-\(number)-\(clerk)"]))
            }
            #expect(answers.count { $0.answer.status == 201 } == 1)
            try await dealer.settle()
        }
        #expect(dealer.bank.accounts.allSatisfy { $0.refunded == $0.intent.captured && $0.refunded > 0 })
        try await dealer.check()
    }

    @Test("two sweepers settle what was left open once")
    func twoSweepers() async throws {
        let dealer = try await Dealer.open(mats: 50)
        for _ in 1...20 {
            dealer.bank.fail(.lostAfter)
            let answer = try await dealer.order(try await dealer.cart())
            #expect(answer.status == 202)
        }
        dealer.sample.time.advance(by: .minutes(1))
        async let one = Sweep(dealer.checkout).pass()
        async let other = Sweep(dealer.checkout).pass()
        let looked = try await one + other
        #expect(looked == 20, "each is looked at by one of them")
        try await dealer.settle()
        #expect(dealer.bank.accounts.count == 20)
        #expect(dealer.bank.accounts.allSatisfy { $0.intent.outcome == .captured })
        try await dealer.check()
    }

    @Test("a price that changes amid orders: each comes to the old total or the new one, never to one never shown")
    func priceChange() async throws {
        let dealer = try await Dealer.open(mats: 400)
        async let edits: Void = edit(dealer, [9_900, 7_900, 8_900])
        // More than are under way at a time: the last come when the prices stand.
        let answers = try await race(3 * Self.sideBySide) { number in
            let cart = try await dealer.cart()
            let shown = try await dealer.client.get("/v1/carts/\(cart)").json["totals"]?["total"] ?? .null
            return (1, try await dealer.order(cart, key: "key-\(number)", [
                "payment": ["token": "pm_card_visa"], "expectedTotal": shown,
            ]))
        }
        try await edits
        let legal: Set<Int64> = [8_900 + 590, 9_900 + 590, 7_900 + 590]
        for (_, answer) in answers {
            if answer.status == 201 {
                let total = answer.json["order"]?["totals"]?["total"]?["amount"]?.integer
                #expect(total.map { legal.contains($0) } == true, "\(answer.text)")
            } else {
                #expect(["total-changed", "cart-changed"].contains(answer.problem), "\(answer.text)")
            }
        }
        #expect(answers.contains { $0.answer.status == 201 })
        try await dealer.settle()
        try await dealer.check()
    }

    private func edit(_ dealer: Dealer, _ prices: [Int64]) async throws {
        for cents in prices { try await dealer.price("floor-mats", cents) }
    }

    private func race(
        _ count: Int, _ ask: @escaping @Sendable (Int) async throws -> (Int, TestAnswer)
    ) async throws -> [(wanted: Int, answer: TestAnswer)] {
        try await withThrowingTaskGroup(of: (Int, TestAnswer).self) { group in
            var answers: [(wanted: Int, answer: TestAnswer)] = []
            for number in 0..<count {
                if number >= Self.sideBySide, let answer = try await group.next() { answers.append(answer) }
                group.addTask { try await ask(number) }
            }
            for try await answer in group { answers.append(answer) }
            return answers
        }
    }

    /// Exactly what there was is sold; whoever got nothing was told what was left at that moment.
    private func judge(
        _ dealer: Dealer, _ answers: [(wanted: Int, answer: TestAnswer)], _ item: ID<Item>
    ) async throws {
        let sold = answers.filter { $0.answer.status == 201 }.reduce(0) { $0 + $1.wanted }
        let left = try await dealer.available(item)
        #expect(sold + left == Self.units)
        #expect(left < 2, "what one alone could have is sold")
        for (wanted, answer) in answers where answer.status != 201 {
            #expect(answer.problem == "sold-out", "\(answer.text)")
            let items = answer.json["shortages"]?.array ?? []
            #expect(items.contains { ($0["available"]?.integer).map { $0 < Int64(wanted) } == true }, "\(answer.text)")
        }
        try await dealer.settle()
        #expect(dealer.bank.accounts.count == answers.count { $0.answer.status == 201 }, "nobody else was charged")
        try await dealer.check()
    }
}
