import Logging
import Offer
import Storage
import Supply
import Testbed
import Testing
import Values
import Web

@testable import Orderworks

@Suite("Importing a model")
struct ModelImportTests {
    private static let desk = """
        features
            Desk
                mandatory
                    Top
                        alternative
                            Beech
                            Oak {price 12000}
                optional
                    Drawer {price 7900}
                    Lamp
                    Integer Length {min 120, max 240, step 10}
        constraints
            Drawer => Oak
            Oak => Length <= 200
        """

    /// A shop with a desk that has no model yet.
    private func shop() async throws -> StaffedShop {
        let shop = try await StaffedShop()
        let api = try shop.wiring.inside(as: "test")
        var headers = Headers()
        headers["Content-Type"] = "application/json"
        let body: JSON = [
            "id": "desk", "kind": "configurable", "name": ["en": "Desk"], "description": ["en": "A desk."],
            "taxClass": "standard",
        ]
        let added = await api.respond(to: Request(.init(.post, "/v1/products", headers: headers), body: body.bytes))
        #expect(added.status == 201, "\(String(decoding: added.body, as: UTF8.self))")
        return shop
    }

    private func draft(of shop: StaffedShop) async throws -> JSON {
        let api = try shop.wiring.inside(as: "test")
        let response = await api.respond(to: Request(.init(.get, "/v1/products/desk/model/draft"), body: []))
        return try JSON.parse(response.body)
    }

    @Test("features become options in groups under each other, constraints rules, whole numbers parameters")
    func whole() async throws {
        let shop = try await shop()
        let said = try await ModelImport.store(Array(Self.desk.utf8), of: "desk", in: shop.wiring.shop)
        #expect(said.contains("6 options") && said.contains("1 parameters") && said.contains("2 rules"), "\(said)")
        let draft = try await draft(of: shop)
        #expect(draft["version"] == 1)
        let groups = draft["groups"]?.array ?? []
        let options = groups.flatMap { $0["options"]?.array ?? [] }.compactMap { $0["id"]?.string }
        #expect(options.sorted() == ["beech", "drawer", "lamp", "length", "oak", "top"])
        let tops = groups.first { ($0["options"]?.array ?? []).contains { $0["id"] == "oak" } }
        #expect(tops?["under"] == "top" && tops?["minimum"] == 1 && tops?["maximum"] == 1)
        #expect(draft["parameters"]?[0]?["id"] == "length" && draft["parameters"]?[0]?["under"] == "length")
        #expect(draft["rules"]?.array?.map { $0["then"]?.string } == ["oak", "length <= 200"])
        let prices = groups.flatMap { $0["options"]?.array ?? [] }.filter { $0["id"] == "drawer" }
        #expect(prices.first?["prices"]?[0]?["amount"] == 7900)
        await shop.close()
    }

    @Test("what can't be read is refused with its line and column, and nothing is stored", arguments: [
        ("features\n    Desk\n        optional\n            Lamp\n            Lamp\n", "line 5"),
        ("features\n    Desk\nconstraints\n    Desk => Gold\n", "line 4"), ("", "line 1"), ("features", "line 1"),
        ("features\n    Desk\n        optional\n            A\n            B\nconstraints\n    A & \n", "line"),
    ])
    func faulty(text: String, place: String) async throws {
        let shop = try await shop()
        do {
            _ = try await ModelImport.store(Array(text.utf8), of: "desk", in: shop.wiring.shop)
            Issue.record("it was stored")
        } catch let refused as ModelImport.Refused {
            #expect(refused.sentences.first?.contains(place) == true, "\(refused.sentences)")
        }
        #expect(try await draft(of: shop)["version"] == 0)
        await shop.close()
    }

    @Test("more than a product's model may have is refused by its counts")
    func tooLarge() async throws {
        let shop = try await shop()
        let features = (0..<500).map { "            Option\($0)\n" }.joined()
        let text = "features\n    Desk\n        optional\n\(features)"
        do {
            _ = try await ModelImport.store(Array(text.utf8), of: "desk", in: shop.wiring.shop)
            Issue.record("it was stored")
        } catch let refused as ModelImport.Refused {
            #expect(refused.sentences == ["the file has 501 options; a product's model has 400 at most"])
        }
        do {
            _ = try await ModelImport.store(Array(Self.desk.utf8), of: "none", in: shop.wiring.shop)
            Issue.record("it was stored")
        } catch let refused as ModelImport.Refused {
            #expect(refused.sentences == ["There is no such product."])
        }
        #expect(try await draft(of: shop)["version"] == 0)
        await shop.close()
    }
}
