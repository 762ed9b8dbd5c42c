import Connectors
import Foundation
import Testbed
import Testing
import Trade
import Values
import Web

/// A bank that loses its answers, breaks, repeats itself, falls silent and has its clock wrong.
@Suite("The bank misbehaves", .serialized, .timeLimit(.minutes(60)), .enabled(if: TestDatabase.isSQLite))
struct BankTests {
    private static func number(_ name: String, _ fallback: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? fallback
    }

    /// `bin/torture bank` sets other numbers.
    static let orders = number("ORDERWORKS_BANK_ORDERS", 150)
    static let silenceSeconds = number("ORDERWORKS_BANK_SILENCE", 12)
    static let buyers = number("ORDERWORKS_BANK_BUYERS", 24)

    static let troubles = [
        "kind=replyLost&on=any&probability=0.2", "kind=errorBefore&on=any&probability=0.05",
        "kind=errorAfter&on=any&probability=0.05", "kind=duplicateWebhook&on=any&probability=0.3",
        "kind=lateWebhook&on=any&probability=0.3&milliseconds=20000",
    ]

    @Test("lost replies, errors, late and double events: nobody pays twice, and what was unknown settles soon")
    func misbehaves() async throws {
        let dealership = try Dealership(bank: .beside, bankClockMinutes: 60)
        try await dealership.open()
        try await dealership.receive("floor-mats", 1_000_000)
        let (notebook, begin) = (Notebook(), ContinuousClock.now)
        for trouble in Self.troubles { try await dealership.trouble(trouble) }
        try await dealership.buying(Self.buyers, notebook) {
            try await sell(Self.orders / 2, notebook)
            // Nothing is answered at all for a while.
            try await dealership.trouble("kind=silence&on=any&probability=1&milliseconds=600000")
            try await Task.sleep(for: .seconds(Self.silenceSeconds))
            try await dealership.behave()
            for trouble in Self.troubles { try await dealership.trouble(trouble) }
            try await sell(Self.orders, notebook)
            try await dealership.behave()
        }
        // Every order that was begun is brought to its end by its own buyer before this.
        let sold = ContinuousClock.now
        let settling = try await dealership.settle()
        #expect(settling < .seconds(60), "within a minute of the bank's return")
        try notebook.write(to: dealership.buyersLog)
        let verdict = try await dealership.check()
        #expect(verdict.code == 0, "\(verdict.output)")
        #expect(notebook.orders >= Self.orders)
        #expect(try await dealership.stopShop() == 0)
        try await dealership.stopBank()
        print("\(notebook.orders) orders at a misbehaving bank in \(sold - begin), settled in \(settling)")
    }

    @Test("while the bank is away orders wait as 202, and the queue drains by itself when it is back")
    func away() async throws {
        let dealership = try Dealership(bank: .beside)
        try await dealership.open()
        try await dealership.receive("floor-mats", 1_000)
        try await dealership.killBank()
        let buyer = dealership.buyer("patient", noting: Notebook())
        for number in 1...6 {
            let cart = try #require(try await buyer.fill())
            let answer = try await dealership.ask(
                .post, "/v1/carts/\(cart)/order", ["payment": ["token": "pm_card_visa"]],
                headers: ["Idempotency-Key": "away-\(number)"])
            #expect(answer.status == 202, "\(String(decoding: answer.body, as: UTF8.self))")
        }
        #expect(try await dealership.unsettled() >= 6)
        try await dealership.openBank()
        let settling = try await dealership.settle()
        try Notebook().write(to: dealership.buyersLog)
        let verdict = try await dealership.check()
        #expect(verdict.code == 0, "\(verdict.output)")
        let day = try await dealership.ask(.get, "/v1/orders?state=placed", asStaff: true)
        #expect(try JSON.parse(day.body)["items"]?.array?.count == 6, "\(String(decoding: day.body, as: UTF8.self))")
        #expect(try await dealership.stopShop() == 0)
        try await dealership.stopBank()
        print("six orders waited for the bank and were settled in \(settling)")
    }

    private func sell(_ goal: Int, _ notebook: Notebook) async throws {
        let limit = ContinuousClock.now + .seconds(120 + goal)
        while notebook.orders < goal, ContinuousClock.now < limit { try await Task.sleep(for: .milliseconds(50)) }
        try #require(notebook.orders >= goal, "orders are placed")
    }
}
