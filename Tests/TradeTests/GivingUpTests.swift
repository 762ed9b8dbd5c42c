import Storage
import Supply
import Testbed
import Testing
import Values
import Web

@testable import Trade

@Suite("A buyer who gives up a payment")
struct GivingUpTests {
    /// An order of mats whose bank wants to see the buyer, and how its payment is given up.
    private struct Waiting {
        let dealer: Dealer
        let cart: String
        let order: ID<Order>
        let secret: String

        init(token: String = "pm_3ds") async throws {
            dealer = try await Dealer.open()
            cart = try await dealer.cart()
            let answer = try await dealer.order(cart, token: token)
            order = try #require(answer.json["order"]?.string.flatMap { ID<Order>($0) }, "\(answer.text)")
            secret = try #require(answer.json["secret"]?.string)
        }

        func intent() async throws -> BankIntent.ID { try #require(try await dealer.attempt(of: order).intent) }

        /// As a guest with this secret.
        func giveUp(secret: String?) async throws -> TestAnswer {
            let guest = try TestClient(
                Trade.endpoints(dealer.checkout, cards: nil), as: Anybody.guest(secret: secret))
            return try await guest.post("/v1/orders/\(order)/payment-cancellation")
        }

        func giveUp() async throws -> TestAnswer { try await giveUp(secret: secret) }
    }

    @Test("need not wait for the deadline: the stock is free, the cart open, another card pays")
    func anotherCard() async throws {
        let waiting = try await Waiting()
        let dealer = waiting.dealer
        #expect(try await dealer.available("mats") == 9)
        let answer = try await waiting.giveUp()
        #expect(answer.status == 200)
        #expect(answer.json["order"]?["state"]?.string == "failed")
        #expect(answer.json["payment"]?["state"]?.string == "voided")
        #expect(answer.json["payment"]?["declineCode"]?.string == "given_up")
        #expect(answer.json["payment"]?["nextActionURL"]?.string == nil)
        #expect(try await dealer.available("mats") == 10)
        #expect(dealer.bank.accounts.map(\.intent.outcome) == [.voided])
        #expect(try await dealer.order(waiting.cart, token: "pm_3ds").problem == "payment-declined")
        #expect(try await dealer.order(waiting.cart, key: "key-2").status == 201)
        try await dealer.settle(after: .minutes(20))
        #expect(try await dealer.state(of: waiting.order) == .failed)
        try await dealer.check()
    }

    @Test("but has succeeded at the bank meanwhile: the order stands")
    func succeededMeanwhile() async throws {
        let waiting = try await Waiting()
        waiting.dealer.bank.act(try await waiting.intent(), .authorised)
        let answer = try await waiting.giveUp()
        #expect(answer.status == 200)
        #expect(answer.json["order"]?["state"]?.string == "placed")
        #expect(try await waiting.giveUp().problem == "order-not-pending")
        try await waiting.dealer.settle()
        #expect(try await waiting.dealer.state(of: waiting.order) == .placed)
        try await waiting.dealer.check()
    }

    @Test("and succeeds at the bank after the decision: the late yes is voided")
    func lateSuccess() async throws {
        let waiting = try await Waiting()
        let dealer = waiting.dealer
        // The first look is lost, so that the shop decides without knowing of the success.
        dealer.bank.fail(.lostBefore)
        dealer.bank.act(try await waiting.intent(), .authorised)
        let answer = try await waiting.giveUp()
        #expect(answer.json["order"]?["state"]?.string == "failed")
        #expect(dealer.bank.accounts.map(\.intent.outcome) == [.voided])
        #expect(try await dealer.available("mats") == 10)
        try await dealer.check()
    }

    @Test("at a silent bank: voiding at once, ended by the sweeper when the bank is back")
    func silentBank() async throws {
        let waiting = try await Waiting()
        let dealer = waiting.dealer
        dealer.bank.setAway(true)
        let answer = try await waiting.giveUp()
        #expect(answer.status == 200)
        #expect(answer.json["order"]?["state"]?.string == "pending")
        #expect(answer.json["payment"]?["state"]?.string == "voiding")
        try await dealer.check()
        dealer.bank.act(try await waiting.intent(), .authorised)
        try await dealer.settle(after: .seconds(40))
        #expect(try await dealer.attempt(of: waiting.order).state == .voiding)
        #expect(try await waiting.giveUp().json["payment"]?["state"]?.string == "voiding")
        dealer.bank.setAway(false)
        try await dealer.settle(after: .seconds(40))
        #expect(try await dealer.state(of: waiting.order) == .failed)
        #expect(try await dealer.attempt(of: waiting.order).decline == .givenUp)
        #expect(dealer.bank.accounts.map(\.intent.outcome) == [.voided])
        #expect(try await dealer.available("mats") == 10)
        try await dealer.check()
    }

    @Test("several times at once, while the sweeper is at work: one void, one cart reopened")
    func atOnce() async throws {
        let waiting = try await Waiting()
        let dealer = waiting.dealer
        dealer.sample.time.advance(by: .minutes(16))
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<6 { group.addTask { try await waiting.giveUp().status } }
            group.addTask {
                try await Sweep(dealer.checkout).pass()
                return 200
            }
            return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        #expect(statuses.isSubset(of: [200, 409]) && statuses.contains(200))
        #expect(try await dealer.state(of: waiting.order) == .failed)
        #expect(try await dealer.available("mats") == 10)
        try await dealer.check()
    }

    @Test("holds the order's secret, or is staff; an auditor only looks")
    func whoMay() async throws {
        let waiting = try await Waiting()
        #expect(try await waiting.giveUp(secret: nil).problem == "unknown-order")
        #expect(try await waiting.giveUp(secret: "os_wrong").problem == "unknown-order")
        let auditor = try TestClient(
            Trade.endpoints(waiting.dealer.checkout, cards: nil),
            as: Anybody(Caller(.key(id: "a", name: "auditor"), grants: [.orderRead: .all])))
        let path = "/v1/orders/\(waiting.order)/payment-cancellation"
        #expect(try await auditor.post(path).status == 403)
        #expect(try await waiting.dealer.state(of: waiting.order) == .pending)
        let staff = try await waiting.dealer.client.post(path)
        #expect(staff.json["order"]?["state"]?.string == "failed")
        let who = try await waiting.dealer.shop.read { db in
            try History.all(.payment, try PaymentAttempt.all(of: waiting.order, in: db)[0].id.text, in: db)
                .first { $0.to == "voiding" }?.who
        }
        #expect(who == "staff:test")
        #expect(try await waiting.dealer.client.post("/v1/orders/nothing/payment-cancellation").status == 404)
    }

    @Test("whose bank has not answered yet has nothing to give up")
    func unknown() async throws {
        let dealer = try await Dealer.open()
        dealer.bank.setAway(true)
        let answer = try await dealer.order(try await dealer.cart())
        let order = try #require(answer.json["order"]?.string.flatMap { ID<Order>($0) })
        let refused = try await dealer.client.post("/v1/orders/\(order)/payment-cancellation")
        #expect(refused.problem == "payment-not-waiting")
        dealer.bank.setAway(false)
        // The bank is asked before anything is given up, and it says yes.
        let asked = try await dealer.client.post("/v1/orders/\(order)/payment-cancellation")
        #expect(asked.json["order"]?["state"]?.string == "placed")
        try await dealer.settle()
        try await dealer.check()
    }
}
