import Offer
import Storage
import Supply
import Testbed
import Testing
import Values
import Web

@Suite("Checking a selection")
struct CheckTests {
    @Test("an empty selection gets its defaults, marked, and is told what is missing")
    func empty() async throws {
        let answer = try await OfferShop().check()
        #expect(answer.status == 200)
        #expect(answer.json["valid"] == false)
        #expect(answer.list("options", "id") == ["motor-110kw", "red", "wheels-17"])
        #expect(answer.json["options"]?.array?.allSatisfy { $0["isDefault"] == true } == true)
        #expect(answer.json["missing"] == [["group": "seats", "name": ["en": "Seats", "de": "Sitze"], "count": 1]])
        #expect(answer.json["broken"] == [])
        #expect(answer.json["modelVersion"] == 1)
        #expect(answer.json["unitPrice"] == ["amount": 2_990_000, "currency": "EUR"])
    }

    @Test("a complete selection is priced, amount by amount, and weighed")
    func complete() async throws {
        let answer = try await OfferShop().check("estate", ["tow-bar", "fabric", "motor-150kw", "pearl"])
        #expect(answer.json["valid"] == true)
        #expect(answer.list("options", "id") == ["motor-150kw", "pearl", "wheels-17", "fabric", "tow-bar"])
        #expect(answer.json["options"]?[2]?["isDefault"] == true)
        #expect(answer.json["options"]?[0]?["isDefault"] == false)
        let entries = answer.json["trace"]?["entries"]?.array ?? []
        #expect(entries.map { $0["kind"]?.string } == ["base", "option", "option", "option", "option", "option"])
        #expect(entries.map { $0["amount"]?["amount"]?.integer } == [2_990_000, 240_000, 99_000, 0, 0, 89_000])
        #expect(entries[5]["label"]?["de"] == "Anhängerkupplung")
        #expect(answer.json["unitPrice"] == ["amount": 3_418_000, "currency": "EUR"])
        #expect(answer.json["weightGrams"] == 1_483_000)
    }

    @Test("a broken rule speaks in its own words, in both languages")
    func broken() async throws {
        let test = try await OfferShop()
        let towing = try await test.check("estate", ["fabric", "tow-bar"])
        #expect(towing.json["valid"] == false)
        #expect(towing.json["broken"] == [[
            "kind": "requires", "option": "tow-bar", "others": ["motor-150kw"],
            "message": [
                "en": "The tow bar needs the 150 kW motor.",
                "de": "Die Anhängerkupplung braucht den Motor mit 150 kW.",
            ],
        ]])
        let sport = try await test.check("estate", ["fabric", "motor-150kw", "sport-suspension", "tow-bar"])
        #expect(sport.list("broken", "option") == ["sport-suspension"])
        #expect(sport.json["missing"] == [])
        let seats = try await test.check("estate", ["fabric", "heated-back-seats"])
        #expect(seats.list("broken", "option") == ["heated-back-seats"])
    }

    @Test("a rule that an open choice can still satisfy isn't broken yet")
    func open() async throws {
        let answer = try await OfferShop().check("estate", ["heated-back-seats"])
        #expect(answer.json["broken"] == [])
        #expect(answer.list("missing", "group") == ["seats"])
        #expect(answer.json["valid"] == false)
    }

    @Test("more than a group's maximum is too many")
    func tooMany() async throws {
        let answer = try await OfferShop().check("estate", ["fabric", "red", "blue", "leather"])
        #expect(answer.json["tooMany"] == [
            ["group": "paint", "name": ["en": "Paint", "de": "Lack"], "chosen": 2, "maximum": 1],
            ["group": "seats", "name": ["en": "Seats", "de": "Sitze"], "chosen": 2, "maximum": 1],
        ])
        #expect(answer.json["valid"] == false)
    }

    @Test("what isn't offered is refused")
    func refusals() async throws {
        let test = try await OfferShop()
        #expect(try await test.check("nothing").problem == "unknown-product")
        let unknown = try await test.check("estate", ["gold", "fabric", "jet"])
        #expect(unknown.problem == "unknown-options")
        #expect(unknown.json["options"] == ["gold", "jet"])
        #expect(try await test.check("roof-box", ["fabric"]).problem == "unknown-options")
        #expect(try await test.check("estate", [], ["currency": "CHF"]).problem == "not-sold")
        #expect(try await test.check("estate", [], ["modelVersion": 2]).problem == "unknown-model-version")
        #expect(try await test.check("roof-box", [], ["modelVersion": 1]).problem == "unknown-model-version")
        #expect(try await test.check("estate", ["red", "red"]).faults.keys.sorted() == ["#/choices"])
        #expect(try await test.check("estate", [], ["quantity": 0]).faults.keys.sorted() == ["#/quantity"])
        #expect(try await test.guest.post("/v1/products/estate/check").faults.keys.sorted() == ["#/currency"])
        _ = try await test.staff.post("/v1/products/estate/withdraw")
        #expect(try await test.check().problem == "product-withdrawn")
        _ = try await test.staff.post("/v1/products", ProductTests.bike)
        #expect(try await test.check("bike-rack").problem == "unknown-product")
        #expect(try await test.check("wall-box").json["valid"] == true)
    }

    @Test("an option without a price in the currency isn't sold in it, and neither is what options take below zero")
    func prices() async throws {
        let test = try await OfferShop()
        try await test.sell(in: .EUR, .CHF, .SEK)
        let francs = try await test.check("estate", ["fabric"], ["currency": "CHF"])
        #expect(francs.json["unitPrice"]?["amount"] == 3_050_000)
        try await test.price("estate", Money(100, .EUR), Money(100, .SEK))
        #expect(try await test.check("estate", ["fabric"], ["currency": "SEK"]).problem == "not-sold")
        #expect(try await test.check("estate", ["fabric"], ["currency": "CHF"]).problem == "not-sold")
        #expect(try await test.check("estate", ["fabric"]).json["unitPrice"]?["amount"] == 100)
    }

    @Test("the rarest part says how many there are, and what is short of the quantity asked about")
    func availability() async throws {
        let test = try await OfferShop()
        let choices = ["fabric", "motor-150kw", "wheels-19"]
        #expect(try await test.check("estate", choices).json["availability"] == ["inStock": true, "count": 20])
        let now = test.shop.now
        try await test.shop.write { db in
            try Stock.reserve(["wheel-19": 109, "body-shell": 10], for: "order-1", preferring: nil, at: now, in: db)
        }
        let two = try await test.check("estate", choices, ["quantity": 2])
        #expect(two.json["availability"] == ["inStock": true, "count": 2])
        #expect(two.json["shortages"] == [])
        let three = try await test.check("estate", choices, ["quantity": 3])
        #expect(three.json["shortages"] == [["item": "wheel-19", "wanted": 12, "available": 11]])
        #expect(three.json["valid"] == true)
        let plain = try await test.check("estate", ["fabric"], ["quantity": 16])
        #expect(plain.json["availability"] == ["inStock": true, "count": 15])
        #expect(plain.json["shortages"] == [["item": "body-shell", "wanted": 16, "available": 15]])
    }
}
