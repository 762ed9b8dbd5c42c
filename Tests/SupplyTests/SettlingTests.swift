import Storage
import Supply
import Testbed
import Testing
import Values

@Suite("What becomes of reservations")
struct SettlingTests {
    @Test("released stock is available again, once")
    func releaseTwice() async throws {
        let stocked = try await StockedShop([(.towBar, .carPlant, 3), (.towBar, .centralWarehouse, 2)])
        try await stocked.reserve(["tow-bar": 5], for: "order-1")
        try await stocked.release("order-1")
        try await stocked.release("order-1")
        #expect(try await stocked.available(.towBar) == 5)
        #expect(try await stocked.reservations(of: "order-1").map(\.freed) == [3, 2])
        #expect(try await stocked.count("SELECT COUNT(*) FROM movement WHERE kind = 'released'") == 2)
        #expect(try await stocked.brokenRows() == [])
    }

    @Test("shipping takes goods off the stock, in parts too, and what is left can be released")
    func ship() async throws {
        let stocked = try await StockedShop([(.roofBox, .centralWarehouse, 2), (.roofBox, .northDealer, 2)])
        try await stocked.reserve(["roof-box": 4], for: "order-1")
        try await stocked.ship(["roof-box": 3], of: "order-1")
        #expect(try await stocked.count("SELECT SUM(on_hand) FROM stock") == 1)
        #expect(try await stocked.available(.roofBox) == 0)
        try await stocked.release("order-1")
        #expect(try await stocked.available(.roofBox) == 1)
        #expect(try await stocked.reservations(of: "order-1").map(\.sold).reduce(0, +) == 3)
        #expect(try await stocked.brokenRows() == [])
    }

    @Test("no more leaves than is reserved, and each shortage is named")
    func shipTooMuch() async throws {
        let stocked = try await StockedShop([(.roofBox, .centralWarehouse, 9), (.wallBox, .centralWarehouse, 9)])
        try await stocked.reserve(["roof-box": 2], for: "order-1")
        try await stocked.reserve(["wall-box": 5], for: "order-2")
        let refused = try await refusal {
            try await stocked.ship(["roof-box": 3, "wall-box": 1], of: "order-1")
        }
        #expect(refused == .notReserved([
            Stock.Shortage(item: "roof-box", wanted: 3, available: 2),
            Stock.Shortage(item: "wall-box", wanted: 1, available: 0),
        ]))
        try await stocked.ship(["roof-box": 2], of: "order-1")
        let second = try await refusal { try await stocked.ship(["roof-box": 1], of: "order-1") }
        #expect(second == .notReserved([Stock.Shortage(item: "roof-box", wanted: 1, available: 0)]))
        #expect(try await stocked.brokenRows() == [])
    }

    @Test("a part can be released, a part consumed")
    func parts() async throws {
        let stocked = try await StockedShop([(.wheel, .carPlant, 20)])
        try await stocked.reserve(["wheel-19": 8], for: "order-1")
        let now = stocked.shop.now
        try await stocked.shop.write { db in
            try Stock.release(["wheel-19": 4], of: "order-1", at: now, by: "test", why: "refunded", in: db)
            try Stock.consume(["wheel-19": 3], of: "order-1", at: now, by: "test", in: db)
        }
        let held = try await stocked.reservations(of: "order-1")
        #expect(held.map { [$0.live, $0.sold, $0.freed] } == [[1, 3, 4]])
        #expect(try await stocked.available(.wheel) == 16)
        #expect(try await stocked.brokenRows() == [])
    }
}
