import People
import Storage
import Supply
import Testbed
import Testing
import Values
import Web

@testable import Trade

@Suite("Shipping")
struct ShipmentTests {
    @Test("an order shipped whole leaves stock, is captured then, and closes")
    func whole() async throws {
        let dealer = try await Dealer.open()
        let order = try await dealer.placed([("tow-bar-kit", 2), ("floor-mats", 1)])
        try await dealer.settle()
        #expect(try await dealer.attempt(of: order).state == .authorised)
        let answer = try await dealer.ship(order)
        #expect(answer.status == 201)
        let shipment: ShipmentView = try answer.view()
        #expect(answer.headers["Location"] == "/v1/orders/\(order)/shipments/\(shipment.id)")
        #expect(shipment.lines.map(\.count) == [2, 1])
        #expect(try await dealer.state(of: order) == .placed)
        try await dealer.settle()
        #expect(try await dealer.attempt(of: order).state == .captured)
        #expect(try await dealer.state(of: order) == .closed)
        #expect(try await dealer.path(order) == ["allocated", "shipped"])
        let held = try await dealer.shop.read { db in
            try Reservation.all(of: order.of(Reservation.Owner.self), in: db).filter { $0.item == "tow-bar" }
        }
        #expect(held.map(\.live) == [0])
        #expect(held.map(\.sold) == [2])
        #expect(try await dealer.news("order.shipped", of: order) == 1)
        try await dealer.check()
    }

    @Test("an order captured at once closes with its last parcel")
    func capturedBefore() async throws {
        let dealer = try await Dealer.open()
        let order = try await dealer.placed([("floor-mats", 1)])
        try await dealer.settle()
        #expect(try await dealer.attempt(of: order).state == .captured)
        #expect(try await dealer.state(of: order) == .placed)
        try await dealer.ship(order)
        #expect(try await dealer.state(of: order) == .closed)
        try await dealer.check()
    }

    @Test("parts of an order ship apart; money is taken once, with the first")
    func parts() async throws {
        let dealer = try await Dealer.open()
        let order = try await dealer.placed([("tow-bar-kit", 3), ("floor-mats", 1)])
        #expect(try await dealer.ship(order, [(1, 1)], key: "a").status == 201)
        try await dealer.settle()
        #expect(try await dealer.attempt(of: order).state == .captured)
        #expect(try await dealer.state(of: order) == .placed)
        dealer.sample.time.advance(by: .hours(1))
        #expect(try await dealer.ship(order, [(1, 1), (2, 1)], key: "b").status == 201)
        #expect(try await dealer.fulfilment(order).lines.map(\.state) == [.partlyShipped, .shipped])
        dealer.sample.time.advance(by: .hours(1))
        #expect(try await dealer.ship(order, key: "c").status == 201)
        #expect(try await dealer.fulfilment(order).lines.map(\.shippedCount) == [3, 1])
        #expect(try await dealer.fulfilment(order).shipments.map { $0.lines.map(\.count) } == [[1], [1, 1], [1]])
        try await dealer.settle()
        #expect(try await dealer.path(order) == ["allocated", "partly_shipped", "partly_shipped", "shipped"])
        #expect(try await dealer.state(of: order) == .closed)
        #expect(dealer.bank.calls.filter { $0.hasPrefix("capture") }.count == 1)
        try await dealer.check()
    }

    @Test("more than was ordered never ships, in one line or in sum")
    func tooMuch() async throws {
        let dealer = try await Dealer.open()
        let order = try await dealer.placed([("tow-bar-kit", 3)])
        let answer = try await dealer.ship(order, [(1, 4)], key: "a")
        #expect(answer.problem == "more-than-ordered")
        #expect(answer.json["left"]?.integer == 3)
        #expect(try await dealer.ship(order, [(1, 2), (1, 2)], key: "b").problem == "more-than-ordered")
        #expect(try await dealer.ship(order, [(2, 1)], key: "c").problem == "order-line-unknown")
        #expect(try await dealer.ship(order, [], key: "d").problem == "nothing-to-ship")
        #expect(try await dealer.fulfilment(order).lines.map(\.shippedCount) == [0])
        #expect(try await dealer.path(order).isEmpty)
        try await dealer.check()
    }

    @Test("nothing ships twice, and the same request again answers the same shipment")
    func repeated() async throws {
        let dealer = try await Dealer.open()
        let order = try await dealer.placed([("tow-bar-kit", 2)])
        let first: ShipmentView = try await dealer.ship(order, [(1, 1)], key: "a").view()
        let again: ShipmentView = try await dealer.ship(order, [(1, 1)], key: "a").view()
        #expect(first.id == again.id)
        #expect(try await dealer.ship(order, [(1, 1)], key: "a", carrier: "UPS").problem == "idempotency-key-reused")
        #expect(try await dealer.fulfilment(order).lines.map(\.shippedCount) == [1])
        #expect(try await dealer.news("order.shipped", of: order) == 1)
        try await dealer.ship(order, key: "b")
        #expect(try await dealer.ship(order, key: "c").problem == "nothing-left-to-ship")
        try await dealer.settle()
        #expect(try await dealer.ship(order, key: "d").problem == "nothing-left-to-ship")
    }

    @Test("a line is delivered once every parcel with some of it has arrived")
    func delivered() async throws {
        let dealer = try await Dealer.open()
        let order = try await dealer.placed([("tow-bar-kit", 2)])
        let first: ShipmentView = try await dealer.ship(order, [(1, 1)], key: "a").view()
        let second: ShipmentView = try await dealer.ship(order, [(1, 1)], key: "b").view()
        let path = "/v1/orders/\(order)/shipments"
        try await dealer.must(dealer.client.post("\(path)/\(first.id)/delivery"))
        #expect(try await dealer.fulfilment(order).lines.map(\.state) == [.shipped])
        try await dealer.must(dealer.client.post("\(path)/\(second.id)/delivery"))
        try await dealer.must(dealer.client.post("\(path)/\(second.id)/delivery"))
        #expect(try await dealer.path(order) == ["allocated", "partly_shipped", "shipped", "delivered"])
        #expect(try await dealer.client.post("\(path)/nothing/delivery").problem == "shipment-unknown")
    }

    @Test("an order the bank no longer stands for doesn't leave")
    func lapsed() async throws {
        let dealer = try await Dealer.open()
        let order = try await dealer.placed([("tow-bar-kit", 1)])
        let attempt = try await dealer.attempt(of: order)
        let now = dealer.shop.now
        try await dealer.shop.write { db in
            _ = try attempt.move(to: .expired, at: now, by: "bank", why: "lapsed", in: db)
        }
        #expect(try await dealer.ship(order).problem == "order-not-paid")
        #expect(try await dealer.fulfilment(order).lines.map(\.shippedCount) == [0])
    }

    @Test("a guest reads shipments with the order's secret, and no other")
    func guest() async throws {
        let dealer = try await Dealer.open()
        let order = try await dealer.placed([("tow-bar-kit", 1)])
        let shipment: ShipmentView = try await dealer.ship(order).view()
        let endpoints = Trade.endpoints(dealer.checkout, cards: nil)
        let secret = Dealer.secrets.secret(of: order)
        let path = "/v1/orders/\(order)/shipments/\(shipment.id)"
        #expect(try await TestClient(endpoints, as: Anybody.guest(secret: secret)).get(path).status == 200)
        #expect(try await TestClient(endpoints, as: Anybody.guest(secret: "os_other")).get(path).status == 404)
        #expect(try await TestClient(endpoints, as: Anybody.guest(secret: secret)).post(
            "/v1/orders/\(order)/cancellation", ["reason": "Mine."]).status == 401)
    }
}
