import Offer
import Storage
import Testbed
import Testing
import Values
import Web

@Suite struct DeliveryTests {
    private static func zone(
        _ countries: [String], _ steps: JSON = [["price": ["amount": 590, "currency": "EUR"]]]
    ) -> JSON {
        ["name": ["en": "Delivery"], "countries": .array(countries.map(JSON.string)),
         "tariffs": [["basis": "weight", "steps": steps]]]
    }

    private static func new(_ id: String, _ zone: JSON) -> JSON {
        guard case .object(var object) = zone else { return zone }
        object["id"] = .string(id)
        return .object(object)
    }

    @Test("a zone is made, read, edited by its version and removed")
    func life() async throws {
        let shop = try await OfferShop()
        let made = try await shop.staff.post("/v1/delivery-zones", Self.new("home", Self.zone(["DE", "AT"])))
        #expect(made.status == 201)
        #expect(made.headers["Location"] == "/v1/delivery-zones/home")
        let read = try await shop.staff.get("/v1/delivery-zones/home")
        #expect(read.json["countries"] == ["AT", "DE"])
        #expect(read.json["tariffs"] == [["basis": "weight", "steps": [["price": ["amount": 590, "currency": "EUR"]]]]])
        let edit = Self.zone(["CH"], [
            ["upTo": 1000, "price": ["amount": 300, "currency": "EUR"]], ["price": ["amount": 900, "currency": "EUR"]],
        ])
        #expect(try await shop.staff.put("/v1/delivery-zones/home", edit, headers: ifMatch(2)).status == 412)
        let edited = try await shop.staff.put("/v1/delivery-zones/home", edit, headers: ifMatch(1))
        #expect(edited.headers["ETag"] == "\"2\"")
        #expect(edited.json["countries"] == ["CH"])
        #expect(edited.json["tariffs"]?[0]?["steps"]?.array?.count == 2)
        #expect(try await shop.staff.delete("/v1/delivery-zones/home", headers: ifMatch(1)).status == 412)
        #expect(try await shop.staff.delete("/v1/delivery-zones/home", headers: ifMatch(2)).status == 204)
        #expect(try await shop.staff.get("/v1/delivery-zones/home").problem == "unknown-delivery-zone")
        #expect(try await shop.shop.audited().suffix(3) == [
            "delivery-zone.create delivery-zone:home", "delivery-zone.edit delivery-zone:home",
            "delivery-zone.remove delivery-zone:home",
        ])
    }

    @Test("a country lies in one zone, and is free when it left")
    func oneZone() async throws {
        let shop = try await OfferShop()
        _ = try await shop.staff.post("/v1/delivery-zones", Self.new("home", Self.zone(["DE", "AT"])))
        let taken = try await shop.staff.post("/v1/delivery-zones", Self.new("alps", Self.zone(["CH", "AT"])))
        #expect(taken.problem == "country-in-other-zone")
        #expect(taken.json["country"] == "AT")
        #expect(try await shop.staff.get("/v1/delivery-zones").list("items", "id") == ["home"])
        _ = try await shop.staff.put("/v1/delivery-zones/home", Self.zone(["DE"]), headers: ifMatch(1))
        #expect(try await shop.staff.post("/v1/delivery-zones",
            Self.new("alps", Self.zone(["CH", "AT"]))).status == 201)
        let again = try await shop.staff.post("/v1/delivery-zones", Self.new("alps", Self.zone([])))
        #expect(again.problem == "delivery-zone-taken")
        let page = try await shop.staff.get("/v1/delivery-zones?limit=1")
        #expect(page.list("items", "id") == ["alps"])
        #expect(page.json["next"] == "alps")
    }

    @Test("steps rise, have one currency and cost nothing at least", arguments: [
        [],
        [["upTo": 5, "price": ["amount": 1, "currency": "EUR"]],
            ["upTo": 5, "price": ["amount": 2, "currency": "EUR"]]],
        [["price": ["amount": 1, "currency": "EUR"]], ["upTo": 5, "price": ["amount": 2, "currency": "EUR"]]],
        [["upTo": 5, "price": ["amount": 1, "currency": "EUR"]], ["price": ["amount": 2, "currency": "CHF"]]],
        [["price": ["amount": -1, "currency": "EUR"]]], [["upTo": -1, "price": ["amount": 1, "currency": "EUR"]]],
    ] as [JSON])
    func steps(steps: JSON) async throws {
        let shop = try await OfferShop()
        let answer = try await shop.staff.post("/v1/delivery-zones", Self.new("home", Self.zone(["DE"], steps)))
        #expect(answer.status == 422)
        #expect(answer.faults.keys.allSatisfy { $0.hasPrefix("#/tariffs/0") } && !answer.faults.isEmpty)
    }

    @Test("a country or a currency twice is told by its place")
    func twice() async throws {
        let shop = try await OfferShop()
        let tariff: JSON = ["basis": "value", "steps": [["price": ["amount": 590, "currency": "EUR"]]]]
        let answer = try await shop.staff.post("/v1/delivery-zones", [
            "id": "home", "name": ["en": "Delivery"], "countries": ["DE", "AT", "DE"], "tariffs": [tariff, tariff],
        ])
        #expect(Set(answer.faults.keys) == ["#/countries/2", "#/tariffs/1"])
    }
}
