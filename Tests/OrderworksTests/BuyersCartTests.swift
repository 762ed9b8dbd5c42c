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

    @Test("another currency takes along what is sold in it, and says what stayed behind")
    func moved() async throws {
        let shop = try await StaffedShop()
        try await shop.sellInEurosOnly("roof-box")
        let visitor = try await shop.atThePayPage()
        let euros = try #require(visitor.cookies["cart"])
        let kept = try await visitor.post("/currency", ["to": "CHF", "back": "/"])
        #expect(kept.status == 200 && kept.text.contains("<li>Roof box 420 l</li>"))
        #expect(kept.text.contains("Nothing in your cart can be had in CHF"))
        #expect(visitor.cookies["cart"] == euros && kept.text.contains("€449.00"), "nothing to take along")
        _ = try await visitor.post("/cart/lines", [("product", "floor-mats"), ("quantity", "2")])
        visitor.cookies["currency"] = "EUR"
        let moved = try await visitor.post("/currency", ["to": "CHF", "back": "/"])
        #expect(moved.status == 200 && moved.text.contains("<li>Roof box 420 l</li>"))
        #expect(visitor.cookies["cart"] != euros && visitor.cookies["cart-count"] == "2")
        let page = try await visitor.get("/cart").text
        #expect(page.contains("Floor mats") && page.contains("CHF") && !page.contains("Roof box"))
        await shop.close()
    }

    @Test("a car that can't be had as chosen doesn't become another one in another currency")
    func movedWithdrawn() async throws {
        let shop = try await StaffedShop()
        let visitor = shop.visitor()
        _ = try await visitor.post("/cart/lines?product=montis", [("choice", "sound")])
        _ = try await visitor.post("/cart/lines", [("product", "floor-mats"), ("quantity", "1")])
        try await shop.dropOption("sound", of: "montis")
        #expect(try await visitor.get("/cart").text.contains("be had like this any more"))
        let moved = try await visitor.post("/currency", ["to": "CHF", "back": "/"])
        #expect(moved.text.contains("<li>Montis</li>"))
        #expect(try await !visitor.get("/cart").text.contains("Montis"))
        await shop.close()
    }

    @Test("an address keeps its region and its telephone on the way through the form")
    func wholeAddress() async throws {
        let shop = try await StaffedShop()
        let visitor = try await shop.atThePayPage()
        let path = "/v1/carts/\(try #require(visitor.cookies["cart"]))"
        let address: JSON = [
            "name": "Ada", "street": "1 Main St", "postalCode": "10115", "city": "Berlin", "region": "Mitte",
            "country": "DE", "phone": "+49 30 1",
        ]
        let put = try await TestClient(shop.wiring.api).put(
            "\(path)/addresses", ["email": "ada@example.org", "invoiceAddress": address])
        try #require(put.status == 200, "\(put.text)")
        let page = try await visitor.get("/checkout").text
        #expect(page.contains("value=\"Mitte\"") && page.contains("value=\"+49 30 1\""))
        let parts = ["name", "street", "postalCode", "city", "region", "country", "phone"]
        let typed = parts.map { ($0, address[$0]?.string ?? "") }
        _ = try await visitor.post("/checkout", [("email", "ada@example.org")] + typed)
        let cart = try await TestClient(shop.wiring.api).get(path).json
        #expect(cart["invoiceAddress"] == address)
        await shop.close()
    }

    @Test("while the API is busy, a cart is neither empty nor lost")
    func busy() async throws {
        let shop = try await StaffedShop()
        let full = try await shop.atThePayPage()
        let api = BusyAPI(shop.wiring.api)
        let visitor = shop.visitor(over: api)
        visitor.cookies = full.cookies
        _ = try await visitor.get("/")
        let before = visitor.cookies
        api.isBusy { $0.method == .get && $0.path.hasPrefix("/v1/carts/") }
        let page = try await visitor.get("/cart")
        #expect(page.status == 503 && page.text.contains("busy") && !page.text.contains("empty"))
        let added = try await visitor.post("/cart/lines", [("product", "floor-mats"), ("quantity", "1")])
        #expect(added.status == 503 && added.text.contains("busy"))
        #expect(try await visitor.post("/currency", ["to": "CHF", "back": "/"]).status == 503)
        #expect(visitor.cookies == before)
        api.isBusy { $0.method == .post && $0.path.hasSuffix("/lines") }
        #expect(try await visitor.post("/currency", ["to": "CHF", "back": "/"]).status == 503)
        #expect(visitor.cookies == before)
        api.isBusy { _ in false }
        #expect(try await visitor.get("/cart").text.contains("Roof box"))
        await shop.close()
    }

    @Test("what isn't sold in the currency chosen opens a cart in one of its own; a cart in another can be moved")
    func notSold() async throws {
        let shop = try await StaffedShop()
        try await shop.sellInEurosOnly("roof-box")
        let swiss = shop.visitor()
        swiss.cookies["currency"] = "CHF"
        let box = [("product", "roof-box"), ("quantity", "1")]
        #expect(try await swiss.post("/cart/lines", box).headers["Location"] == "/cart")
        #expect(try await swiss.get("/cart").text.contains("€449.00"))
        let other = shop.visitor()
        other.cookies["currency"] = "CHF"
        _ = try await other.post("/cart/lines", [("product", "floor-mats"), ("quantity", "1")])
        let refused = try await other.post("/cart/lines", box)
        #expect(refused.status == 409 && refused.text.contains("name=\"to\" value=\"EUR\""), "\(refused.status)")
        #expect(refused.text.contains("name=\"back\" value=\"/products/roof-box\""))
        let moved = try await other.post("/currency", ["to": "EUR", "back": "/products/roof-box"])
        #expect(moved.headers["Location"] == "/products/roof-box")
        #expect(try await other.post("/cart/lines", box).headers["Location"] == "/cart")
        #expect(try await other.get("/cart").text.contains("Floor mats"))
        let emptied = shop.visitor()
        emptied.cookies["currency"] = "CHF"
        _ = try await emptied.post("/cart/lines", [("product", "floor-mats"), ("quantity", "1")])
        let line = try #require(try await emptied.get("/cart").text.firstMatch(of: /\/cart\/lines\/[a-z0-9]+/)?.output)
        _ = try await emptied.post(String(line), ["remove": "1"])
        _ = try await emptied.post("/currency", ["to": "EUR", "back": "/"])
        #expect(try await emptied.post("/cart/lines", box).headers["Location"] == "/cart")
        await shop.close()
    }
}

extension StaffedShop {
    func sellInEurosOnly(_ product: String) async throws {
        let address = "/v1/products/\(product)/prices"
        let prices = try await api.get(address)
        let euros = (prices.json["prices"]?.array ?? []).filter { $0["price"]?["currency"] == "EUR" }
        let set = try await api.put(
            address, ["prices": .array(euros)], headers: ["If-Match": prices.headers["ETag"] ?? ""])
        try #require(set.status == 200, "\(set.text)")
    }

    /// Publishes a car's model without an option.
    func dropOption(_ option: String, of product: String) async throws {
        let address = "/v1/products/\(product)/model/draft"
        let draft = try await api.get(address)
        let groups = (draft.json["groups"]?.array ?? []).map { group -> JSON in
            var group = group.object ?? JSON.Object()
            group["options"] = .array((group["options"]?.array ?? []).filter { $0["id"]?.string != option })
            return .object(group)
        }
        let rules = (draft.json["rules"]?.array ?? []).filter { !$0.description.contains("\"\(option)\"") }
        let set = try await api.put(
            address, ["groups": .array(groups), "rules": .array(rules)],
            headers: ["If-Match": draft.headers["ETag"] ?? ""])
        try #require(set.status == 200, "\(set.text)")
        let published = try await api.post("/v1/products/\(product)/model/publish")
        try #require(published.status == 201, "\(published.text)")
    }
}
