import Storage
import Supply
import Testbed
import Testing
import Values
import Web

@testable import Trade

@Suite("Pickup at a dealer")
struct PickupTests {
    @Test("a collected order waits, is handed over, captured and closed")
    func handover() async throws {
        let dealer = try await Dealer.open()
        let order = try await dealer.placedForPickup([("tow-bar-kit", 2)])
        #expect(try await dealer.handOver(order).problem == "order-not-ready")
        #expect(try await dealer.announce(order).status == 200)
        #expect(try await dealer.fulfilment(order).lines.map(\.state) == [.readyForPickup])
        #expect(try await dealer.handOver(order).status == 200)
        try await dealer.settle()
        #expect(try await dealer.attempt(of: order).state == .captured)
        #expect(try await dealer.state(of: order) == .closed)
        #expect(try await dealer.path(order) == ["allocated", "ready_for_pickup", "handed_over"])
        #expect(try await dealer.available("tow-bar") == 8)
        try await dealer.check()
    }

    @Test("saying it again changes nothing and tells nobody twice")
    func repeated() async throws {
        let dealer = try await Dealer.open()
        let order = try await dealer.placedForPickup([("tow-bar-kit", 1)])
        _ = try await dealer.announce(order)
        #expect(try await dealer.announce(order).status == 200)
        #expect(try await dealer.news("order.ready_for_pickup", of: order) == 1)
        _ = try await dealer.handOver(order)
        #expect(try await dealer.handOver(order).status == 200)
        try await dealer.settle()
        #expect(try await dealer.handOver(order).status == 200)
        #expect(try await dealer.news("order.handed_over", of: order) == 1)
        #expect(try await dealer.fulfilment(order).lines.map(\.shippedCount) == [1])
        try await dealer.check()
    }

    @Test("what is collected isn't shipped, and what is shipped isn't collected")
    func otherWay() async throws {
        let dealer = try await Dealer.open()
        let collected = try await dealer.placedForPickup([("tow-bar-kit", 1)])
        #expect(try await dealer.ship(collected).problem == "order-is-collected")
        let cart = try await dealer.cart([("tow-bar-kit", 1)])
        let answer = try await dealer.must(dealer.order(cart, key: "key-2"))
        let shipped = try #require(answer.json["order"]?["id"]?.string.flatMap { ID<Order>($0) })
        #expect(try await dealer.announce(shipped).problem == "order-is-shipped")
        #expect(try await dealer.handOver(shipped).problem == "order-is-shipped")
    }
}
