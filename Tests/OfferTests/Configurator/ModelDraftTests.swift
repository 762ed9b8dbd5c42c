import Offer
import Testbed
import Testing
import Values
import Web

/// Writes models as staff send them.
enum Draft {
    static func option(_ id: String, _ prices: [JSON] = [["amount": 0, "currency": "EUR"]], parts: JSON = []) -> JSON {
        ["id": .string(id), "name": ["en": .string(id)], "prices": .array(prices), "parts": parts]
    }

    static func group(
        _ id: String, _ count: ClosedRange<Int>, _ options: [JSON], default chosen: [String] = []
    ) -> JSON {
        [
            "id": .string(id), "name": ["en": .string(id)], "minimum": .integer(Int64(count.lowerBound)),
            "maximum": .integer(Int64(count.upperBound)), "options": .array(options),
            "default": .array(chosen.map(JSON.string)),
        ]
    }

    static func rule(_ kind: String, _ option: String, _ others: [String]) -> JSON {
        [
            "kind": .string(kind), "option": .string(option), "others": .array(others.map(JSON.string)),
            "message": ["en": .string("\(option) \(kind) \(others)")],
        ]
    }

    static func body(_ groups: [JSON], _ rules: [JSON] = []) -> JSON {
        ["groups": .array(groups), "rules": .array(rules)]
    }
}

@Suite("Drafts of models")
struct ModelDraftTests {
    private static let address = "/v1/products/van/model/draft"

    /// A shop with a van that nothing has been drafted for.
    private static func shop() async throws -> OfferShop {
        let test = try await OfferShop()
        let van = try await test.staff.post(
            "/v1/products", ProductTests.changed(["id": "van", "kind": "configurable"]))
        #expect(van.status == 201)
        return test
    }

    private static let doors = Draft.group(
        "doors", 1...1, [Draft.option("two"), Draft.option("four")], default: ["two"])

    @Test("a draft begins empty, and each edit wants the version before")
    func editing() async throws {
        let test = try await Self.shop()
        let empty = try await test.staff.get(Self.address)
        #expect(empty.headers["ETag"] == "\"0\"")
        #expect(empty.json["groups"] == [])
        let body = Draft.body([Self.doors])
        #expect(try await test.staff.put(Self.address, body).status == 428)
        #expect(try await test.staff.put(Self.address, body, headers: ifMatch(1)).problem == "changed-meanwhile")
        let first = try await test.staff.put(Self.address, body, headers: ifNew)
        #expect(first.headers["ETag"] == "\"1\"")
        #expect(try await test.staff.put(Self.address, body, headers: ifNew).problem == "changed-meanwhile")
        let more = Draft.body([Self.doors, Draft.group("roof", 0...1, [Draft.option("high")])])
        #expect(try await test.staff.put(Self.address, more, headers: ifMatch(1)).headers["ETag"] == "\"2\"")
        #expect(try await test.staff.get(Self.address).json["groups"]?.array?.count == 2)
        #expect(try await test.shop.audited().filter { $0 == "model.draft product:van" }.count == 2)
        #expect(try await test.guest.get(Self.address).status == 401)
    }

    @Test("a fixed product has no model")
    func fixed() async throws {
        let test = try await Self.shop()
        for answer in [
            try await test.staff.get("/v1/products/roof-box/model/draft"),
            try await test.staff.put("/v1/products/roof-box/model/draft", Draft.body([Self.doors]), headers: ifNew),
            try await test.staff.post("/v1/products/roof-box/model/publish"),
        ] {
            #expect(answer.problem == "product-not-configurable")
        }
        #expect(try await test.staff.get("/v1/products/none/model/draft").problem == "unknown-product")
    }

    @Test("all faults of a draft are told at once, each at its place")
    func faults() async throws {
        let test = try await Self.shop()
        let (euro, franc): (JSON, JSON) = (["amount": 1, "currency": "EUR"], ["amount": 1, "currency": "CHF"])
        let answer = try await test.staff.put(Self.address, Draft.body([
            Draft.group("a", 2...3, [
                Draft.option("a1", [euro, franc, euro]), Draft.option("a2"), Draft.option("a2"),
            ], default: ["a1"]),
            Draft.group("a", 1...1, [Draft.option("b1"), Draft.option("b2")], default: ["a1"]),
            Draft.group("c", 0...1, [Draft.option("c1")], default: ["c1"]),
            ["id": "d", "name": ["en": "D"], "minimum": 3, "maximum": 2, "options": .array([Draft.option("d1")])],
        ], [
            Draft.rule("requires", "nothing", ["a1", "void"]),
            Draft.rule("excludes", "a1", ["a1", "b1", "b1"]),
            Draft.rule("requires", "b1", ["b2"]),
        ]), headers: ifNew)
        #expect(answer.status == 422)
        #expect(answer.faults.keys.sorted() == [
            "#/groups/0/default", "#/groups/0/options/0/prices/2", "#/groups/0/options/2/id",
            "#/groups/1/default/0", "#/groups/1/id", "#/groups/2/default", "#/groups/3/minimum",
            "#/rules/0/option", "#/rules/0/others/1", "#/rules/1/others/0", "#/rules/1/others/2",
            "#/rules/2/others/0",
        ])
        #expect(answer.faults["#/rules/2/others/0"] == "can't be chosen together with b1: their group takes one")
        #expect(try await test.staff.get(Self.address).headers["ETag"] == "\"0\"")
    }

    @Test("items that there aren't are faults too")
    func items() async throws {
        let test = try await Self.shop()
        let answer = try await test.staff.put(Self.address, Draft.body([
            Draft.group("a", 0...1, [
                Draft.option("a1", parts: [["item": "tow-bar", "count": 1], ["item": "anvil", "count": 1]]),
                Draft.option("a2", parts: [["item": "tow-bar", "count": 1], ["item": "tow-bar", "count": 2]]),
            ]),
        ]), headers: ifNew)
        #expect(answer.faults == [
            "#/groups/0/options/0/parts/1/item": "is no stock item",
            "#/groups/0/options/1/parts/1/item": "stands in the list twice; add the counts up",
        ])
    }

    @Test("defaults that break a rule by themselves are a fault of the rule")
    func defaults() async throws {
        let test = try await Self.shop()
        let groups = [
            Draft.group("a", 1...1, [Draft.option("a1"), Draft.option("a2")], default: ["a1"]),
            Draft.group("b", 1...1, [Draft.option("b1"), Draft.option("b2")], default: ["b1"]),
            Draft.group("c", 1...1, [Draft.option("c1"), Draft.option("c2")]),
        ]
        let answer = try await test.staff.put(Self.address, Draft.body(groups, [
            Draft.rule("requires", "a2", ["b2"]), Draft.rule("excludes", "a1", ["b1"]),
            Draft.rule("requires", "a1", ["b2"]), Draft.rule("requires", "a1", ["c1"]),
        ]), headers: ifNew)
        #expect(answer.faults.keys.sorted() == ["#/rules/1", "#/rules/2"])
    }

    @Test("a document is bounded")
    func limits() async throws {
        let test = try await Self.shop()
        let none = try await test.staff.put(Self.address, Draft.body([]), headers: ifNew)
        #expect(none.faults.keys.sorted() == ["#/groups"])
        let groups = (0..<3).map { group in
            Draft.group("g\(group)", 0...1, (0..<150).map { Draft.option("o\(group)-\($0)") })
        }
        let many = try await test.staff.put(Self.address, Draft.body(groups), headers: ifNew)
        #expect(many.faults == ["#/groups": "have more than 400 options in all"])
        let empty = Draft.body([Draft.group("a", 1...1, [])], [Draft.rule("requires", "a", [])])
        #expect(try await test.staff.put(Self.address, empty, headers: ifNew).faults.keys.sorted()
            == ["#/groups/0/options", "#/rules/0/others"])
        let large: JSON = ["groups": [], "rules": [], "padding": .string(String(repeating: "x", count: 1_100_000))]
        #expect(try await test.staff.put(Self.address, large, headers: ifNew).status == 413)
    }
}
