import Faces
import Testbed
import Testing
import Trade
import Values
import Web

@testable import Orderworks

@Suite("Pages of buyers: the cart")
struct BuyersCartTests {
    @Test("a cart keeps, changes and gives up lines, moves to another currency, and is empty to others")
    func cart() async throws {
        let shop = try await StaffedShop()
        let visitor = shop.visitor()
        #expect(try await visitor.get("/cart").text.contains("Your cart is empty."))
        #expect(try await visitor.get("/checkout").headers["Location"] == "/cart")
        let added = try await visitor.post("/cart/lines?product=montis", [("group-paint", "paint-copper")])
        #expect(added.headers["Location"] == "/cart" && visitor.cookies["cart-count"] == "1")
        _ = try await visitor.post("/cart/lines", [("product", "floor-mats"), ("quantity", "2")])
        let page = try await visitor.get("/cart").text
        #expect(page.contains("Copper") && page.contains("€178.00") && page.contains("€89.00 each"))
        #expect(page.contains("choice=paint-copper"), "the line leads back to its equipment")
        let lines = page.matches(of: /action="\/cart\/lines\/([a-z0-9]+)"/).map { String($0.1) }
        try #require(lines.count == 2)
        _ = try await visitor.post("/cart/lines/\(lines[1])", [("quantity", "3")])
        #expect(try await visitor.get("/cart").text.contains("€267.00"))
        #expect(try await visitor.post("/cart/lines/\(lines[1])", [("quantity", "many")]).status == 422)
        _ = try await visitor.post("/currency", ["to": "CHF", "back": "/cart"])
        let swiss = try await visitor.get("/cart").text
        #expect(swiss.contains("CHF") && !swiss.contains("€") && swiss.contains("Copper"))
        let moved = swiss.matches(of: /action="\/cart\/lines\/([a-z0-9]+)"/).map { String($0.1) }
        for line in moved { _ = try await visitor.post("/cart/lines/\(line)", [("quantity", "1"), ("remove", "1")]) }
        #expect(try await visitor.get("/cart").text.contains("Your cart is empty."))
        #expect(try await !visitor.get("/cart").text.contains("class=\"count\""))
        #expect(try await shop.visitor().get("/cart").text.contains("Your cart is empty."))
        await shop.close()
    }

    @Test("a fleet's cart is shown in pages, each light enough")
    func fleet() async throws {
        let shop = try await StaffedShop()
        let visitor = try await shop.atThePayPage()
        for extras in 0..<45 {
            let options = ["sound", "heated-front-seats", "cruise-control", "parking-sensors", "spare-wheel", "head-up"]
            let chosen = options.enumerated().filter { extras & (1 << $0.offset) != 0 }.map { ("choice", $0.element) }
            let added = try await visitor.post("/cart/lines?product=montis", chosen)
            try #require(added.status == 303, "\(chosen) \(added.text)")
        }
        for address in ["/cart", "/cart?from=20", "/cart?from=40", "/cart?from=x", "/checkout", "/checkout/pay"] {
            let page = try await visitor.get(address)
            #expect(page.status == 200 && page.body.count < 100_000, "\(address) has \(page.body.count) bytes")
        }
        let last = try await visitor.get("/cart?from=40").text
        #expect(last.matches(of: /cart-line/).count == 6 && last.contains("href=\"/cart?from=20\""))
        #expect(try await visitor.get("/checkout").text.contains("and 34 more"))
        await shop.close()
    }

    @Test("prices that changed are shown and must be agreed to before anything is ordered")
    func changedPrice() async throws {
        let shop = try await StaffedShop()
        let visitor = try await shop.atThePayPage()
        let prices = try await shop.api.get("/v1/products/roof-box/prices")
        let set = try await shop.api.put(
            "/v1/products/roof-box/prices", ["prices": [["price": ["amount": 50_000, "currency": "EUR"]]]],
            headers: ["If-Match": prices.headers["ETag"] ?? ""])
        try #require(set.status == 200, "\(set.text)")
        #expect(try await visitor.pay("pm_card_visa").headers["Location"] == "/cart")
        let page = try await visitor.get("/cart").text
        #expect(page.contains("now costs €500.00; it was €449.00."))
        #expect(try await visitor.post("/cart/changes", [String: String]()).headers["Location"] == "/cart")
        #expect(try await visitor.pay("pm_card_visa").headers["Location"]?.hasSuffix("?thanks=1") == true)
        await shop.close()
    }

    @Test("what is sold out while it lies in the cart is said at its line, and nothing is charged")
    func soldOut() async throws {
        let shop = try await StaffedShop()
        let visitor = try await shop.atThePayPage("tow-bar-kit")
        _ = try await shop.order([("tow-bar-kit", 13)])
        let refused = try await visitor.pay("pm_card_visa")
        #expect(refused.status == 409 && refused.text.contains("Nothing was charged."))
        #expect(refused.text.contains("Sold out. Please remove it."))
        #expect(try await shop.api.get("/v1/orders").json["items"]?.array?.count == 1)
        try await shop.work()
        try await shop.check()
        await shop.close()
    }
}
