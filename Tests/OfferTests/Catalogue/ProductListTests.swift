import Offer
import Storage
import Supply
import Testbed
import Testing
import Values
import Web

@Suite("Products for buyers")
struct ProductListTests {
    @Test(
        "a search finds what has every word, in either language, in whatever case",
        arguments: [
            ("skis", ["roof-box"]), ("SKI", ["roof-box"]), ("Gepäck", ["roof-box"]),
            ("gepa%CC%88ck", ["roof-box"]), ("roof%20LUGGAGE", ["roof-box"]), ("roof%20mats", []),
            ("box", ["roof-box", "wall-box"]), ("box+box", ["roof-box", "wall-box"]), ("car", ["estate"]),
            ("fussmatten", ["floor-mats"]), ("11,kw", ["wall-box"]), ("roo", []), ("zzz", []), ("%25", nil),
            ("a+b+c+d+e+f+g+h+i", nil), ("'%20OR%201", []),
        ] as [(String, [String]?)])
    func search(words: String, found: [String]?) async throws {
        let test = try await OfferShop()
        let answer = try await test.guest.get("/v1/products?words=\(words)")
        #expect(answer.status == (found == nil ? 422 : 200))
        #expect(answer.list("items", "id") == found ?? [])
    }

    @Test("a category holds its own, and a search within it finds nothing else")
    func category() async throws {
        let test = try await OfferShop()
        #expect(try await test.guest.get("/v1/products?category=cars").list("items", "id") == ["estate"])
        #expect(try await test.guest.get("/v1/products?category=none").list("items", "id") == [])
        #expect(try await test.guest.get("/v1/products?category=accessories&words=box").list("items", "id")
            == ["roof-box", "wall-box"])
        #expect(try await test.guest.get("/v1/products?category=cars&words=box").list("items", "id") == [])
    }

    @Test("pages follow each other without gap or repeat while products come and go")
    func paging() async throws {
        let test = try await OfferShop()
        try await addMany(to: test)
        let first = try await test.guest.get("/v1/products?category=cars&limit=4")
        #expect(first.list("items", "id") == ["c0", "c1", "c2", "c3"])
        let link = try #require(first.headers["Link"])
        #expect(link == "</v1/products?category=cars&limit=4&after=c3>; rel=\"next\"")
        // One before the cursor, one behind it; and the cursor itself goes.
        try await add(test, "c00")
        try await add(test, "c31")
        _ = try await test.staff.post("/v1/products/c3/withdraw")
        let second = try await test.guest.get("/v1/products?category=cars&limit=4&after=c3")
        #expect(second.list("items", "id") == ["c31", "c4", "c5", "c6"])
        let last = try await test.guest.get("/v1/products?category=cars&limit=4&after=c6")
        #expect(last.list("items", "id") == ["c7", "estate"])
        #expect(last.headers["Link"] == nil)
        #expect(try await test.guest.get("/v1/products?after=Not+a+cursor").faults.keys.sorted() == ["query:after"])
        #expect(try await test.guest.get("/v1/products?limit=101").faults.keys.sorted() == ["query:limit"])
        let found = try await test.guest.get("/v1/products?words=numbered&limit=3&after=c0")
        #expect(found.list("items", "id") == ["c00", "c1", "c2"])
    }

    private func addMany(to test: OfferShop) async throws {
        for number in 0..<8 { try await add(test, "c\(number)") }
    }

    private func add(_ test: OfferShop, _ id: String) async throws {
        let body = ProductTests.changed([
            // Names run the other way than ids.
            "id": .string(id), "category": "cars", "description": ["en": "Numbered."],
            "name": ["en": .string(String(id.unicodeScalars.map { Character(UnicodeScalar(153 - $0.value) ?? "x") }))],
        ])
        #expect(try await test.staff.post("/v1/products", body).status == 201)
        #expect(try await test.staff.post("/v1/products/\(id)/publish").status == 200)
    }

    @Test("prices are in the currency asked for, or in all the shop sells in")
    func currencies() async throws {
        let test = try await OfferShop()
        func prices(_ query: String) async throws -> JSON? {
            try await test.guest.get("/v1/products/roof-box\(query)").json["prices"]
        }
        let (euros, francs): (JSON, JSON) = (["amount": 44900, "currency": "EUR"], ["amount": 46000, "currency": "CHF"])
        #expect(try await prices("") == [euros])
        #expect(try await prices("?currency=CHF") == [])
        try await test.sell(in: .CHF, .EUR)
        #expect(try await prices("") == [francs, euros])
        #expect(try await prices("?currency=CHF") == [francs])
        #expect(try await prices("?currency=SEK") == [])
        #expect(try await prices("?currency=XXX") == nil)
        let model = try await test.guest.get("/v1/products/estate?currency=CHF").json["model"]
        #expect(model?["groups"]?[1]?["options"]?[1]?["prices"] == [["amount": 60000, "currency": "CHF"]])
        try await test.price("roof-box", Money(10, .EUR), from: Day(number: 40_000))
        #expect(try await prices("?currency=EUR") == [])
    }

    @Test("texts come in both languages, titles in the one asked for")
    func languages() async throws {
        let test = try await OfferShop()
        let german = try await test.guest.get("/v1/products/roof-box?language=de").json
        #expect(german["title"] == "Dachbox")
        #expect(german["text"]?.string?.hasPrefix("420 Liter") == true)
        #expect(german["name"]?["en"] == "Roof box")
        #expect(try await test.guest.get("/v1/products/roof-box").json["title"] == "Roof box")
        let listed = try await test.guest.get("/v1/products?language=de&words=wallbox")
        #expect(listed.list("items", "title") == ["Wallbox"])
        #expect(try await test.guest.get("/v1/products?language=fr").status == 422)
    }

    @Test("a buyer sees whether goods are in stock, and how many up to a limit")
    func availability() async throws {
        let test = try await OfferShop()
        func availability(_ product: String) async throws -> JSON? {
            try await test.guest.get("/v1/products/\(product)").json["availability"]
        }
        #expect(try await availability("roof-box") == ["inStock": true, "count": 20])
        let now = test.shop.now
        try await test.shop.write { db in
            try Stock.reserve(["roof-box": 43], for: "order-1", preferring: nil, at: now, in: db)
        }
        #expect(try await availability("roof-box") == ["inStock": true, "count": 2])
        let listed = try await test.guest.get("/v1/products?words=dachbox").json["items"]?[0]?["availability"]
        #expect(listed == ["inStock": true, "count": 2])
        try await test.shop.write { db in
            try Stock.reserve(["roof-box": 2], for: "order-2", preferring: nil, at: now, in: db)
        }
        #expect(try await availability("roof-box") == ["inStock": false, "count": 0])
        #expect(try await availability("estate") == nil)
    }

    @Test("a buyer sees a model's groups, options and rules, but not what options are made of")
    func model() async throws {
        let test = try await OfferShop()
        let model = try #require(try await test.guest.get("/v1/products/estate").json["model"])
        #expect(model["version"] == 1)
        #expect(model["groups"]?.array?.count == 5)
        #expect(model["groups"]?[0]?["default"] == ["motor-110kw"])
        #expect(model["rules"]?[0]?["message"]?["de"] == "Die Anhängerkupplung braucht den Motor mit 150 kW.")
        #expect(!model.text.contains("parts"))
        #expect(try await test.guest.get("/v1/products/roof-box").json["model"] == nil)
    }
}
