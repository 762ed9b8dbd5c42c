import Files
import Offer
import People
import Storage
import Supply
import Testbed
import Testing
import Values
import Web

@testable import Trade

/// A small car dealer for tests: a car with a tow bar to choose, tow bars and mats to buy, a bank that can be told to
/// fail.
struct Dealer {
    let sample: TestShop
    let shop: Shop
    let bank = ScriptedBank()
    let checkout: Checkout
    let client: TestClient
    let worker: JobWorker

    static let secrets = OrderSecrets(key: Array(repeating: 7, count: OrderSecrets.keyLengthBytes))

    /// Opens it with that many mats, tow bars and chassis in the warehouse.
    static func open(mats: Int = 10, towBars: Int = 10, chassis: Int = 10) async throws -> Dealer {
        let dealer = try await Dealer()
        try await dealer.furnish()
        for (item, count) in [("mats", mats), ("tow-bar", towBars), ("chassis", chassis)] {
            try await dealer.must(dealer.client.post("/v1/items", ["id": .string(item), "name": ["en": .string(item)]]))
            guard count > 0 else { continue }
            try await dealer.must(dealer.client.post("/v1/stock/receipts", [
                "item": .string(item), "place": "warehouse", "count": .integer(Int64(count)),
            ]))
        }
        try await dealer.offerGoods()
        try await dealer.offerCar()
        return dealer
    }

    private init() async throws {
        let migrations = People.migrations + Files.migrations + Supply.migrations + Offer.migrations + Trade.migrations
        sample = try await Shop.sample(migrations: migrations)
        shop = sample.shop
        checkout = Checkout(
            shop: shop, bank: bank, secrets: Self.secrets, buyersURL: "http://shop.example",
            threeDSecureDeadline: .minutes(15))
        client = try TestClient(
            Supply.endpoints(shop) + Offer.endpoints(shop, .ofTests) + Trade.endpoints(checkout, cards: nil))
        worker = JobWorker(shop: shop, handlers: Trade.handlers(checkout))
    }

    private func furnish() async throws {
        for (place, kind) in [("warehouse", "warehouse"), ("dealer", "dealer")] {
            try await must(client.post("/v1/places", [
                "id": .string(place), "name": .string(place), "kind": .string(kind),
                "priority": .integer(kind == "warehouse" ? 1 : 2),
                "address": [
                    "name": "Works", "street": "Werkstraße 1", "postalCode": "08058", "city": "Zwickau",
                    "country": "DE",
                ],
            ]))
        }
        try await put("/v1/tax-rates/DE", [
            "rates": [["taxClass": "standard", "rate": "19", "validFrom": "2020-01-01"]],
        ])
        try await must(client.post("/v1/delivery-zones", [
            "id": "home", "name": ["en": "Germany"], "countries": ["DE"],
            "tariffs": [["basis": "weight", "steps": [["price": ["amount": 590, "currency": "EUR"]]]]],
        ]))
    }

    private func offerGoods() async throws {
        for (id, item, cents, capture) in [
            ("floor-mats", "mats", 8_900, "at_order"), ("tow-bar-kit", "tow-bar", 69_900, "at_shipment"),
        ] {
            try await must(client.post("/v1/products", [
                "id": .string(id), "kind": "fixed", "name": ["en": .string(id)], "description": ["en": "Good."],
                "taxClass": "standard", "weightGrams": 3_000, "capture": .string(capture),
                "parts": [["item": .string(item), "count": 1]],
            ]))
            try await price(id, Int64(cents))
            try await must(client.post("/v1/products/\(id)/publish"))
        }
    }

    private func offerCar() async throws {
        try await must(client.post("/v1/products", [
            "id": "varia", "kind": "configurable", "name": ["en": "Varia"], "description": ["en": "A car."],
            "taxClass": "standard", "capture": "at_shipment", "parts": [["item": "chassis", "count": 1]],
        ]))
        try await price("varia", 3_549_000)
        try await put("/v1/products/varia/model/draft", ["groups": [[
            "id": "extras", "name": ["en": "Extras"], "minimum": 0, "maximum": 1, "default": [],
            "options": [[
                "id": "tow-bar", "name": ["en": "Tow bar"], "prices": [["amount": 89_000, "currency": "EUR"]],
                "parts": [["item": "tow-bar", "count": 1]], "weightGrams": 0,
            ]],
        ]], "rules": []])
        try await must(client.post("/v1/products/varia/model/publish"))
        try await must(client.post("/v1/products/varia/publish"))
    }

    func price(_ product: String, _ cents: Int64) async throws {
        try await put("/v1/products/\(product)/prices", [
            "prices": [["price": ["amount": .integer(cents), "currency": "EUR"], "validFrom": "2026-01-01"]],
        ])
    }

    /// Edits whatever is there.
    func put(_ path: String, _ body: JSON) async throws {
        let version = try await client.get(path).headers["ETag"] ?? "\"0\""
        try await must(client.put(path, body, headers: ["If-Match": version]))
    }

    @discardableResult
    func must(_ answer: TestAnswer) throws -> TestAnswer {
        try #require((200..<300).contains(answer.status), "\(answer.status): \(answer.text)")
        return answer
    }

    /// A cart ready to be ordered, with these products and how many of each; a car has its tow bar.
    func cart(_ wanted: [(product: String, count: Int64)] = [("floor-mats", 1)]) async throws -> String {
        let cart = try #require(try await must(client.post("/v1/carts", ["currency": "EUR"])).json["id"]?.string)
        for (product, count) in wanted {
            try await must(client.post("/v1/carts/\(cart)/lines", [
                "product": .string(product), "quantity": .integer(count),
                "choices": product == "varia" ? ["tow-bar"] : [],
            ]))
        }
        try await must(client.put("/v1/carts/\(cart)/addresses", [
            "email": "ada@example.org",
            "invoiceAddress": [
                "name": "Ada Lovelace", "street": "Hauptstraße 1", "postalCode": "10115", "city": "Berlin",
                "country": "DE",
            ],
        ]))
        try await must(client.put("/v1/carts/\(cart)/delivery", ["method": "ship"]))
        return cart
    }

    func order(_ cart: String, key: String = "key-1", token: String = "pm_card_visa") async throws -> TestAnswer {
        try await order(cart, key: key, ["payment": ["token": .string(token)]])
    }

    func order(_ cart: String, key: String = "key-1", _ body: JSON) async throws -> TestAnswer {
        try await client.post("/v1/carts/\(cart)/order", body, headers: ["Idempotency-Key": key])
    }

    /// Orders mats and answers the order's id.
    func placed(_ wanted: [(product: String, count: Int64)] = [("floor-mats", 1)]) async throws -> ID<Order> {
        let answer = try await must(order(try await cart(wanted)))
        return try #require(answer.json["order"]?["id"]?.string.flatMap { ID<Order>($0) }, "\(answer.text)")
    }

    /// What a request for the cart's order brings, for tests that take its steps one by one.
    func newOrder(of cart: ID<Cart>, number: String? = nil) -> Checkout.New {
        Checkout.New(
            cart: cart, key: "key-1", hash: Digest.sha256("\(cart)\npm_card_visa"),
            means: .card(token: "pm_card_visa"), order: shop.newID(), attempt: shop.newID(),
            returnURL: "http://shop.example/back",
            number: number ?? IDText.spoken(random: shop.chance.next()), at: shop.now)
    }

    /// Lets time pass and does all that is due, until nothing more is.
    func settle(after span: Instant.Span = .seconds(0)) async throws {
        sample.time.advance(by: span)
        var looked = 1
        var rounds = 0
        while looked > 0, rounds < 20 {
            try await worker.drain()
            looked = try await Sweep(checkout).pass()
            rounds += 1
        }
        try await worker.drain()
    }

    func state(of order: ID<Order>) async throws -> Order.State? {
        try await shop.read { db in try Order.find(order, in: db)?.state }
    }

    func attempt(of order: ID<Order>) async throws -> PaymentAttempt {
        try #require(try await shop.read { db in try PaymentAttempt.all(of: order, in: db).last })
    }

    func available(_ item: ID<Item>) async throws -> Int {
        try await shop.read { db in try Stock.available([item], in: db)[item] ?? 0 }
    }

    /// Every invariant that can be checked here holds.
    func check(_ buyers: [Acknowledged] = [], sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let all = Supply.invariants + Trade.invariants(bank: bank.statement, buyers: buyers) + People.invariants
        for invariant in all {
            let verdict = try await shop.read { db in try invariant.check(db) }
            #expect(verdict == .holds, "\(invariant.name)", sourceLocation: sourceLocation)
        }
    }
}
