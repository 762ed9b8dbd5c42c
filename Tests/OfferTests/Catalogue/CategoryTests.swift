import Offer
import Storage
import Testbed
import Testing
import Values
import Web

@Suite("Categories")
struct CategoryTests {
    @Test("categories are listed by position, then by id")
    func order() async throws {
        let test = try await OfferShop()
        for id in ["zz", "aa"] {
            let answer = try await test.staff.post(
                "/v1/categories", ["id": .string(id), "name": ["en": "First"], "position": 1])
            #expect(answer.status == 201)
        }
        let answer = try await test.guest.get("/v1/categories")
        #expect(answer.status == 200)
        #expect(answer.list("items", "id") == ["aa", "zz", "cars", "accessories"])
        #expect(try await test.guest.get("/v1/categories/aa").headers["ETag"] == "\"1\"")
    }

    @Test("an id is taken once")
    func taken() async throws {
        let test = try await OfferShop()
        let answer = try await test.staff.post("/v1/categories", ["id": "cars", "name": ["en": "Cars again"]])
        #expect(answer.problem == "category-taken")
        #expect(try await test.guest.get("/v1/categories/cars").json["name"]?["en"] == "Cars")
    }

    @Test("an edit wants the version it was made from, and is written down")
    func editing() async throws {
        let test = try await OfferShop()
        let body: JSON = ["name": ["en": "Vans"], "position": 3]
        func edit(_ version: Int, _ category: String = "cars") async throws -> TestAnswer {
            try await test.staff.put("/v1/categories/\(category)", body, headers: ifMatch(version))
        }
        #expect(try await test.staff.put("/v1/categories/cars", body).status == 428)
        #expect(try await edit(2).problem == "changed-meanwhile")
        let edited = try await edit(1)
        #expect(edited.status == 200)
        #expect(edited.headers["ETag"] == "\"2\"")
        #expect(edited.json["name"]?["en"] == "Vans")
        #expect(try await edit(1).problem == "changed-meanwhile")
        #expect(try await edit(1, "none").problem == "unknown-category")
        #expect(try await test.shop.audited() == ["category.edit category:cars"])
    }

    @Test("only an empty category is removed")
    func removal() async throws {
        let test = try await OfferShop()
        #expect(try await test.staff.delete("/v1/categories/cars").problem == "category-not-empty")
        _ = try await test.staff.post("/v1/categories", ["id": "bikes", "name": ["en": "Bikes"]])
        #expect(try await test.staff.delete("/v1/categories/bikes").status == 204)
        #expect(try await test.guest.get("/v1/categories/bikes").problem == "unknown-category")
        #expect(try await test.staff.delete("/v1/categories/bikes").problem == "unknown-category")
    }

    @Test("strangers change nothing")
    func permission() async throws {
        let test = try await OfferShop()
        let body: JSON = ["id": "bikes", "name": ["en": "Bikes"]]
        #expect(try await test.guest.post("/v1/categories", body).status == 401)
        #expect(try await test.guest.delete("/v1/categories/cars").status == 401)
        #expect(try await test.guest.get("/v1/catalogue/products").status == 401)
    }
}
