import People
import Storage
import Supply
import Testbed
import Testing
import Values
import Web

@Suite("Stock over the API")
struct StockEndpointTests {
    @Test("goods come in, and are listed by item and place")
    func receive() async throws {
        let client = try await StockedShop([(.roofBox, .northDealer, 2)]).client()
        let answer = try await client.post(
            "/v1/stock/receipts", ["item": "roof-box", "place": "warehouse", "count": 12, "note": "Lorry 7"])
        #expect(answer.status == 201)
        #expect(answer.json["onHandAfter"] == 12)
        #expect(answer.json["who"] == "staff:test")
        #expect(answer.json["why"] == "Lorry 7")
        let listed = try await client.get(answer.headers["Location"] ?? "")
        #expect(listed.json["items"] == [
            [
                "item": "roof-box", "itemName": ["en": "Roof box", "de": "Dachbox"], "place": "warehouse",
                "placeName": "Central warehouse", "onHand": 12, "reserved": 0, "available": 12,
            ],
        ])
        #expect(try await client.get("/v1/stock?item=roof-box").json["items"]?.array?.count == 2)
    }

    @Test("a receipt sent twice under one reference is entered once and answered alike")
    func reference() async throws {
        let stocked = try await StockedShop()
        let client = try stocked.client()
        let receipt: JSON = ["item": "roof-box", "place": "warehouse", "count": 12, "reference": "LS 117"]
        let first = try await client.post("/v1/stock/receipts", receipt)
        stocked.sample.time.advance(by: .seconds(5))
        let second = try await client.post("/v1/stock/receipts", receipt)
        #expect(first.status == 201 && second.status == 201)
        #expect(second.json == first.json)
        #expect(try await stocked.available(.roofBox) == 12)
        #expect(try await stocked.count("SELECT COUNT(*) FROM audit") == 1)
        let other = try await client.post(
            "/v1/stock/receipts", ["item": "roof-box", "place": "warehouse", "count": 13, "reference": "LS 117"])
        #expect(other.problem == "reference-taken")
    }

    @Test("twenty receipts of one reference at once are one")
    func racingReference() async throws {
        let stocked = try await StockedShop()
        let client = try stocked.client()
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await client.post("/v1/stock/receipts", [
                        "item": "roof-box", "place": "warehouse", "count": 3, "reference": "LS 118",
                    ]).status
                }
            }
            return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        #expect(statuses == [201])
        #expect(try await stocked.available(.roofBox) == 3)
    }

    @Test("an adjustment goes down to what is reserved and no further")
    func adjust() async throws {
        let stocked = try await StockedShop([(.towBar, .carPlant, 5)])
        try await stocked.reserve(["tow-bar": 3], for: "order-1")
        let client = try stocked.client()
        let refused = try await client.post(
            "/v1/stock/adjustments", ["item": "tow-bar", "place": "plant", "change": -3, "reason": "Rusty"])
        #expect(refused.problem == "below-reserved")
        #expect(refused.json["onHand"] == 5 && refused.json["reserved"] == 3)
        let done = try await client.post(
            "/v1/stock/adjustments", ["item": "tow-bar", "place": "plant", "change": -2, "reason": "Rusty"])
        #expect(done.status == 201 && done.json["onHandAfter"] == 3)
        let found = try await client.post(
            "/v1/stock/adjustments", ["item": "tow-bar", "place": "dealer-north", "change": 1, "reason": "Found one"])
        #expect(found.status == 201)
        #expect(try await stocked.available(.towBar) == 1)
        #expect(try await stocked.brokenRows() == [])
    }

    @Test("a change of nothing, without reason, of too much or of what isn't there is refused", arguments: [
        ("adjustments", ["item": "tow-bar", "place": "plant", "change": 0, "reason": "x"], "invalid-input"),
        ("adjustments", ["item": "tow-bar", "place": "plant", "change": 1], "invalid-input"),
        ("adjustments", ["item": "tow-bar", "place": "plant", "change": -1, "reason": "x"], "below-reserved"),
        ("receipts", ["item": "tow-bar", "place": "plant", "count": 0], "invalid-input"),
        ("receipts", ["item": "tow-bar", "place": "plant", "count": 1_000_001], "invalid-input"),
        ("receipts", ["item": "tow-bar", "place": "plant", "count": 1, "note": " "], "invalid-input"),
        ("receipts", ["item": "no-such", "place": "plant", "count": 1], "unknown-item"),
        ("receipts", ["item": "tow-bar", "place": "no-such", "count": 1], "unknown-place"),
    ] as [(String, JSON, String)])
    func refused(path: String, body: JSON, problem: String) async throws {
        let stocked = try await StockedShop()
        let answer = try await stocked.client().post("/v1/stock/\(path)", body)
        #expect(answer.problem == problem, "\(answer.text)")
        #expect(try await stocked.count("SELECT COUNT(*) FROM movement") == 0)
        #expect(try await stocked.count("SELECT COUNT(*) FROM audit") == 0)
    }

    @Test("a place holds a bounded number of an item")
    func tooMuch() async throws {
        let stocked = try await StockedShop([(.towBar, .carPlant, Stock.onHandLimit - 1)])
        let client = try stocked.client()
        let body: JSON = ["item": "tow-bar", "place": "plant", "count": 2]
        #expect(try await client.post("/v1/stock/receipts", body).problem == "too-much-stock")
        #expect(try await stocked.available(.towBar) == Stock.onHandLimit - 1)
    }

    @Test("the ledger is paged newest first, whole, of an item and of an owner")
    func movements() async throws {
        let stocked = try await StockedShop([(.towBar, .carPlant, 9), (.roofBox, .centralWarehouse, 9)])
        for number in 1...3 {
            // The second order comes within the first one's millisecond.
            if number != 2 { stocked.sample.time.advance(by: .seconds(1)) }
            try await stocked.reserve(["tow-bar": 1, "roof-box": 1], for: ID("order-\(number)") ?? "none")
        }
        let client = try stocked.client()
        let all = try await pages(client, "/v1/stock/movements?limit=3")
        #expect(all.count == 8)
        #expect(all.map { "\($0["owner"]?.string ?? "-") \($0["item"]?.string ?? "")" } == [
            "order-3 tow-bar", "order-3 roof-box", "order-2 tow-bar", "order-1 tow-bar", "order-2 roof-box",
            "order-1 roof-box", "- tow-bar", "- roof-box",
        ])
        #expect(try await pages(client, "/v1/stock/movements?limit=1&item=tow-bar").map { $0["number"]?.integer }
            == [4, 3, 2, 1])
        #expect(try await pages(client, "/v1/stock/movements?limit=1&owner=order-2").count == 2)
        #expect(try await pages(client, "/v1/stock/movements?owner=order-2&item=roof-box").count == 1)
        for cursor in ["x", "1.2.3", "1.tow-bar.plant.x", "1..plant.1"] {
            #expect(try await client.get("/v1/stock/movements?after=\(cursor)").problem == "invalid-input")
        }
    }

    @Test("stock is paged by item and place")
    func stockPages() async throws {
        let stocked = try await StockedShop()
        let now = stocked.shop.now
        try await stocked.shop.write { db in
            for (item, place, count) in Supply.sampleStock {
                try Stock.receive(
                    Stock.Change(item: item.id, place: place.id, count: count, why: "test"), by: "test", at: now,
                    in: db)
            }
        }
        let client = try stocked.client()
        let rows = try await pages(client, "/v1/stock?limit=2")
        let keys = rows.map { "\($0["item"]?.string ?? "") \($0["place"]?.string ?? "")" }
        #expect(keys.count == Supply.sampleStock.count && keys == keys.sorted())
        #expect(try await pages(client, "/v1/stock?limit=2&place=dealer-north").count == 2)
        #expect(try await client.get("/v1/stock?after=roof-box").problem == "invalid-input")
        let least = try await pages(client, "/v1/stock?limit=2&shortestFirst=true")
            .compactMap { $0["available"]?.integer }
        #expect(least.count == keys.count && least == least.sorted())
    }

    @Test("stock is found by a text in an item's names, and what is short stands alone")
    func search() async throws {
        let client = try await StockedShop([
            (.roofBox, .northDealer, 2), (.roofBox, .centralWarehouse, 1), (.towBar, .carPlant, 2),
        ]).client()
        func items(_ query: String) async throws -> [String] {
            (try await client.get("/v1/stock?\(query)").json["items"]?.array ?? []).compactMap { $0["item"]?.string }
        }
        #expect(try await items("search=DACHB") == ["roof-box", "roof-box"])
        #expect(try await items("search=tow-").count == 1)
        #expect(try await items("search=%25") == [], "a percent sign is only itself")
        #expect(try await items("short=true") == ["tow-bar"], "three roof boxes in all are enough")
    }

    @Test("guests see no stock and change none")
    func guests() async throws {
        let client = try await StockedShop().client(as: Anybody.guest())
        let receipt: JSON = ["item": "tow-bar", "place": "plant", "count": 1]
        #expect(try await client.get("/v1/stock").status == 401)
        #expect(try await client.get("/v1/stock/movements").status == 401)
        #expect(try await client.post("/v1/stock/receipts", receipt).status == 401)
    }

    /// All items of all pages, by their `Link`.
    private func pages(_ client: TestClient, _ address: String) async throws -> [JSON] {
        var (items, next) = ([JSON](), Optional(address))
        while let address = next, items.count < 100 {
            let answer = try await client.get(address)
            #expect(answer.status == 200, "\(answer.text)")
            items += answer.json["items"]?.array ?? []
            next = answer.headers["Link"].flatMap { $0.split(separator: ">").first }.map { String($0.dropFirst()) }
        }
        return items
    }
}
