import Storage
import Testbed
import Testing
import Values
import Web

@testable import Trade

@Suite("Giving money back")
struct RefundTests {
    private func refund(
        _ dealer: Dealer, _ order: ID<Order>, _ wish: JSON, key: String = "r-1"
    ) async throws -> TestAnswer {
        try await dealer.client.post("/v1/orders/\(order)/refunds", wish, headers: ["Idempotency-Key": key])
    }

    @Test("line by line and the delivery: exactly what was captured comes back, and no cent more")
    func byLine() async throws {
        let dealer = try await Dealer.open()
        let order = try await dealer.placed([("floor-mats", 3)])
        try await dealer.settle()
        for count in 1...3 {
            let answer = try await refund(dealer, order, [
                "lines": [["line": "\(order)-1", "count": 1]], "reason": "Returned.",
            ], key: "r-\(count)")
            #expect(answer.status == 201)
            #expect(answer.json["amount"]?["amount"] == .integer(8_900))
        }
        let left = try await dealer.client.get("/v1/orders/\(order)/refunds").json["left"]
        #expect(left == ["lines": [["line": "\(order)-1", "count": 0]], "delivery": true])
        let last = try await refund(dealer, order, ["delivery": true, "reason": "Late."], key: "r-4")
        #expect(last.json["amount"]?["amount"] == .integer(590))
        try await dealer.settle()
        #expect(dealer.bank.accounts.first?.refunded == Int64(27_290))
        #expect(try await dealer.attempt(of: order).state == .refunded)
        let more = try await refund(dealer, order, [
            "amount": ["amount": 1, "currency": "EUR"], "reason": "One more.",
        ], key: "r-5")
        #expect(more.problem == "refund-exceeds-captured")
        try await dealer.check()
    }

    @Test("the same key gives back once; with another wish it is refused")
    func idempotent() async throws {
        let dealer = try await Dealer.open()
        let order = try await dealer.placed()
        try await dealer.settle()
        let wish: JSON = ["amount": ["amount": 500, "currency": "EUR"], "reason": "Scratched."]
        let first = try await refund(dealer, order, wish)
        let second = try await refund(dealer, order, wish)
        #expect(first.json["id"] == second.json["id"])
        let other = try await refund(
            dealer, order, ["amount": ["amount": 600, "currency": "EUR"], "reason": "Scratched."])
        #expect(other.problem == "idempotency-key-reused")
        try await dealer.settle()
        #expect(dealer.bank.accounts.first?.refunded == 500)
        #expect(try await dealer.attempt(of: order).state == .partlyRefunded)
        try await dealer.check()
    }

    @Test("a refund whose answer was lost is made once")
    func replyLost() async throws {
        let dealer = try await Dealer.open()
        let order = try await dealer.placed()
        try await dealer.settle()
        dealer.bank.fail(.lostAfter)
        _ = try await refund(dealer, order, ["delivery": true, "reason": "Late."])
        try await dealer.settle()
        try await dealer.settle(after: .minutes(1))
        #expect(dealer.bank.accounts.first?.refunded == 590)
        try await dealer.check()
    }

    @Test("before anything was captured there is nothing to refund")
    func nothingCaptured() async throws {
        let dealer = try await Dealer.open()
        let order = try await dealer.placed([("varia", 1)])
        try await dealer.settle()
        #expect(try await dealer.attempt(of: order).state == .authorised)
        let answer = try await refund(dealer, order, ["delivery": true, "reason": "Why not."])
        #expect(answer.problem == "nothing-captured")
        try await dealer.check()
    }

    @Test("more of a line than was ordered is refused")
    func moreThanOrdered() async throws {
        let dealer = try await Dealer.open()
        let order = try await dealer.placed([("floor-mats", 2)])
        try await dealer.settle()
        let answer = try await refund(dealer, order, [
            "lines": [["line": "\(order)-1", "count": 3]], "reason": "All of them.",
        ])
        #expect(answer.problem == "refund-exceeds-line")
        try await dealer.check()
    }
}
