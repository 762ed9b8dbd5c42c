import Storage
import Supply
import Testbed
import Testing
import Values
import Web

@testable import Trade

@Suite("What the sweeper finishes")
struct SweepTests {
    @Test("an answer that was lost after the charge: 202, then placed with one charge")
    func replyLost() async throws {
        let dealer = try await Dealer.open()
        let cart = try await dealer.cart()
        dealer.bank.fail(.lostAfter)
        let answer = try await dealer.order(cart)
        #expect(answer.status == 202)
        #expect(answer.headers["Location"] != nil)
        let order = try #require(answer.json["order"]?.string.flatMap { ID<Order>($0) })
        #expect(try await dealer.attempt(of: order).state == .unknown)
        #expect(try await dealer.order(cart).status == 202)
        try await dealer.settle(after: .seconds(5))
        #expect(try await dealer.state(of: order) == .placed)
        #expect(dealer.bank.accounts.count == 1)
        #expect(Set(dealer.bank.calls.filter { $0.hasPrefix("authorise") }).count == 1)
        #expect(try await dealer.order(cart).status == 201)
        try await dealer.check()
    }

    @Test("a bank that is away for an hour: the order waits, and is placed when it returns")
    func bankAway() async throws {
        let dealer = try await Dealer.open()
        let cart = try await dealer.cart()
        dealer.bank.setAway(true)
        let answer = try await dealer.order(cart)
        #expect(answer.status == 202)
        for _ in 0..<120 { try await dealer.settle(after: .seconds(30)) }
        let order = try #require(answer.json["order"]?.string.flatMap { ID<Order>($0) })
        #expect(try await dealer.state(of: order) == .pending)
        #expect(try await dealer.available("mats") == 9)
        dealer.bank.setAway(false)
        try await dealer.settle(after: .seconds(60))
        #expect(try await dealer.state(of: order) == .placed)
        try await dealer.check()
    }

    @Test("a process that died after T1: the sweeper asks with the same key")
    func diedAfterT1() async throws {
        let dealer = try await Dealer.open()
        let cart = try #require(ID<Cart>(try await dealer.cart()))
        let new = dealer.newOrder(of: cart)
        _ = try await dealer.shop.write { db in try Placing.begin(new, in: db) }
        try await dealer.settle()
        #expect(try await dealer.state(of: new.order) == .pending)
        try await dealer.settle(after: .seconds(13))
        #expect(try await dealer.state(of: new.order) == .placed)
        #expect(dealer.bank.calls.first == "authorise \(new.attempt)")
        try await dealer.check()
    }

    @Test("a shop that has moved to another address asks again with what it asked first")
    func moved() async throws {
        let dealer = try await Dealer.open()
        dealer.bank.fail(.lostAfter)
        let answer = try await dealer.order(try await dealer.cart())
        let order = try #require(answer.json["order"]?.string.flatMap { ID<Order>($0) })
        let moved = Checkout(
            shop: dealer.shop, bank: dealer.bank, secrets: Dealer.secrets, buyersURL: "http://moved.example",
            threeDSecureDeadline: .minutes(15))
        dealer.sample.time.advance(by: .minutes(1))
        _ = try await Sweep(moved).pass()
        #expect(try await dealer.state(of: order) == .placed)
        try await dealer.settle()
        try await dealer.check()
    }

    @Test("a shop that is opened again after a crash asks at once, not when the answer would have been due")
    func takingOver() async throws {
        let dealer = try await Dealer.open()
        let cart = try #require(ID<Cart>(try await dealer.cart()))
        let new = dealer.newOrder(of: cart)
        _ = try await dealer.shop.write { db in try Placing.begin(new, in: db) }
        try await Sweep(dealer.checkout).takeOver()
        try await dealer.settle()
        #expect(try await dealer.state(of: new.order) == .placed)
        #expect(Set(dealer.bank.calls.filter { $0.hasPrefix("authorise") }) == ["authorise \(new.attempt)"])
        try await dealer.check()
    }

    @Test("past the bank's memory a key is never sent again: query, then review")
    func keyForgotten() async throws {
        let dealer = try await Dealer.open()
        let cart = try await dealer.cart()
        dealer.bank.setAway(true)
        let answer = try await dealer.order(cart)
        let order = try #require(answer.json["order"]?.string.flatMap { ID<Order>($0) })
        dealer.bank.setAway(false)
        dealer.bank.fail(.lostBefore)
        try await dealer.settle(after: .hours(24))
        try await dealer.settle(after: .minutes(1))
        let asked = dealer.bank.calls.filter { $0.hasPrefix("authorise") }.count
        #expect(asked == 1)
        #expect(try await dealer.attempt(of: order).state == .review)
    }

    @Test("3-D Secure confirmed: placed")
    func confirmed() async throws {
        let dealer = try await Dealer.open()
        let answer = try await dealer.order(try await dealer.cart(), token: "pm_3ds")
        #expect(answer.status == 202)
        #expect(answer.json["payment"]?["state"]?.string == "requires_action")
        #expect(answer.json["payment"]?["nextActionURL"]?.string?.hasPrefix("https://bank.example/3ds/") == true)
        let order = try #require(answer.json["order"]?.string.flatMap { ID<Order>($0) })
        let intent = try #require(try await dealer.attempt(of: order).intent)
        dealer.bank.act(intent, .authorised)
        let back = try await dealer.client.get("/v1/orders/\(order)/payment-return?payment_intent=\(intent.text)")
        #expect(back.json["state"]?.string == "placed")
        try await dealer.settle()
        try await dealer.check()
    }

    @Test("3-D Secure abandoned: voided after the deadline, stock freed, cart open again; a late yes changes nothing")
    func abandoned() async throws {
        let dealer = try await Dealer.open()
        let cart = try await dealer.cart()
        let answer = try await dealer.order(cart, token: "pm_3ds")
        let order = try #require(answer.json["order"]?.string.flatMap { ID<Order>($0) })
        let intent = try #require(try await dealer.attempt(of: order).intent)
        try await dealer.settle(after: .minutes(10))
        #expect(try await dealer.state(of: order) == .pending)
        dealer.bank.act(intent, .actionRequired(url: "https://bank.example"))
        try await dealer.settle(after: .minutes(6))
        #expect(try await dealer.state(of: order) == .failed)
        #expect(try await dealer.attempt(of: order).state == .voided)
        #expect(try await dealer.available("mats") == 10)
        #expect(dealer.bank.accounts.first?.intent.outcome == .voided)
        #expect(try await dealer.order(cart, key: "key-2").status == 201)
        try await dealer.settle()
        try await dealer.check()
    }

    @Test("the bank's event makes the sweeper look at once; a second copy and a forged one do nothing")
    func bankEvent() async throws {
        let dealer = try await Dealer.open()
        let answer = try await dealer.order(try await dealer.cart(), token: "pm_3ds")
        let order = try #require(answer.json["order"]?.string.flatMap { ID<Order>($0) })
        let intent = try #require(try await dealer.attempt(of: order).intent)
        try await dealer.settle()
        dealer.bank.act(intent, .authorised)
        let forged = try await dealer.client.send(
            .post, "/v1/bank-events", body: Array("evt_1 \(intent.text)".utf8),
            headers: ["Content-Type": "application/json", "Stripe-Signature": "bad"])
        #expect(forged.problem == "bad-signature")
        for _ in 0..<2 {
            let told = try await dealer.client.send(
                .post, "/v1/bank-events", body: Array("evt_1 \(intent.text)".utf8),
                headers: ["Content-Type": "application/json", "Stripe-Signature": "good"])
            #expect(told.status == 204)
        }
        try await dealer.settle()
        #expect(try await dealer.state(of: order) == .placed)
        try await dealer.check()
    }

    @Test("an authorisation the bank lets go before the capture expires; other news of it is not even looked at")
    func letGo() async throws {
        let dealer = try await Dealer.open()
        let order = try await dealer.placed([("varia", 1)])
        let intent = try #require(try await dealer.attempt(of: order).intent)
        try await dealer.settle()
        let before = dealer.bank.calls.count
        for news in [
            "evt_1 \(intent.text) payment_intent.amount_capturable_updated",
            "evt_2 \(intent.text) payment_intent.canceled",
        ] {
            if news.hasPrefix("evt_2") { dealer.bank.act(intent, .voided) }
            try dealer.must(try await dealer.client.send(
                .post, "/v1/bank-events", body: Array(news.utf8),
                headers: ["Content-Type": "application/json", "Stripe-Signature": "good"]))
            try await dealer.settle()
            #expect(dealer.bank.calls.count == before + (news.hasPrefix("evt_2") ? 1 : 0))
        }
        #expect(try await dealer.attempt(of: order).state == .expired)
        try await dealer.check()
    }

    @Test("a lost answer to a capture: captured once")
    func captureLost() async throws {
        let dealer = try await Dealer.open()
        let order = try await dealer.placed()
        dealer.bank.fail(.lostAfter)
        try await dealer.settle()
        #expect(try await dealer.attempt(of: order).state == .capturing)
        try await dealer.settle(after: .minutes(1))
        #expect(try await dealer.attempt(of: order).state == .captured)
        #expect(dealer.bank.accounts.first?.intent.captured == Int64(9_490))
        try await dealer.check()
    }
}
