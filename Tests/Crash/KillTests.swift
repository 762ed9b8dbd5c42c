import Foundation
import Testbed
import Testing
import Values

/// What the house stands for: whatever a crash interrupts, no order is lost, and nobody pays without one.
@Suite("kill -9", .serialized, .timeLimit(.minutes(60)))
struct KillTests {
    static let buyers = 50
    /// `bin/torture kill` sets another number.
    static let kills = ProcessInfo.processInfo.environment["ORDERWORKS_KILLS"].flatMap(Int.init) ?? 10
    /// Orders placed since the shop came back, before it is killed again.
    static let ordersBetween = 15

    @Test("killed again and again amid 50 buyers, the shop keeps every order, and takes no money without one")
    func manyTimes() async throws {
        let dealership = try Dealership(bank: .beside)
        let begin = ContinuousClock.now
        try await dealership.open()
        try await dealership.receive("floor-mats", 1_000_000)
        let opened = ContinuousClock.now

        let notebook = Notebook()
        let chance = SeededChance(9)
        try await dealership.buying(Self.buyers, notebook) {
            for round in 1...Self.kills {
                try await misbehave(in: round, dealership)
                try await sell(Self.ordersBetween, notebook)
                try await Task.sleep(for: .milliseconds(Int(chance.next() % 300)))
                try await dealership.killShop()
                // The bank's own store survives a crash as well.
                if round == Self.kills / 2 {
                    try await dealership.killBank()
                    try await dealership.openBank()
                }
                try await dealership.openShop()
            }
            try await dealership.behave()
        }
        let closed = ContinuousClock.now
        let settling = try await dealership.settle()
        try notebook.write(to: dealership.buyersLog)

        let verdict = try await dealership.check()
        #expect(verdict.code == 0, "\(verdict.output)")
        #expect(notebook.orders >= Self.kills * Self.ordersBetween)
        #expect(notebook.tally.unanswered > 0, "the kills struck amid requests")
        let again = try await dealership.stopShop()
        #expect(again == 0)
        try await dealership.stopBank()
        print("""
            killed \(Self.kills) times: \(notebook.orders) orders acknowledged, \(notebook.tally), opened in \
            \(opened - begin), sold for \(closed - opened), settled in \(settling)
            """)
    }

    /// From the third round on the bank loses replies or breaks down now and then, and behaves again later.
    private func misbehave(in round: Int, _ dealership: Dealership) async throws {
        // Again every ten rounds.
        switch (round - 1) % 10 + 1 {
        case 3: try await dealership.trouble("kind=replyLost&on=any&probability=0.2")
        case 4: try await dealership.trouble("kind=errorAfter&on=any&probability=0.2")
        case 7: try await dealership.trouble("kind=duplicateWebhook&on=any&probability=0.5")
        case 8: try await dealership.behave()
        default: break
        }
    }

    /// Waits until the buyers were told of that many more orders.
    private func sell(_ count: Int, _ notebook: Notebook) async throws {
        let goal = notebook.orders + count
        for _ in 0..<1500 where notebook.orders < goal { try await Task.sleep(for: .milliseconds(20)) }
        try #require(notebook.orders >= goal, "orders are placed")
    }
}
