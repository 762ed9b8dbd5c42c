import Storage
import Supply
import Testbed
import Testing
import Values
import Web

@testable import Trade

@Suite("Cancellation")
struct CancellationTests {
    @Test("an order of which nothing left is cancelled: stock is free, the money is let go")
    func authorised() async throws {
        let dealer = try await Dealer.open()
        let order = try await dealer.placed([("tow-bar-kit", 2)])
        #expect(try await dealer.available("tow-bar") == 8)
        #expect(try await dealer.cancel(order).status == 200)
        #expect(try await dealer.available("tow-bar") == 10)
        try await dealer.settle()
        #expect(try await dealer.state(of: order) == .cancelled)
        #expect(try await dealer.attempt(of: order).state == .voided)
        #expect(try await dealer.path(order) == ["allocated", "cancelled"])
        #expect(try await dealer.ship(order).problem == "order-not-placed")
        try await dealer.check()
    }

    @Test("money that was taken goes back")
    func captured() async throws {
        let dealer = try await Dealer.open()
        let order = try await dealer.placed([("floor-mats", 1)])
        try await dealer.settle()
        #expect(try await dealer.attempt(of: order).state == .captured)
        #expect(try await dealer.cancel(order).status == 200)
        try await dealer.settle()
        #expect(try await dealer.attempt(of: order).state == .refunded)
        try await dealer.check()
    }

    @Test("cancelled twice, nothing happens the second time")
    func twice() async throws {
        let dealer = try await Dealer.open()
        let order = try await dealer.placed([("tow-bar-kit", 1)])
        _ = try await dealer.cancel(order)
        #expect(try await dealer.cancel(order).status == 200)
        #expect(try await dealer.news("order.cancelled", of: order) == 1)
        #expect(try await dealer.available("tow-bar") == 10)
        try await dealer.settle()
        try await dealer.check()
    }

    @Test("once a part has left, the order is no longer cancelled")
    func afterShipment() async throws {
        let dealer = try await Dealer.open()
        let order = try await dealer.placed([("tow-bar-kit", 2)])
        let fulfilment = "/v1/orders/\(order)/fulfilment"
        #expect(try await dealer.client.get(fulfilment).json["cancellable"] == true)
        try await dealer.ship(order, [(1, 1)])
        #expect(try await dealer.client.get(fulfilment).json["cancellable"] == false)
        #expect(try await dealer.cancel(order).problem == "order-already-shipped")
        #expect(try await dealer.state(of: order) == .placed)
        try await dealer.ship(order, key: "rest")
        try await dealer.settle()
        #expect(try await dealer.cancel(order).problem == "order-already-shipped")
        try await dealer.check()
    }

    @Test("an order that waits at the dealer can still be cancelled")
    func waiting() async throws {
        let dealer = try await Dealer.open()
        let order = try await dealer.placedForPickup([("tow-bar-kit", 1)])
        _ = try await dealer.announce(order)
        #expect(try await dealer.cancel(order).status == 200)
        #expect(try await dealer.path(order) == ["allocated", "ready_for_pickup", "cancelled"])
        try await dealer.settle()
        try await dealer.check()
    }

    @Test("an order whose buyer has still to act isn't cancelled, and an unknown one is unknown")
    func pending() async throws {
        let dealer = try await Dealer.open()
        let cart = try await dealer.cart([("tow-bar-kit", 1)])
        let answer = try await dealer.order(cart, token: "pm_3ds")
        let order = try #require(answer.json["order"]?.string.flatMap { ID<Order>($0) }, "\(answer.text)")
        #expect(try await dealer.cancel(order).problem == "order-not-placed")
        #expect(try await dealer.ship(order).problem == "order-not-placed")
        #expect(try await dealer.cancel("nothing").problem == "unknown-order")
    }
}
