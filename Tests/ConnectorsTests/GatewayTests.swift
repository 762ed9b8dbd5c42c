import Connectors
import Foundation
import Logging
import Orderworks
import SandboxBank
import Testbed
import Testing
import Trade
import Values
import Web

/// The gateway against a sandbox bank on a real port.
@Suite("The card bank over HTTP")
struct GatewayTests {
    private func request(
        _ attempt: ID<PaymentAttempt> = "attempt-1", _ token: String = "pm_card_visa", _ cents: Int64 = 12_50
    ) -> Authorisation {
        Authorisation(
            attempt: attempt, order: "order-1", number: "K7Q2-M9XD-4T", language: .en, amount: Money(cents, .EUR),
            means: .card(token: token), returnURL: "https://shop.example/v1/orders/order-1/return?a=b&c=d",
            pageEnd: SystemTime().now + .hours(1))
    }

    private func failure<Answer>(_ work: () async throws(BankFailure) -> Answer) async -> BankFailure? {
        do throws(BankFailure) {
            _ = try await work()
            return nil
        } catch { return error }
    }

    @Test("money is set aside, taken in part, and given back")
    func payment() async throws {
        let bank = try await RunningBank()
        defer { bank.stop() }
        let held = try await bank.gateway.authorise(request())
        #expect(held.outcome == .authorised)
        #expect(held.captured == 0)
        let taken = try await bank.gateway.capture(held.id, Money(10_00, .EUR), key: "capture-1")
        #expect(taken == BankIntent(id: held.id, outcome: .captured, captured: 1000))
        #expect(try await bank.gateway.retrieve(held.id) == taken)
        let refund = try await bank.gateway.refund(held.id, Money(4_00, .EUR), key: "refund-1")
        #expect(try await bank.gateway.refund(held.id, Money(4_00, .EUR), key: "refund-1") == refund)
        guard case .refused = await failure({ () async throws(BankFailure) in
            try await bank.gateway.refund(held.id, Money(6_01, .EUR), key: "refund-2")
        }) else {
            Issue.record("more was given back than taken")
            return
        }
    }

    @Test("one key is one payment, and no other under the same key")
    func keys() async throws {
        let bank = try await RunningBank()
        defer { bank.stop() }
        let first = try await bank.gateway.authorise(request())
        #expect(try await bank.gateway.authorise(request()) == first)
        #expect(await failure { () async throws(BankFailure) in
            try await bank.gateway.authorise(request("attempt-1", "pm_card_visa", 99))
        } == .keyReused)
    }

    @Test("what was set aside is let go")
    func voiding() async throws {
        let bank = try await RunningBank()
        defer { bank.stop() }
        let held = try await bank.gateway.authorise(request())
        #expect(try await bank.gateway.void(held.id, key: "void-1").outcome == .voided)
        guard case .refused(let code, _) = await failure({ () async throws(BankFailure) in
            try await bank.gateway.capture(held.id, Money(12_50, .EUR), key: "capture-1")
        }) else {
            Issue.record("a voided payment was captured")
            return
        }
        #expect(code == "payment_intent_unexpected_state")
    }

    @Test("a decline is an answer, in plain words, and the same when it is read again", arguments: [
        ("pm_card_chargeDeclinedInsufficientFunds", "insufficient_funds", "The card has not enough funds."),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card", "The card has expired."),
    ])
    func declines(token: String, code: String, reason: String) async throws {
        let bank = try await RunningBank()
        defer { bank.stop() }
        let declined = try await bank.gateway.authorise(request("attempt-1", token))
        #expect(declined.outcome == .declined(code: code, reason: reason))
        #expect(try await bank.gateway.retrieve(declined.id) == declined)
    }

    @Test("the bank may want to see the buyer, and then has its word")
    func threeDSecure() async throws {
        let bank = try await RunningBank()
        defer { bank.stop() }
        let cases: [(ID<PaymentAttempt>, String, BankIntent.Outcome)] = [
            ("yes", "complete", .authorised),
            ("no", "fail", .declined(
                code: "payment_intent_authentication_failure",
                reason: "The payment was not confirmed with the card's bank.")),
        ]
        for (attempt, press, after) in cases {
            let asked = try await bank.gateway.authorise(request(attempt, "pm_card_threeDSecure2Required"))
            guard case .actionRequired(let url) = asked.outcome else {
                Issue.record("no action was asked for: \(asked.outcome)")
                return
            }
            #expect(url.hasPrefix(bank.url))
            try await bank.post("/sandbox/3ds/\(asked.id.text)", "outcome=\(press)")
            #expect(try await bank.gateway.retrieve(asked.id).outcome == after)
        }
    }

    @Test("a lost payment is found by its attempt among all others, and an unknown one isn't")
    func finding() async throws {
        let bank = try await RunningBank()
        defer { bank.stop() }
        let begin = SystemTime().now - .seconds(2)
        let lost = try await bank.gateway.authorise(request("lost"))
        try await withThrowingTaskGroup { group in
            for number in 0..<120 {
                group.addTask { _ = try await bank.gateway.authorise(request(ID("attempt-\(number)")!)) }
            }
            try await group.waitForAll()
        }
        let card = PaymentMeans.card(token: "pm_card_visa")
        #expect(try await bank.gateway.find("lost", by: card, since: begin) == lost)
        #expect(try await bank.gateway.find("never-made", by: card, since: begin) == nil)
        #expect(try await bank.gateway.find("lost", by: card, since: SystemTime().now + .hours(1)) == nil)
    }

    @Test("what may have happened is unknown, what can't have is not sent")
    func faults() async throws {
        let bank = try await RunningBank()
        defer { bank.stop() }
        for (number, fault) in [
            "kind=errorBefore", "kind=errorAfter", "kind=tooManyRequests", "kind=replyLost&count=2",
        ].enumerated() {
            try await bank.post("/sandbox/faults", fault + "&on=create")
            let attempt = ID<PaymentAttempt>("attempt-\(number)")!
            guard case .unknown = await failure({ () async throws(BankFailure) in
                try await bank.gateway.authorise(request(attempt))
            }) else {
                Issue.record("\(fault) was not taken for unknown")
                continue
            }
            #expect(try await bank.gateway.authorise(request(attempt)).outcome == .authorised, "\(fault)")
        }
        let stranger = try await RunningBank(key: "sk_test_stranger")
        defer { stranger.stop() }
        let nobody = StripeGateway(
            .init(url: "http://127.0.0.1:1", secretKey: "sk", eventSecret: "whsec"), over: bank.transport, log: .quiet)
        for gateway in [stranger.gateway, nobody] {
            guard case .notSent = await failure({ () async throws(BankFailure) in
                try await gateway.authorise(request())
            }) else {
                Issue.record("something was sent")
                continue
            }
        }
    }

    @Test("test cards become tokens that pay, others are refused")
    func tokens() async throws {
        let bank = try await RunningBank()
        defer { bank.stop() }
        let tokens = SandboxTokens(bank.gateway)
        func card(_ number: String, year: Int = 2040) -> TestCard {
            TestCard(number: number, expiryMonth: 12, expiryYear: year, cvc: "123")
        }
        let token = try await tokens.token(card("4242424242424242"))
        #expect(try await bank.gateway.authorise(request("attempt-1", token)).outcome == .authorised)
        guard case .refused(let code, _) = await failure({ () async throws(BankFailure) in
            try await tokens.token(card("4111111111111112"))
        }) else {
            Issue.record("a wrong number was taken")
            return
        }
        #expect(code == "incorrect_number")
    }
}
