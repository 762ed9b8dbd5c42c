import Files
import Offer
import People
import Storage
import Supply
import Testbed
import Trade
import Values
import Web

/// A dealer's shop with a car, a roof box and a tow bar, on a database of its own. What is asked goes through the
/// pipeline, as staff and as a buyer.
struct Dealership: Sendable {
    let test: TestShop
    let client: TestClient

    var shop: Shop { test.shop }

    static let migrations = [
        People.migrations, Files.migrations, Supply.migrations, Offer.migrations, Cart.migrations,
    ].flatMap(\.self)

    /// So many tow bars lie in the plant, so many roof boxes in the warehouse.
    static func open(towBars: Int = 10, roofBoxes: Int = 40) async throws -> Dealership {
        let test = try await Shop.sample(migrations: migrations)
        let shop = test.shop
        let client = try TestClient(Offer.endpoints(shop, .ofTests) + Cart.endpoints(shop))
        let dealer = Dealership(test: test, client: client)
        try await dealer.stock(towBars: towBars, roofBoxes: roofBoxes)
        try await dealer.sell("roof-box", "Roof box", parts: ["roof-box": 1])
        try await dealer.sell("tow-bar-kit", "Tow bar kit", parts: ["tow-bar": 1])
        try await dealer.sell("estate", "Estate", kind: "configurable", parts: ["body-shell": 1])
        try await dealer.publishEstate()
        let prices: [(String, Int64)] = [("roof-box", 39_900), ("tow-bar-kit", 24_900), ("estate", 3_000_000)]
        for (product, amount) in prices {
            try await dealer.price(product, amount)
            try await dealer.expect(201, 200, client.post("/v1/products/\(product)/publish"))
        }
        return dealer
    }

    private func stock(towBars: Int, roofBoxes: Int) async throws {
        let now = shop.now
        try await shop.write { db in
            for item in Item.samples { try item.add(at: now, in: db) }
            for place in Place.samples { try place.add(at: now, in: db) }
            let counts: [(Item, Place, Int)] = [
                (.towBar, .carPlant, towBars), (.roofBox, .centralWarehouse, roofBoxes), (.bodyShell, .carPlant, 25),
                (.heatedSeat, .carPlant, 50),
            ]
            for (item, place, count) in counts where count > 0 {
                try Stock.receive(
                    Stock.Change(item: item.id, place: place.id, count: count, why: "opening stock"),
                    by: "test", at: now, in: db)
            }
            for (country, rate) in [("DE", "19"), ("AT", "20")] as [(Country, String)] {
                guard let rate = Percentage(rate) else { continue }
                try CountryTax.set(
                    [TaxRate(country: country, taxClass: "standard", rate: rate, validFrom: Day(number: 0))],
                    of: country, at: now, in: db)
            }
            try DeliveryZone(
                id: "home", name: Texts(en: "Delivery"), countries: ["DE", "AT"],
                tariffs: [DeliveryZone.Tariff(.weight, [.init(upTo: nil, price: Money(1_490, .EUR))])]
                    .compactMap(\.self)
            ).add(at: now, in: db)
        }
    }

    private func sell(
        _ id: String, _ name: String, kind: String = "fixed", parts: KeyValuePairs<String, Int64>
    ) async throws {
        try await expect(201, 200, client.post("/v1/products", [
            "id": .string(id), "kind": .string(kind), "name": ["en": .string(name)],
            "description": ["en": "Sold here."], "taxClass": "standard", "weightGrams": 12_000,
            "capture": "at_shipment",
            "parts": .array(parts.map { ["item": .string($0.key), "count": .integer($0.value)] }),
        ]))
    }

    /// One more fixed product, of its own name.
    func sellAgain(_ number: Int) async throws {
        try await sell("mat-\(number)", "Mat \(number)", parts: ["floor-mats": 1])
        try await price("mat-\(number)", 1_000)
        try await expect(201, 200, client.post("/v1/products/mat-\(number)/publish"))
    }

    func price(_ product: String, _ amount: Int64) async throws {
        let now = shop.now
        guard let id = ID<Product>(product) else { return }
        try await shop.write { db in
            try PriceList.set([.init(Money(amount, .EUR), validFrom: Day(number: 0))], of: id, at: now, in: db)
        }
    }

    /// Publishes the next version of the estate's model; without `towBar`, that option is gone.
    ///
    /// - Parameter pictures: their paths, by option.
    func publishEstate(
        towBar: Bool = true, heatedSeats: Int64 = 40_000, pictures: [String: String] = [:]
    ) async throws {
        func option(_ id: String, _ amount: Int64, parts: [JSON] = []) -> JSON {
            let picture = pictures[id]?.split(separator: "/").last.map { JSON.string(String($0)) }
            return Self.option(id, amount, parts: parts, picture: picture ?? .null)
        }
        let draft = try await client.get("/v1/products/estate/model/draft")
        let extras: [JSON] = [option("heated-seats", heatedSeats, parts: [["item": "heated-seat", "count": 2]])]
            + (towBar ? [option("tow-bar", 60_000, parts: [["item": "tow-bar", "count": 1]])] : [])
        try await expect(200, 200, client.put("/v1/products/estate/model/draft", [
            "groups": [
                [
                    "id": "paint", "name": ["en": "Paint", "de": "Lack"], "minimum": 1, "maximum": 1,
                    "options": [option("white", 0), option("red", 50_000)], "default": ["white"],
                ],
                ["id": "extras", "name": ["en": "Extras"], "minimum": 0, "maximum": 5, "options": .array(extras)],
            ],
            "rules": [],
        ], headers: ["If-Match": draft.headers["ETag"] ?? "\"0\""]))
        try await expect(201, 200, client.post("/v1/products/estate/model/publish"))
    }

    private static func option(_ id: String, _ amount: Int64, parts: [JSON], picture: JSON) -> JSON {
        [
            "id": .string(id), "name": ["en": .string(id)], "parts": .array(parts), "picture": picture,
            "prices": [["amount": .integer(amount), "currency": "EUR"]],
        ]
    }

    /// A test whose shop can't be set up ends here, with what the shop said.
    private func expect(_ one: Int, _ other: Int, _ answer: TestAnswer) throws {
        guard answer.status == one || answer.status == other else {
            throw Unexpected(answer: "\(answer.status) \(answer.text)")
        }
    }

    struct Unexpected: Error { let answer: String }
}

/// What a buyer does.
extension Dealership {
    static let address: JSON = [
        "name": "Ada Lovelace", "street": "Hauptstraße 1", "postalCode": "10115", "city": "Berlin", "country": "DE",
    ]

    func newCart() async throws -> String {
        let answer = try await client.post("/v1/carts", ["currency": "EUR"])
        guard let id = answer.json["id"]?.string else { throw Unexpected(answer: answer.text) }
        return id
    }

    @discardableResult
    func add(
        _ product: String, _ quantity: Int64 = 1, _ choices: [String] = [], to cart: String
    ) async throws -> TestAnswer {
        try await client.post("/v1/carts/\(cart)/lines", [
            "product": .string(product), "quantity": .integer(quantity), "choices": .array(choices.map(JSON.string)),
        ])
    }

    @discardableResult
    func address(_ cart: String) async throws -> TestAnswer {
        try await client.put("/v1/carts/\(cart)/addresses", [
            "email": "ada@example.org", "invoiceAddress": Self.address,
        ])
    }

    @discardableResult
    func ship(_ cart: String) async throws -> TestAnswer {
        try await client.put("/v1/carts/\(cart)/delivery", ["method": "ship"])
    }

    func cart(_ id: String) async throws -> CartView { try await client.get("/v1/carts/\(id)").view() }

    /// As ordering it would, in a transaction of its own.
    func priced(_ id: String) async throws -> PricedCart {
        guard let cart = ID<Cart>(id) else { throw Unexpected(answer: id) }
        let now = shop.now
        return try await shop.read { db in try PricedCart.find(cart, at: now, in: db) }
    }
}
