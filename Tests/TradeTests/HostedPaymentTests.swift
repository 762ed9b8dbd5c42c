import Storage
import Supply
import Testbed
import Testing
import Values
import Web

@testable import Trade

@Suite("Paying at the bank's own page")
struct HostedPaymentTests {
    /// An order of mats whose buyer has been sent to the bank's payment page.
    private struct Sent {
        let dealer: Dealer
        let cart: String
        let answer: TestAnswer
        let order: ID<Order>

        init(_ body: JSON = ["payment": [:]]) async throws {
            dealer = try await Dealer.open()
            cart = try await dealer.cart()
            answer = try await dealer.order(cart, body)
            #expect(answer.status == 202)
            order = try #require(answer.json["order"]?.string.flatMap { ID<Order>($0) }, "\(answer.text)")
        }

        func page() async throws -> BankIntent.ID { try #require(try await dealer.attempt(of: order).intent) }

        func tell(_ kind: String) async throws {
            let attempt = try await dealer.attempt(of: order)
            let news = "evt_\(kind) \(attempt.intent?.text ?? "") \(kind) \(attempt.id)"
            try dealer.must(try await dealer.client.send(
                .post, "/v1/bank-events", body: Array(news.utf8),
                headers: ["Content-Type": "application/json", "Stripe-Signature": "good"]))
        }

        /// No order came of it, and nothing is held any more: not the stock, not the money, not the cart.
        func expectNothingLeft() async throws {
            #expect(try await dealer.state(of: order) == .failed)
            #expect(try await dealer.available("mats") == 10)
            #expect(dealer.bank.accounts.map(\.intent.outcome) == [.voided])
            #expect(try await dealer.order(cart, key: "key-2").status == 201)
            try await dealer.settle()
            try await dealer.check()
        }
    }

    @Test("an order without a card sends the buyer there, and stands once they have paid", arguments: [
        ["payment": [:]], [:], ["payment": nil],
    ] as [JSON])
    func paid(body: JSON) async throws {
        let sent = try await Sent(body)
        let dealer = sent.dealer
        let payment = sent.answer.json["payment"]
        #expect(payment?["state"]?.string == "requires_action")
        #expect(payment?["nextActionURL"]?.string == "https://bank.example/pay/\(try await sent.page().text)")
        #expect(payment?["deadline"]?.string.flatMap { Instant($0) } == dealer.shop.now + .minutes(15))
        #expect(try await dealer.available("mats") == 9)
        dealer.bank.pay(on: try await sent.page())
        try await sent.tell("checkout.session.completed")
        try await dealer.settle()
        #expect(try await dealer.state(of: sent.order) == .placed)
        let attempt = try await dealer.attempt(of: sent.order)
        #expect(attempt.state == .captured)
        #expect(attempt.intent?.text == "pi_\(attempt.id)")
        #expect(dealer.bank.accounts.map(\.intent.captured) == [9_490])
        #expect(try await dealer.order(sent.cart, body).status == 201)
        // From now on the bank's news name the payment.
        try await sent.tell("charge.refunded")
        try await dealer.settle()
        try await dealer.check()
    }

    @Test("the buyer's return is enough, without any news")
    func returned() async throws {
        let sent = try await Sent()
        let early = try await sent.dealer.client.get("/v1/orders/\(sent.order)/payment-return")
        #expect(early.json["state"]?.string == "pending")
        sent.dealer.bank.pay(on: try await sent.page())
        let back = try await sent.dealer.client.get("/v1/orders/\(sent.order)/payment-return")
        #expect(back.json["state"]?.string == "placed")
        try await sent.dealer.settle()
        try await sent.dealer.check()
    }

    @Test("one key is one of the two: the page, or a card")
    func keys() async throws {
        let sent = try await Sent()
        let again = try await sent.dealer.order(sent.cart, [:])
        #expect(again.status == 202)
        #expect(again.json["order"]?.string == sent.order.text)
        #expect(try await sent.dealer.order(sent.cart).problem == "idempotency-key-reused")
        // What stands for the page in the books can't be passed off as a card.
        #expect(try await sent.dealer.order(sent.cart, token: "(hosted)").problem == "invalid-input")
        #expect(sent.dealer.bank.accounts.count == 1)
        try await sent.dealer.check()
    }

    @Test("a page whose address was lost on the way is asked for again, with the same key, and found")
    func replyLost() async throws {
        let dealer = try await Dealer.open()
        let cart = try await dealer.cart()
        dealer.bank.fail(.lostAfter, .lostBefore)
        let answer = try await dealer.order(cart, [:])
        let order = try #require(answer.json["order"]?.string.flatMap { ID<Order>($0) })
        #expect(answer.json["payment"]?["state"]?.string == "unknown")
        try await dealer.settle(after: .seconds(5))
        try await dealer.settle(after: .seconds(5))
        #expect(try await dealer.attempt(of: order).state == .requiresAction)
        #expect(Set(dealer.bank.calls.filter { $0.hasPrefix("authorise") }).count == 1)
        #expect(dealer.bank.accounts.count == 1)
        let waiting = try await dealer.order(cart, [:])
        #expect(waiting.json["payment"]?["nextActionURL"]?.string?.hasPrefix("https://bank.example/pay/cs_") == true)
        dealer.bank.pay(on: try #require(try await dealer.attempt(of: order).intent))
        try await dealer.settle(after: .minutes(1))
        #expect(try await dealer.state(of: order) == .placed)
        try await dealer.check()
    }

    @Test("a buyer who stays away: at the deadline the page is closed")
    func deadline() async throws {
        let sent = try await Sent()
        let page = try await sent.page()
        try await sent.dealer.settle(after: .minutes(14))
        #expect(try await sent.dealer.state(of: sent.order) == .pending)
        try await sent.dealer.settle(after: .minutes(2))
        #expect(try await sent.dealer.attempt(of: sent.order).decline == .abandoned)
        sent.dealer.bank.pay(on: page)
        try await sent.expectNothingLeft()
    }

    @Test("a buyer who pays after the deadline has paid too late: the payment is let go")
    func lateSuccess() async throws {
        let sent = try await Sent()
        let page = try await sent.page()
        sent.dealer.sample.time.advance(by: .minutes(16))
        sent.dealer.bank.pay(on: page)
        try await sent.dealer.settle()
        let attempt = try await sent.dealer.attempt(of: sent.order)
        #expect(attempt.state == .voided)
        #expect(attempt.intent?.text == "pi_\(attempt.id)")
        try await sent.expectNothingLeft()
    }

    @Test("a buyer who pays while the page is being closed: it stays open for that, and the payment is let go")
    func paysWhileClosing() async throws {
        let sent = try await Sent()
        sent.dealer.bank.payBeforeClosing()
        try await sent.dealer.settle(after: .minutes(16))
        // The first request closes nothing; the next look finds the payment.
        #expect(sent.dealer.bank.calls.filter { $0.hasPrefix("void") }.count == 2)
        #expect(try await sent.dealer.attempt(of: sent.order).intent?.text.hasPrefix("pi_") == true)
        try await sent.expectNothingLeft()
    }

    @Test("a page that the bank has closed by itself ends the order")
    func closedByBank() async throws {
        let sent = try await Sent()
        sent.dealer.bank.act(try await sent.page(), .voided)
        try await sent.tell("checkout.session.expired")
        try await sent.dealer.settle()
        #expect(try await sent.dealer.attempt(of: sent.order).state == .declined)
        try await sent.expectNothingLeft()
    }

    @Test("a buyer who wants to pay otherwise gives the page up")
    func givenUp() async throws {
        let sent = try await Sent()
        let answer = try await sent.dealer.client.post("/v1/orders/\(sent.order)/payment-cancellation")
        #expect(answer.json["order"]?["state"]?.string == "failed")
        try await sent.expectNothingLeft()
    }

    @Test("the deadline is never later than the page's own end, however long the bank was away")
    func bankAway() async throws {
        let dealer = try await Dealer.open()
        dealer.bank.setAway(true)
        let answer = try await dealer.order(try await dealer.cart(), [:])
        let order = try #require(answer.json["order"]?.string.flatMap { ID<Order>($0) })
        let end = try await dealer.attempt(of: order).pageEnd
        dealer.sample.time.advance(by: (end - .minutes(10)) - dealer.shop.now)
        dealer.bank.setAway(false)
        try await dealer.settle()
        let attempt = try await dealer.attempt(of: order)
        #expect(attempt.state == .requiresAction)
        #expect(attempt.deadline == end)
        try await dealer.settle(after: .minutes(11))
        #expect(try await dealer.state(of: order) == .failed)
        try await dealer.check()
    }
}
