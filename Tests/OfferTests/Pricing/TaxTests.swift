import Offer
import Storage
import Testbed
import Testing
import Values
import Web

@Suite struct TaxTests {
    private static let rates: JSON = ["rates": [
        ["taxClass": "standard", "rate": "20", "validFrom": "2020-01-01"],
        ["taxClass": "standard", "rate": "22.5", "validFrom": "2026-11-24"],
        ["taxClass": "reduced", "rate": "0.0625"],
    ]]

    @Test("a rate holds from its first day until the next one of its class and country")
    func validity() async throws {
        let shop = try await OfferShop()
        let set = try await shop.staff.put("/v1/tax-rates/AT", Self.rates, headers: ifNew)
        #expect(set.headers["ETag"] == "\"1\"")
        #expect(set.json["rates"]?[0] == ["taxClass": "reduced", "rate": "0.0625", "validFrom": "2026-11-23"])
        func rate(_ taxClass: ID<TaxClass>, _ country: Country, _ day: String) async throws -> String? {
            let day = try #require(Day(day))
            return try await shop.shop.read { db in
                let rules = try PriceRules.inForce(on: day, currency: .EUR, in: db)
                let own = try PriceRules.inForce(on: day, currency: .EUR, for: country, in: db)
                #expect(own.rate(of: taxClass, in: country, on: day) == rules.rate(of: taxClass, in: country, on: day))
                return rules.rate(of: taxClass, in: country, on: day)?.description
            }
        }
        #expect(try await rate("standard", "AT", "2019-12-31") == nil)
        #expect(try await rate("standard", "AT", "2020-01-01") == "20")
        #expect(try await rate("standard", "AT", "2026-11-23") == "20")
        #expect(try await rate("standard", "AT", "2026-11-24") == "22.5")
        #expect(try await rate("reduced", "AT", "2026-11-22") == nil)
        #expect(try await rate("reduced", "AT", "2027-01-01") == "0.0625")
        #expect(try await rate("standard", "DE", "2026-11-24") == nil)
    }

    @Test("a country's rates are set as one, by the version that was read")
    func editing() async throws {
        let shop = try await OfferShop()
        let none = try await shop.staff.get("/v1/tax-rates/AT")
        #expect(none.json == ["country": "AT", "rates": [], "version": 0])
        #expect(none.headers["ETag"] == "\"0\"")
        _ = try await shop.staff.put("/v1/tax-rates/AT", Self.rates, headers: ifNew)
        #expect(try await shop.staff.put("/v1/tax-rates/AT", Self.rates, headers: ifNew).status == 412)
        let one: JSON = ["rates": [["taxClass": "zero", "rate": "0", "validFrom": "2026-01-01"]]]
        let again = try await shop.staff.put("/v1/tax-rates/AT", one, headers: ifMatch(1))
        #expect(again.json["rates"]?.array?.count == 1)
        _ = try await shop.staff.put("/v1/tax-rates/DE", one, headers: ifNew)
        let page = try await shop.staff.get("/v1/tax-rates?limit=1")
        #expect(page.list("items", "country") == ["AT"])
        let rest = try await shop.staff.get("/v1/tax-rates?limit=1&after=\(page.json["next"]?.string ?? "")")
        #expect(rest.list("items", "country") == ["DE"])
        #expect(rest.json["next"]?.string == nil)
        #expect(try await shop.staff.get("/v1/tax-rates?after=nowhere").status == 422)
        #expect(try await shop.shop.audited().contains("tax.set country:AT"))
    }

    @Test("a rate twice, of an unknown class or beyond the whole is refused")
    func faults() async throws {
        let shop = try await OfferShop()
        let twice = try await shop.staff.put("/v1/tax-rates/AT", ["rates": [
            ["taxClass": "standard", "rate": "20", "validFrom": "2020-01-01"],
            ["taxClass": "standard", "rate": "21", "validFrom": "2020-01-01"],
        ]], headers: ifNew)
        #expect(Array(twice.faults.keys) == ["#/rates/1"])
        let unknown = try await shop.staff.put(
            "/v1/tax-rates/AT", ["rates": [["taxClass": "luxury", "rate": "20"]]], headers: ifNew)
        #expect(unknown.problem == "unknown-tax-class")
        let beyond = try await shop.staff.put(
            "/v1/tax-rates/AT", ["rates": [["taxClass": "standard", "rate": "100.1"]]], headers: ifNew)
        #expect(Array(beyond.faults.keys) == ["#/rates/0/rate"])
        #expect(try await shop.staff.get("/v1/tax-rates/Austria").status >= 400)
        #expect(try await shop.staff.get("/v1/tax-rates/AT").headers["ETag"] == "\"0\"")
    }

    @Test("staff add and rename tax classes")
    func classes() async throws {
        let shop = try await OfferShop()
        #expect(try await shop.staff.get("/v1/tax-classes").list("items", "id") == ["reduced", "standard", "zero"])
        let made = try await shop.staff.post("/v1/tax-classes", ["id": "luxury", "name": ["en": "Luxury"]])
        #expect(made.status == 201)
        #expect(made.headers["Location"] == "/v1/tax-classes/luxury")
        let again = try await shop.staff.post("/v1/tax-classes", ["id": "luxury", "name": ["en": "Luxury"]])
        #expect(again.problem == "tax-class-taken")
        let renamed = try await shop.staff.put(
            "/v1/tax-classes/luxury", ["name": ["en": "Splendour", "de": "Prunk"]], headers: ifMatch(1))
        #expect(renamed.headers["ETag"] == "\"2\"")
        #expect(try await shop.staff.get("/v1/tax-classes/luxury").json == [
            "id": "luxury", "name": ["en": "Splendour", "de": "Prunk"], "version": 2,
        ])
        let stale = try await shop.staff.put("/v1/tax-classes/luxury", ["name": ["en": "X"]], headers: ifMatch(1))
        #expect(stale.status == 412)
        #expect(try await shop.staff.get("/v1/tax-classes/none").problem == "unknown-tax-class")
        for number in 4..<TaxClass.countLimit {
            _ = try await shop.staff.post("/v1/tax-classes", ["id": "class-\(number)", "name": ["en": "One more"]])
        }
        let last = try await shop.staff.post("/v1/tax-classes", ["id": "too-many", "name": ["en": "One more"]])
        #expect(last.problem == "too-many-tax-classes")
    }
}
