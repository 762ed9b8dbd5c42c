import Offer
import Storage
import Testbed
import Testing
import Values
import Web

@Suite struct PriceListTests {
    private static let prices: JSON = ["prices": [
        ["price": ["amount": 44_900, "currency": "EUR"], "validFrom": "2026-01-01"],
        ["price": ["amount": 42_900, "currency": "EUR"], "validFrom": "2026-11-24"],
        ["price": ["amount": 46_000, "currency": "CHF"]],
    ]]

    @Test("a price holds from its first day until the next one of its currency")
    func validity() async throws {
        let shop = try await OfferShop()
        let set = try await shop.staff.put("/v1/products/roof-box/prices", Self.prices, headers: ifMatch(1))
        #expect(set.status == 200)
        #expect(set.headers["ETag"] == "\"2\"")
        func price(_ currency: Currency, _ day: String) async throws -> Money? {
            let day = try #require(Day(day))
            return try await shop.shop.read { db in
                try PriceList.price(of: "roof-box", currency: currency, on: day, in: db)
            }
        }
        #expect(try await price(.EUR, "2025-12-31") == nil)
        #expect(try await price(.EUR, "2026-01-01") == Money(44_900, .EUR))
        #expect(try await price(.EUR, "2026-11-23") == Money(44_900, .EUR))
        #expect(try await price(.EUR, "2026-11-24") == Money(42_900, .EUR))
        #expect(try await price(.JPY, "2026-11-24") == nil)
        // Without a day it holds from today, which is 2026-11-23 in a sample shop.
        #expect(try await price(.CHF, "2026-11-22") == nil)
        #expect(try await price(.CHF, "2026-11-23") == Money(46_000, .CHF))
    }

    @Test("prices are edited by the version that was read, and the book tells who did")
    func editing() async throws {
        let shop = try await OfferShop()
        let read = try await shop.staff.get("/v1/products/roof-box/prices")
        #expect(read.headers["ETag"] == "\"1\"")
        #expect(read.json["prices"]?[1]?["price"] == ["amount": 44_900, "currency": "EUR"])
        let blind = try await shop.staff.put("/v1/products/roof-box/prices", Self.prices)
        #expect(blind.status == 428)
        let stale = try await shop.staff.put("/v1/products/roof-box/prices", Self.prices, headers: ifNew)
        #expect(stale.status == 412)
        #expect(stale.problem == "changed-meanwhile")
        #expect(try await shop.staff.get("/v1/products/roof-box/prices").text == read.text)
        let none = try await shop.staff.put("/v1/products/roof-box/prices", ["prices": []], headers: ifMatch(1))
        #expect(none.json == ["product": "roof-box", "prices": [], "version": 2])
        #expect(try await shop.shop.audited().suffix(1) == ["price.set product:roof-box"])
    }

    @Test("all faults of a price list are told at once")
    func faults() async throws {
        let shop = try await OfferShop()
        let answer = try await shop.staff.put("/v1/products/roof-box/prices", ["prices": [
            ["price": ["amount": -1, "currency": "EUR"], "validFrom": "2026-01-01"],
            ["price": ["amount": 2, "currency": "EUR"], "validFrom": "2026-01-01"],
        ]], headers: ifMatch(1))
        #expect(answer.status == 422)
        #expect(Set(answer.faults.keys) == ["#/prices/0/price/amount", "#/prices/1"])
        let wrong = try await shop.staff.put("/v1/products/roof-box/prices", ["prices": [
            ["price": ["amount": 1, "currency": "XXX"], "validFrom": "2026-02-30"],
        ]], headers: ifMatch(1))
        #expect(Set(wrong.faults.keys) == ["#/prices/0/price/currency", "#/prices/0/validFrom"])
    }

    @Test("an unknown product has no prices, and strangers see none")
    func refusals() async throws {
        let shop = try await OfferShop()
        #expect(try await shop.staff.get("/v1/products/nothing/prices").problem == "unknown-product")
        let set = try await shop.staff.put("/v1/products/nothing/prices", Self.prices, headers: ifNew)
        #expect(set.problem == "unknown-product")
        #expect(try await shop.guest.get("/v1/products/roof-box/prices").status == 401)
    }

    @Test("how the shop prices is edited as one")
    func settings() async throws {
        let shop = try await OfferShop()
        let read = try await shop.staff.get("/v1/pricing-settings")
        #expect(read.json == ["pricesIncludeTax": true, "currencies": ["EUR"], "homeCountry": "DE", "version": 1])
        let edit: JSON = ["pricesIncludeTax": false, "currencies": ["CHF", "EUR"], "homeCountry": "CH"]
        let edited = try await shop.staff.put("/v1/pricing-settings", edit, headers: ifMatch(1))
        #expect(edited.headers["ETag"] == "\"2\"")
        #expect(edited.json["currencies"] == ["CHF", "EUR"])
        #expect(try await shop.staff.put("/v1/pricing-settings", edit, headers: ifMatch(1)).status == 412)
        for wrong: JSON in [[], ["EUR", "EUR"]] {
            let answer = try await shop.staff.put(
                "/v1/pricing-settings", ["pricesIncludeTax": true, "currencies": wrong, "homeCountry": "DE"],
                headers: ifMatch(2))
            #expect(answer.faults.keys.contains("#/currencies"))
        }
    }
}
