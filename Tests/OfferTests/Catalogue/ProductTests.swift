import Offer
import Testbed
import Testing
import Values
import Web

@Suite("Products for staff")
struct ProductTests {
    static let bike: JSON = [
        "id": "bike-rack", "kind": "fixed", "category": "accessories",
        "name": ["en": "Bike rack", "de": "Fahrradträger"], "description": ["en": "For two bikes."],
        "taxClass": "standard", "weightGrams": 9000, "parts": [["item": "roof-box", "count": 2]],
    ]

    static func changed(_ changes: JSON.Object, without names: Set<String> = []) -> JSON {
        var object = bike.object ?? JSON.Object()
        object.members.removeAll { names.contains($0.name) }
        for member in changes.members { object[member.name] = member.value }
        return .object(object)
    }

    @Test("a product begins as a draft that only staff see, and is published, withdrawn and published again")
    func states() async throws {
        let test = try await OfferShop()
        let added = try await test.staff.post("/v1/products", Self.bike)
        #expect(added.status == 201)
        #expect(added.headers["Location"] == "/v1/catalogue/products/bike-rack")
        #expect(added.json["state"] == "draft")
        #expect(added.json["capture"] == "at_shipment")
        #expect(try await test.guest.get("/v1/products/bike-rack").problem == "unknown-product")
        #expect(try await test.staff.post("/v1/products/bike-rack/withdraw").problem == "product-step")
        #expect(try await test.staff.post("/v1/products/bike-rack/publish").json["state"] == "published")
        #expect(try await test.staff.post("/v1/products/bike-rack/publish").problem == "product-step")
        #expect(try await test.guest.get("/v1/products/bike-rack").json["availability"]?["count"] == 20)
        #expect(try await test.staff.post("/v1/products/bike-rack/withdraw").json["state"] == "withdrawn")
        #expect(try await test.guest.get("/v1/products/bike-rack").problem == "unknown-product")
        #expect(try await test.staff.get("/v1/catalogue/products/bike-rack").json["state"] == "withdrawn")
        #expect(try await test.staff.post("/v1/products/bike-rack/publish").headers["ETag"] == "\"4\"")
        #expect(try await test.shop.audited() == [
            "product.add product:bike-rack", "product.publish product:bike-rack",
            "product.withdraw product:bike-rack", "product.publish product:bike-rack",
        ])
    }

    @Test("everything wrong with a product is told at once")
    func faults() async throws {
        let test = try await OfferShop()
        let answer = try await test.staff.post("/v1/products", Self.changed([
            "category": "nowhere", "taxClass": "none", "name": ["en": .string(String(repeating: "x", count: 201))],
            "parts": [
                ["item": "roof-box", "count": 1], ["item": "unobtainium", "count": 1], ["item": "roof-box", "count": 2],
            ],
        ]))
        #expect(answer.status == 422)
        #expect(Set(answer.faults.keys) == [
            "#/category", "#/taxClass", "#/name/en", "#/parts/1/item", "#/parts/2/item",
        ])
        #expect(try await test.staff.get("/v1/catalogue/products/bike-rack").problem == "unknown-product")
    }

    @Test(
        "what a product can't be is refused",
        arguments: [
            ("#/weightGrams", ["weightGrams": -1]), ("#/kind", ["kind": "loose"]), ("#/capture", ["capture": "never"]),
            ("#/parts/0/count", ["parts": [["item": "roof-box", "count": 0]]]), ("#/id", ["id": "Bike Rack"]),
            ("#/colour", ["colour": "red"]),
        ] as [(String, JSON.Object)])
    func shape(pointer: String, change: JSON.Object) async throws {
        let test = try await OfferShop()
        let answer = try await test.staff.post("/v1/products", Self.changed(change))
        #expect(answer.status == 422)
        #expect(Array(answer.faults.keys) == [pointer])
    }

    @Test("an id is taken once, even by a withdrawn product")
    func taken() async throws {
        let test = try await OfferShop()
        _ = try await test.staff.post("/v1/products/roof-box/withdraw")
        #expect(try await test.staff.post("/v1/products", Self.changed(["id": "roof-box"])).problem == "product-taken")
    }

    @Test("an edit wants the version it was made from, and changes parts and search words with the rest")
    func editing() async throws {
        let test = try await OfferShop()
        _ = try await test.staff.post("/v1/products", Self.bike)
        _ = try await test.staff.post("/v1/products/bike-rack/publish")
        let address = "/v1/catalogue/products/bike-rack"
        let body = Self.changed([
            "name": ["en": "Cycle carrier"], "capture": "at_order", "parts": [["item": "wall-box", "count": 1]],
        ], without: ["id", "kind", "category"])
        #expect(try await test.staff.put(address, body).status == 428)
        #expect(try await test.staff.put(address, body, headers: ifMatch(1)).problem == "changed-meanwhile")
        let edited = try await test.staff.put(address, body, headers: ifMatch(2))
        #expect(edited.headers["ETag"] == "\"3\"")
        #expect(edited.json["category"] == nil)
        #expect(edited.json["state"] == "published")
        #expect(edited.json["parts"] == [["item": "wall-box", "count": 1]])
        #expect(try await test.guest.get("/v1/products?words=carrier").list("items", "id") == ["bike-rack"])
        #expect(try await test.guest.get("/v1/products?words=rack").list("items", "id") == [])
        let broken = Self.changed(["taxClass": "none", "capture": "at_order"], without: ["id", "kind"])
        #expect(try await test.staff.put(address, broken, headers: ifMatch(3)).faults.keys.sorted() == ["#/taxClass"])
    }

    @Test("staff list products of every state, or of one")
    func list() async throws {
        let test = try await OfferShop()
        _ = try await test.staff.post("/v1/products", Self.bike)
        _ = try await test.staff.post("/v1/products/wall-box/withdraw")
        #expect(try await test.staff.get("/v1/catalogue/products").list("items", "id")
            == ["bike-rack", "estate", "floor-mats", "roof-box", "wall-box"])
        #expect(try await test.staff.get("/v1/catalogue/products?state=draft").list("items", "id") == ["bike-rack"])
        #expect(try await test.staff.get("/v1/catalogue/products?state=withdrawn").list("items", "id") == ["wall-box"])
        #expect(try await test.guest.get("/v1/products").list("items", "id") == ["estate", "floor-mats", "roof-box"])
    }

    @Test("a configurable product isn't published before its model")
    func withoutModel() async throws {
        let test = try await OfferShop()
        _ = try await test.staff.post("/v1/products", Self.changed(["id": "van", "kind": "configurable"]))
        #expect(try await test.staff.post("/v1/products/van/publish").problem == "product-without-model")
    }
}
