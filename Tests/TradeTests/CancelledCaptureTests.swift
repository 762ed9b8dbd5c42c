import Storage
import Testbed
import Testing
import Values

@testable import Trade

@Suite("An order cancelled while its money is on the way")
struct CancelledCaptureTests {
    @Test("before the bank was asked: it is asked for nothing, and lets go what was set aside")
    func before() async throws {
        let dealer = try await Dealer.open()
        let order = try await dealer.placed()
        let attempt = try await dealer.attempt(of: order)
        try dealer.must(try await dealer.cancel(order))
        let handler = CaptureHandler(shop: dealer.shop, bank: dealer.bank, turns: Turns(1))
        #expect(try await handler.run(CaptureOrder(attempt: attempt.id)) == nil)
        #expect(try await dealer.attempt(of: order).state == .authorised)
        #expect(dealer.bank.calls.filter { $0.hasPrefix("capture") }.isEmpty)
        try await dealer.settle()
        #expect(try await dealer.attempt(of: order).state == .voided)
        #expect(dealer.bank.accounts.map(\.intent.outcome) == [.voided])
        try await dealer.check()
    }

    @Test("while the bank is asked: what it paid goes back, once")
    func meanwhile() async throws {
        let dealer = try await Dealer.open()
        let order = try await dealer.placed()
        let attempt = try await dealer.attempt(of: order)
        let now = dealer.shop.now
        let begun = try await dealer.shop.write { db in try CaptureHandler.begin(attempt.id, at: now, in: db) }
        #expect(begun?.state == .capturing)
        try dealer.must(try await dealer.cancel(order))
        // The capture's own job goes on where this one stopped; giving back waits for it.
        try await dealer.settle()
        try await dealer.settle(after: .minutes(1))
        #expect(try await dealer.attempt(of: order).state == .refunded)
        #expect(dealer.bank.accounts.map(\.intent.captured) == [9_490])
        #expect(dealer.bank.accounts.map(\.refunded) == [9_490])
        #expect(try await dealer.state(of: order) == .cancelled)
        try await dealer.check()
    }
}
