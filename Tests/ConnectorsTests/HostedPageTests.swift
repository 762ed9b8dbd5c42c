import Connectors
import Orderworks
import SandboxBank
import Testbed
import Testing
import Trade
import Values

/// Stripe's payment page as the gateway sees it, at a sandbox bank on a real port.
@Suite("The bank's payment page over HTTP")
struct HostedPageTests {
    private static let back = "https://shop.example/orders/order-1/return?a=b&c=d"

    private func request(_ attempt: ID<PaymentAttempt> = "attempt-1", cents: Int64 = 12_50) -> Authorisation {
        Authorisation(
            attempt: attempt, order: "order-1", number: "K7Q2-M9XD-4T", language: .de, amount: Money(cents, .EUR),
            means: .hosted, returnURL: Self.back, pageEnd: SystemTime().now + PaymentAttempt.keyRetention)
    }

    /// A page at the bank, and its path there.
    private func page(
        _ bank: RunningBank, _ attempt: ID<PaymentAttempt> = "attempt-1"
    ) async throws -> (id: BankIntent.ID, path: String) {
        let asked = try await bank.gateway.authorise(request(attempt))
        guard case .actionRequired(let url) = asked.outcome else {
            throw Unexpected(outcome: asked.outcome)
        }
        #expect(url.hasPrefix(bank.url + "/"))
        return (asked.id, String(url.dropFirst(bank.url.count)))
    }

    private struct Unexpected: Error { let outcome: BankIntent.Outcome }

    @Test("a page that is paid on becomes a payment, which is taken and given back")
    func paid() async throws {
        let bank = try await RunningBank()
        defer { bank.stop() }
        let (id, path) = try await page(bank)
        try await bank.post(path, "card=pm_card_visa")
        let held = try await bank.gateway.retrieve(id)
        #expect(held.outcome == .authorised)
        #expect(held.id.text.hasPrefix("pi_"))
        let taken = try await bank.gateway.capture(held.id, Money(12_50, .EUR), key: "capture-1")
        #expect(taken == BankIntent(id: held.id, outcome: .captured, captured: 1250))
        #expect(try await bank.gateway.retrieve(id) == taken)
        _ = try await bank.gateway.refund(held.id, Money(12_50, .EUR), key: "refund-1")
    }

    @Test("a card that is declined there leaves the page open for another, with 3-D Secure or without")
    func declinedThenPaid() async throws {
        let bank = try await RunningBank()
        defer { bank.stop() }
        for (attempt, outcome) in [("fails", "fail"), ("proves", "complete")] {
            let (id, path) = try await page(bank, ID(stringLiteral: attempt))
            for card in ["pm_card_chargeDeclined", "pm_card_threeDSecure2Required"] {
                try await bank.post(path, "card=\(card)")
                guard case .actionRequired = try await bank.gateway.retrieve(id).outcome else {
                    Issue.record("the page is closed after \(card)")
                    return
                }
            }
            let payment = try #require(bank.bank.ledger.payments.last?.id)
            try await bank.post("/sandbox/3ds/\(payment)", "outcome=\(outcome)")
            if outcome == "fail" { try await bank.post(path, "card=pm_card_visa") }
            #expect(try await bank.gateway.retrieve(id) == BankIntent(
                id: BankIntent.ID(payment), outcome: .authorised, captured: 0))
        }
    }

    @Test("a page is closed once, and not when it has been paid on: then it is the payment that is let go")
    func closing() async throws {
        let bank = try await RunningBank()
        defer { bank.stop() }
        let (id, path) = try await page(bank)
        try await bank.post(path, "card=pm_card_chargeDeclined")
        #expect(try await bank.gateway.void(id, key: "void-1").outcome == .voided)
        #expect(try await bank.gateway.void(id, key: "void-1").outcome == .voided)
        try await bank.post(path, "card=pm_card_visa")
        #expect(try await bank.gateway.retrieve(id) == BankIntent(id: id, outcome: .voided, captured: 0))

        let (other, otherPath) = try await page(bank, "attempt-2")
        try await bank.post(otherPath, "card=pm_card_visa")
        await #expect(throws: BankFailure.self) { _ = try await bank.gateway.void(other, key: "void-2") }
        let held = try await bank.gateway.retrieve(other)
        #expect(held.outcome == .authorised)
        #expect(try await bank.gateway.void(held.id, key: "void-2").outcome == .voided)
        #expect(bank.bank.ledger.payments.allSatisfy { !$0.holdsMoney })
    }

    @Test("one key is one page, found again by its attempt before and after it was paid on")
    func keysAndFinding() async throws {
        let bank = try await RunningBank()
        defer { bank.stop() }
        let begin = SystemTime().now - .seconds(2)
        let same = request()
        let asked = try await bank.gateway.authorise(same)
        #expect(try await bank.gateway.authorise(same) == asked)
        await #expect(throws: BankFailure.keyReused) { _ = try await bank.gateway.authorise(request(cents: 99)) }
        _ = try await page(bank, "attempt-2")
        #expect(try await bank.gateway.find("attempt-1", by: .hosted, since: begin) == asked)
        #expect(try await bank.gateway.find("attempt-1", by: .card(token: "pm"), since: begin) == nil)
        #expect(try await bank.gateway.find("never-made", by: .hosted, since: begin) == nil)
        try await bank.post("/sandbox/checkout/\(asked.id.text)", "card=pm_card_visa")
        let paid = try #require(try await bank.gateway.find("attempt-1", by: .hosted, since: begin))
        #expect(paid.outcome == .authorised)
        #expect(try await bank.gateway.retrieve(asked.id) == paid)
    }

    @Test("what may have happened is unknown, and the same key tells")
    func faults() async throws {
        let bank = try await RunningBank()
        defer { bank.stop() }
        for (number, fault) in ["kind=errorBefore", "kind=errorAfter", "kind=replyLost&count=2"].enumerated() {
            try await bank.post("/sandbox/faults", fault + "&on=create")
            let request = request(ID(stringLiteral: "attempt-\(number)"))
            await #expect(throws: BankFailure.self, "\(fault)") { _ = try await bank.gateway.authorise(request) }
            guard case .actionRequired = try await bank.gateway.authorise(request).outcome else {
                Issue.record("\(fault) left no page")
                continue
            }
        }
    }
}
