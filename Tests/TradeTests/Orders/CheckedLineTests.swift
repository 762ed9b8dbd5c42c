import Offer
import Storage
import Testbed
import Testing
import Values
import Web

@testable import Trade

/// The schema's own word on what may be ordered, whatever the program does.
@Suite("Order lines of checked configurations")
struct CheckedLineTests {
    private static let columns = """
        sales_order, position, product, name, options, model_version, choices, checked, quantity, unit_price, demand,
            capture
        """

    /// Writes a copy of an order's car with something in it another.
    private static func copy(_ changed: [String: String], in dealer: Dealer) async throws {
        let list = ["sales_order", "position", "product", "name", "options", "model_version", "choices", "checked",
                    "quantity", "unit_price", "demand", "capture"]
        let values = list.map { changed[$0] ?? ($0 == "position" ? "position + 100" : $0) }.joined(separator: ", ")
        let insert = Statement("""
            INSERT INTO order_line (\(columns)) SELECT \(values) FROM order_line WHERE product = 'varia'
            """)
        try await dealer.shop.write { db in _ = try db.run(insert) }
    }

    private static let mutants: [[String: String]] = [
        ["checked": "NULL"], ["model_version": "NULL"], ["model_version": "NULL", "checked": "NULL"],
        ["choices": "'[]'"], ["choices": "'[\"gold\"]'"], ["model_version": "2"],
        ["model_version": "2", "checked": "'varia 2 ' || choices"], ["product": "'floor-mats'"],
        ["checked": "'varia 1 '"], ["checked": "checked || ' '"],
    ]

    @Test("a line without the mark of just its version and choices is refused", arguments: mutants)
    func inserting(changed: [String: String]) async throws {
        let dealer = try await Dealer.open()
        _ = try await dealer.placed([("varia", 1)])
        await #expect(throws: StorageFailure.constraint(.check, name: "order_line_is_checked")) {
            try await Self.copy(changed, in: dealer)
        }
    }

    @Test("a line with it is taken, and a fixed good wants none")
    func taken() async throws {
        let dealer = try await Dealer.open()
        _ = try await dealer.placed([("varia", 1), ("floor-mats", 1)])
        try await Self.copy([:], in: dealer)
        let marks = try await dealer.shop.read { db in
            try db.all("SELECT product, checked FROM order_line ORDER BY position") { row in
                "\(try row.get("product", as: String.self)): \(try row.get("checked", as: String?.self) ?? "none")"
            }
        }
        #expect(marks == [
            "varia: varia 1 [\"tow-bar\"]", "floor-mats: none", "varia: varia 1 [\"tow-bar\"]",
        ])
    }

    @Test("no edit makes a line another than it was checked as", arguments: [
        "choices = '[]'", "model_version = NULL", "checked = NULL", "product = 'floor-mats'",
        "choices = '[]', checked = 'varia 1 [\"tow-bar\"]'",
    ])
    func editing(change: String) async throws {
        let dealer = try await Dealer.open()
        _ = try await dealer.placed([("varia", 1)])
        let update = Statement("UPDATE order_line SET \(change)")
        await #expect(throws: StorageFailure.constraint(.check, name: "order_line_is_checked")) {
            try await dealer.shop.write { db in _ = try db.run(update) }
        }
        let ship: Statement = "UPDATE order_line SET shipped_count = 1"
        try await dealer.shop.write { db in _ = try db.run(ship) }
    }

    /// What each way to an order puts into the cart: a line that breaks a rule of the version in force.
    @Test("no way to an order takes a car that breaks a rule")
    func everyWay() async throws {
        let dealer = try await Dealer.open()
        let good = try await dealer.cart([("varia", 1)])
        let saved = try await dealer.client.post("/v1/configurations", ["product": "varia", "choices": ["tow-bar"]])
        #expect(saved.status == 201, "\(saved.text)")
        // From now on the tow bar wants what no car has.
        try await dealer.put("/v1/products/varia/model/draft", [
            "groups": [[
                "id": "extras", "name": ["en": "Extras"], "minimum": 0, "maximum": 2, "options": [
                    ["id": "tow-bar", "name": ["en": "Tow bar"], "prices": [["amount": 89_000, "currency": "EUR"]]],
                    ["id": "hook", "name": ["en": "Hook"], "prices": [["amount": 1, "currency": "EUR"]]],
                ],
            ]],
            "rules": [["kind": "requires", "option": "tow-bar", "others": ["hook"],
                "message": ["en": "Needs a hook."]]],
        ])
        let effects = try await dealer.client.get("/v1/products/varia/model/draft/carts")
        #expect(effects.json["withdrawn"] == 1, "\(effects.text)")
        #expect(effects.json["lines"]?[0]?["rules"]?[0]?["message"]?["en"] == "Needs a hook.")
        try await dealer.must(dealer.client.post("/v1/products/varia/model/publish"))
        let line: JSON = ["product": "varia", "quantity": 1, "choices": ["tow-bar"]]
        let cart = try #require(try await dealer.client.post("/v1/carts", ["currency": "EUR"]).json["id"]?.string)
        let id = saved.json["id"]?.string ?? ""
        #expect(try await dealer.client.post("/v1/carts/\(cart)/lines", line).problem == "configuration-conflict")
        #expect(try await dealer.client.post("/v1/carts", ["currency": "EUR", "lines": [line]]).problem
            == "configuration-conflict")
        #expect(try await dealer.client.post("/v1/configurations/\(id)/cart", ["cart": .string(cart)]).problem
            == "configuration-conflict")
        let refused = try await dealer.order(good)
        #expect(refused.problem == "cart-changed")
        #expect(refused.json["changes"]?[0]?["rules"]?[0]?["en"] == "Needs a hook.")
        let moved = try await dealer.client.post("/v1/carts/\(good)/changes/accept")
        #expect(moved.json["lines"] == [])
        let count = try await dealer.shop.read { db in
            try db.first("SELECT COUNT(*) AS count FROM order_line") { try $0.get("count", as: Int.self) }
        }
        #expect(count == 0)
    }

    @Test("a configuration goes into a cart and is ordered; a newer model says what it changes")
    func configured() async throws {
        let dealer = try await Dealer.open()
        let saved = try await dealer.client.post("/v1/configurations", ["product": "varia", "choices": ["tow-bar"]])
        let id = saved.json["id"]?.string ?? ""
        let cart = try await dealer.cart([])
        let put = try await dealer.client.post("/v1/configurations/\(id)/cart", ["cart": .string(cart), "quantity": 2])
        #expect(put.json["lines"]?[0]?["quantity"] == 2, "\(put.text)")
        try await dealer.put("/v1/products/varia/model/draft", [
            "groups": [[
                "id": "extras", "name": ["en": "Extras"], "minimum": 0, "maximum": 2, "options": [
                    ["id": "tow-bar", "name": ["en": "Tow bar"], "prices": [["amount": 89_000, "currency": "EUR"]]],
                    ["id": "hook", "name": ["en": "Hook"], "prices": [["amount": 500, "currency": "EUR"]]],
                ],
            ]],
            "rules": [["kind": "includes", "option": "tow-bar", "others": ["hook"], "message": ["en": "With a hook."]]],
        ])
        let effects = try await dealer.client.get("/v1/products/varia/model/draft/carts")
        #expect(effects.json["changed"] == 1)
        #expect(effects.json["lines"]?[0]?["added"] == ["hook"])
        #expect(effects.json["lines"]?[0]?["priceThen"]?["amount"] == 3_638_500)
        try await dealer.must(dealer.client.post("/v1/products/varia/model/publish"))
        let changed = try await dealer.client.get("/v1/carts/\(cart)")
        let model = changed.json["changes"]?.array?.first { $0["kind"] == "model_changed" }
        #expect(model?["added"] == ["hook"], "\(changed.text)")
        try await dealer.must(dealer.client.post("/v1/carts/\(cart)/changes/accept"))
        let order = try await dealer.order(cart)
        #expect(order.status == 201, "\(order.text)")
        #expect(order.json["order"]?["lines"]?[0]?["options"]?.array?.count == 2)
    }
}
