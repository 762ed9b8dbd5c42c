import Storage
import Supply
import Testbed
import Testing
import Values

@Suite("Reserving stock")
struct ReservingTests {
    @Test("of a hundred buyers who race for thirty units, thirty get one")
    func race() async throws {
        let stocked = try await StockedShop([(.towBar, .carPlant, 30)])
        let served = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<100 {
                group.addTask {
                    (try? await stocked.reserve(["tow-bar": 1], for: ID("order-\(number)") ?? "none")) != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(served == 30)
        #expect(try await stocked.available(.towBar) == 0)
        #expect(try await stocked.count("SELECT COUNT(*) FROM reservation") == 30)
        #expect(try await stocked.count("SELECT COUNT(*) FROM movement WHERE kind = 'reserved'") == 30)
        #expect(try await stocked.brokenRows() == [])
    }

    @Test("two lines that share an item ask for the sum of both")
    func sharedItem() async throws {
        let stocked = try await StockedShop([(.towBar, .carPlant, 3), (.roofBox, .centralWarehouse, 5)])
        let car: Demand = ["tow-bar": 1]
        let demand = car.times(2) + ["tow-bar": 2, "roof-box": 1]
        #expect(demand == ["tow-bar": 4, "roof-box": 1])
        let refused = try await refusal { try await stocked.reserve(demand, for: "order-1") }
        #expect(refused == .short([Stock.Shortage(item: "tow-bar", wanted: 4, available: 3)]))
        #expect(try await stocked.available(.roofBox) == 5)
        #expect(try await stocked.reservations(of: "order-1") == [])
    }

    @Test("every item that runs short is named, in key order, and nothing is kept")
    func allShortages() async throws {
        let stocked = try await StockedShop([
            (.floorMats, .centralWarehouse, 9), (.roofBox, .centralWarehouse, 1), (.roofBox, .northDealer, 1),
        ])
        let refused = try await refusal {
            try await stocked.reserve(["wall-box": 1, "roof-box": 3, "floor-mats": 2], for: "order-1")
        }
        #expect(refused == .short([
            Stock.Shortage(item: "roof-box", wanted: 3, available: 2),
            Stock.Shortage(item: "wall-box", wanted: 1, available: 0),
        ]))
        #expect(try await stocked.available(.floorMats) == 9)
        #expect(try await stocked.brokenRows() == [])
    }

    @Test("the place of the lowest priority number gives first, unless another is preferred")
    func preference() async throws {
        let stocked = try await StockedShop([(.roofBox, .centralWarehouse, 5), (.roofBox, .northDealer, 5)])
        try await stocked.reserve(["roof-box": 2], for: "order-1")
        try await stocked.reserve(["roof-box": 2], for: "order-2", preferring: "dealer-north")
        #expect(try await stocked.reservations(of: "order-1").map(\.place) == ["warehouse"])
        #expect(try await stocked.reservations(of: "order-2").map(\.place) == ["dealer-north"])
    }

    @Test("a place that has all of it is drawn from before a split")
    func wholeBeforeSplit() async throws {
        let stocked = try await StockedShop([(.roofBox, .centralWarehouse, 1), (.roofBox, .northDealer, 5)])
        try await stocked.reserve(["roof-box": 3], for: "order-1", preferring: "warehouse")
        #expect(try await stocked.reservations(of: "order-1").map(\.place) == ["dealer-north"])
    }

    @Test("when no place has all of it, it is split over places in the order of preference")
    func split() async throws {
        let stocked = try await StockedShop([
            (.towBar, .centralWarehouse, 4), (.towBar, .carPlant, 3), (.towBar, .northDealer, 2),
        ])
        try await stocked.reserve(["tow-bar": 5], for: "order-1", preferring: "dealer-north")
        let shares = try await stocked.reservations(of: "order-1").map { [$0.place.text, "\($0.live)"] }
        #expect(shares == [["dealer-north", "2"], ["warehouse", "3"]])
        #expect(try await stocked.available(.towBar) == 4)
        #expect(try await stocked.brokenRows() == [])
    }

    @Test("the same owner may reserve more of an item")
    func again() async throws {
        let stocked = try await StockedShop([(.towBar, .carPlant, 4)])
        try await stocked.reserve(["tow-bar": 1], for: "order-1")
        try await stocked.reserve(["tow-bar": 2], for: "order-1")
        #expect(try await stocked.reservations(of: "order-1").map(\.live) == [3])
        #expect(try await stocked.brokenRows() == [])
    }

    @Test("nothing is needed of a count below one, and an empty demand reserves nothing")
    func emptyDemand() async throws {
        let stocked = try await StockedShop([(.towBar, .carPlant, 4)])
        let demand: Demand = ["tow-bar": 0, "roof-box": -3]
        #expect(demand.isEmpty)
        try await stocked.reserve(demand, for: "order-1")
        #expect(try await stocked.reservations(of: "order-1") == [])
    }

    @Test("a demand is kept as JSON in key order")
    func demandJSON() throws {
        let demand: Demand = ["tow-bar": 2, "roof-box": 1]
        let bytes = try JSONCoding.bytes(demand)
        #expect(String(decoding: bytes, as: UTF8.self)
            == #"[{"item":"roof-box","count":1},{"item":"tow-bar","count":2}]"#)
        #expect(try JSONCoding.value(Demand.self, from: bytes) == demand)
    }
}
