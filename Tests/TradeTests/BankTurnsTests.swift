import Storage
import Testing
import Values

@testable import Trade

@Suite("Captures and refunds share the bank")
struct BankTurnsTests {
    @Test("they have one number of turns between them")
    func shared() async throws {
        let dealer = try await Dealer.open()
        let handlers = Trade.handlers(dealer.checkout)
        let captures = try #require(handlers.compactMap { $0 as? CaptureHandler }.first)
        let refunds = try #require(handlers.compactMap { $0 as? RefundHandler }.first)
        #expect(captures.turns === refunds.turns)
    }

    @Test("a capture begins with its turn: before that the bank is asked nothing, and nothing is written down",
          .timeLimit(.minutes(1)))
    func waits() async throws {
        let dealer = try await Dealer.open()
        let order = try await dealer.placed()
        let attempt = try await dealer.attempt(of: order)
        let turns = Turns(1)
        let handler = CaptureHandler(shop: dealer.shop, bank: dealer.bank, turns: turns)
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        let (starts, start) = AsyncStream.makeStream(of: Void.self)
        async let taken: Void = turns.take {
            start.finish()
            for await _ in ends {}
        }
        for await _ in starts {}
        async let captured = handler.run(CaptureOrder(attempt: attempt.id))
        while turns.waitingCount == 0 { await Task.yield() }
        let state = try await dealer.attempt(of: order).state
        #expect(state == .authorised)
        #expect(dealer.bank.calls.filter { $0.hasPrefix("capture") }.isEmpty)
        end.finish()
        try await taken
        let last = try #require(try await captured)
        try await dealer.shop.write(last.isolation, last.work)
        #expect(try await dealer.attempt(of: order).state == .captured)
        try await dealer.check()
    }
}
