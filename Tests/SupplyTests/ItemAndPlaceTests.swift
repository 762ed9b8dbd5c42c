import People
import Storage
import Supply
import Testbed
import Testing
import Values
import Web

@Suite("Items and places over the API")
struct ItemAndPlaceTests {
    private let place: JSON = [
        "id": "dealer-south", "name": "Dealer South", "kind": "dealer", "priority": 40,
        "address": [
            "name": "Dealer South", "street": "Ringstr. 3", "postalCode": "80331", "city": "München", "country": "DE",
        ],
    ]

    @Test("an item is added, read, renamed by who has seen it last, and listed")
    func item() async throws {
        let stocked = try await StockedShop()
        let client = try stocked.client()
        let added = try await client.post("/v1/items", ["id": "ski-rack", "name": ["en": "Ski rack"]])
        #expect(added.status == 201 && added.headers["Location"] == "/v1/items/ski-rack")
        let read = try await client.get("/v1/items/ski-rack")
        #expect(read.headers["ETag"] == "\"1\"")
        let name: JSON = ["name": ["en": "Ski rack", "de": "Skiträger"]]
        let edited = try await client.put("/v1/items/ski-rack", name, headers: ["If-Match": "\"1\""])
        #expect(edited.status == 200 && edited.headers["ETag"] == "\"2\"")
        #expect(edited.json["name"]?["de"] == "Skiträger")
        #expect(try await client.put("/v1/items/ski-rack", name, headers: ["If-Match": "\"1\""]).status == 412)
        #expect(try await client.put("/v1/items/ski-rack", name).status == 428)
        #expect(try await client.put("/v1/items/none", name, headers: ["If-Match": "\"1\""]).problem == "unknown-item")
        #expect(try await client.post("/v1/items", ["id": "ski-rack", "name": ["en": "x"]]).problem == "item-taken")
        let page = try await client.get("/v1/items?limit=3&after=motor-150kw")
        #expect(page.json["items"]?.array?.compactMap { $0["id"]?.string } == ["roof-box", "ski-rack", "tow-bar"])
        #expect(page.json["next"] == "tow-bar")
        #expect(try await stocked.count("SELECT COUNT(*) FROM audit") == 2)
    }

    @Test("a place is added, moved and listed")
    func edit() async throws {
        let client = try await StockedShop().client()
        let added = try await client.post("/v1/places", place)
        #expect(added.status == 201, "\(added.text)")
        #expect(try await client.post("/v1/places", place).problem == "place-taken")
        let read = try await client.get("/v1/places/dealer-south")
        #expect(read.json["address"]?["city"] == "München" && read.json["priority"] == 40)
        var moved = place.object ?? JSON.Object()
        moved["id"] = nil
        moved["priority"] = 5
        let answer = try await client.put(
            "/v1/places/dealer-south", .object(moved), headers: ["If-Match": read.headers["ETag"] ?? ""])
        #expect(answer.status == 200 && answer.json["priority"] == 5 && answer.headers["ETag"] == "\"2\"")
        #expect(try await client.get("/v1/places?kind=dealer").json["items"]?.array?.count == 2)
        #expect(try await client.get("/v1/places").json["items"]?.array?.count == 4)
    }

    @Test("all faults of a place are told at once")
    func faults() async throws {
        let client = try await StockedShop().client()
        let answer = try await client.post(
            "/v1/places", ["id": "X", "name": "", "kind": "shed", "priority": 1000, "address": ["name": "a"]])
        #expect(answer.status == 422)
        let pointers = ["#/id", "#/name", "#/kind", "#/priority", "#/address/street", "#/address/country"]
        #expect(Set(pointers).isSubset(of: answer.faults.keys), "\(answer.text)")
    }

    @Test("guests see dealers, without how the shop draws from them, and nothing else")
    func guests() async throws {
        let client = try await StockedShop().client(as: Anybody.guest())
        let listed = try await client.get("/v1/places")
        #expect(listed.json["items"]?.array?.compactMap { $0["id"]?.string } == ["dealer-north"])
        #expect(listed.json["items"]?[0]?["priority"] == nil)
        #expect(try await client.get("/v1/places?kind=warehouse").json["items"] == [])
        #expect(try await client.get("/v1/places/dealer-north").status == 200)
        #expect(try await client.get("/v1/places/warehouse").problem == "unknown-place")
        #expect(try await client.get("/v1/items").status == 401)
        #expect(try await client.post("/v1/places", place).status == 401)
    }
}
