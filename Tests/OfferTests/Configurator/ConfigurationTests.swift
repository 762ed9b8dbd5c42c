import Offer
import Storage
import Supply
import Testbed
import Testing
import Values
import Web

@Suite("Configurations")
struct ConfigurationTests {
    private func complete(
        _ product: ID<Product> = "estate", _ choices: Choices, version: Int? = nil, _ currency: Currency = .EUR,
        in test: OfferShop
    ) async throws -> Configuration {
        let day = test.shop.now.day
        return try await test.shop.read { db in
            try Configuration.complete(product, choices, version: version, currency: currency, on: day, in: db)
        }
    }

    @Test("a configuration sums what product and options take from stock")
    func demand() async throws {
        let test = try await OfferShop()
        let car = try await complete("estate", ["leather", "motor-150kw", "wheels-19", "heated-back-seats"], in: test)
        #expect(car.demand == ["body-shell": 1, "motor-150kw": 1, "wheel-19": 4, "heated-seat": 2])
        #expect(car.modelVersion == 1)
        #expect(car.unitPrice == Money(29_900_00 + 2_400_00 + 1_200_00 + 1_890_00 + 380_00, .EUR))
        #expect(car.unitTrace.entries.map(\.amount).total(.EUR) == car.unitPrice)
        #expect(car.weightGrams == 1_450_000 + 12_000 + 8_000 + 6_000 + 3_000)
    }

    @Test("a fixed product is its own configuration")
    func fixed() async throws {
        let test = try await OfferShop()
        let box = try await complete("roof-box", .none, .CHF, in: test)
        #expect(box.modelVersion == nil)
        #expect(box.options.isEmpty)
        #expect(box.demand == ["roof-box": 1])
        #expect(box.unitPrice == Money(460_00, .CHF))
    }

    @Test("completing a completed configuration comes to the same")
    func again() async throws {
        let test = try await OfferShop()
        let once = try await complete("estate", .plainEstate, in: test)
        #expect(once.choices == ["fabric", "motor-110kw", "red", "wheels-17"])
        let twice = try await complete("estate", once.choices, version: once.modelVersion, in: test)
        #expect(twice.choices == once.choices)
        #expect(twice.unitPrice == once.unitPrice)
        #expect(twice.demand == once.demand)
        #expect(twice.options.allSatisfy { !$0.isDefault })
    }

    @Test("what is incomplete or broken is refused, with what is missing or the rules")
    func refusals() async throws {
        let test = try await OfferShop()
        await #expect(throws: Configuration.Refusal.incomplete([
            Configuration.Missing(group: "seats", name: Texts(en: "Seats", de: "Sitze"), count: 1),
        ])) { try await complete("estate", .none, in: test) }
        do {
            _ = try await complete("estate", ["fabric", "tow-bar", "red", "blue"], in: test)
            Issue.record("it was taken")
        } catch Configuration.Refusal.broken(let tooMany, let rules) {
            #expect(tooMany.map(\.group) == ["paint"])
            #expect(rules.map(\.option) == ["tow-bar"])
        }
        await #expect(throws: Configuration.Refusal.broken(tooMany: [
            Configuration.Excess(group: "paint", name: Texts(en: "Paint", de: "Lack"), chosen: 2, maximum: 1),
        ], rules: [])) { try await complete("estate", ["fabric", "red", "blue"], in: test) }
        await #expect(throws: Configuration.Refusal.notSold(.SEK)) {
            try await complete("estate", .plainEstate, .SEK, in: test)
        }
        await #expect(throws: Configuration.Refusal.unknownVersion(7)) {
            try await complete("estate", .plainEstate, version: 7, in: test)
        }
    }

    @Test("a pinned version keeps its options and prices when a later one is published")
    func pinned() async throws {
        let test = try await OfferShop()
        var draft = try await test.staff.get("/v1/products/estate/model/draft").json
        var body = try #require(draft.object)
        body.members.removeAll { $0.name == "product" || $0.name == "version" }
        draft = .object(body)
        // Without its first group, the motors, the rule on them has no ground either.
        body["groups"] = .array(Array(try #require(draft["groups"]?.array).dropFirst()))
        body["rules"] = []
        let edited = try await test.staff.put("/v1/products/estate/model/draft", .object(body), headers: ifMatch(1))
        #expect(edited.status == 200, "\(edited.text)")
        #expect(try await test.staff.post("/v1/products/estate/model/publish").json["version"] == 2)

        let new = try await complete("estate", .plainEstate, in: test)
        #expect(new.modelVersion == 2)
        #expect(new.options.map(\.id) == ["red", "wheels-17", "fabric"])
        let old = try await complete("estate", .estateWithTowBar, version: 1, in: test)
        #expect(old.modelVersion == 1)
        #expect(old.unitPrice == Money(29_900_00 + 2_400_00 + 890_00, .EUR))
        await #expect(throws: Configuration.Refusal.unknownOptions(["motor-150kw"])) {
            try await complete("estate", .estateWithTowBar, in: test)
        }
        #expect(try await test.shop.read { db in try ConfigurationModel.latest(of: "estate", in: db) } == 2)
    }

    @Test("a later price takes over on its day")
    func day() async throws {
        let test = try await OfferShop()
        let today = test.shop.now.day
        let now = test.shop.now
        try await test.shop.write { db in
            try PriceList.set([
                PriceList.Price(Money(100, .EUR), validFrom: Day(number: 0)),
                PriceList.Price(Money(200, .EUR), validFrom: Day(number: today.number + 1)),
            ], of: "roof-box", at: now, in: db)
        }
        #expect(try await complete("roof-box", .none, in: test).unitPrice == Money(100, .EUR))
        test.sample.time.advance(by: .days(1))
        #expect(try await complete("roof-box", .none, in: test).unitPrice == Money(200, .EUR))
    }
}
