import Storage
import Testbed
import Testing
import Values

@testable import Trade

@Suite("Invariants of fulfilment")
struct FulfilmentInvariantTests {
    /// Everything holds, and then one row is spoiled: the names of what no longer holds.
    private func broken(by spoil: Statement) async throws -> [String] {
        let dealer = try await Dealer.open()
        let order = try await dealer.placed([("tow-bar-kit", 3)])
        try await dealer.ship(order, [(1, 1)])
        try await dealer.settle()
        try await dealer.check()
        try await dealer.shop.write { db in try db.run(spoil) }
        return try await dealer.shop.read { db in
            try Trade.invariants(bank: nil, buyers: nil).filter { invariant in
                if case .broken = try invariant.check(db) { true } else { false }
            }.map(\.name)
        }
    }

    @Test("a parcel that stock knows nothing of is found")
    func miscounted() async throws {
        let names = try await broken(by: "UPDATE order_line SET shipped_count = shipped_count + 1")
        #expect(names == ["orders-hold-their-stock", "shipments-add-up"])
    }

    @Test("stock that an order doesn't hold any more is found")
    func misheld() async throws {
        #expect(try await broken(by: "UPDATE reservation SET live = live - 1") == ["orders-hold-their-stock"])
    }

    @Test("a parcel's content that was changed is found")
    func parcel() async throws {
        #expect(try await broken(by: "UPDATE shipment_line SET count = count + 1") == ["shipments-add-up"])
    }

    @Test("a line in a state that its history doesn't end in is found")
    func state() async throws {
        #expect(try await broken(by: "UPDATE fulfilment SET state = 'delivered'") == ["histories-are-legal"])
    }
}
