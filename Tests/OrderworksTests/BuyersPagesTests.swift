import Faces
import Testbed
import Testing
import Trade
import Values
import Web

@testable import Orderworks

@Suite("Pages of buyers: equipment, checkout, order")
struct BuyersPagesTests {
    @Test("a car's page marks what is taken and what can't be, says why, and prices each click")
    func equipment() async throws {
        let shop = try await StaffedShop()
        let visitor = shop.visitor()
        let plain = try await visitor.get("/products/montis")
        #expect(plain.status == 200 && plain.body.count < 100_000)
        #expect(plain.text.contains("id=\"option-paint-white\" name=\"group-paint\" value=\"paint-white\" checked"))
        #expect(plain.text.contains("+€690.00") && plain.text.contains("choose one"))
        #expect(!plain.text.contains("choice impossible"))
        let roofed = try await visitor.get("/products/montis?choice=glass-roof&group-paint=paint-green").text
        #expect(roofed.contains("id=\"option-paint-green\" name=\"group-paint\" value=\"paint-green\" checked"))
        #expect(roofed.contains("choice impossible"))
        #expect(roofed.contains("The glass roof leaves no room for roof rails."))
        let both = try await visitor.get("/products/montis?choice=glass-roof&choice=roof-rails").text
        #expect(both.contains("These choices don&#39;t go together.") || both.contains("don't go together."))
        #expect(both.contains("formaction=\"/cart/lines?product=montis\" disabled"))
        #expect(both.contains("Leave out “Roof rails”"))
        visitor.language = .de
        let german = try await visitor.get("/products/montis?choice=glass-roof").text
        #expect(german.contains("Das Glasdach") && german.contains("eines wählen") && german.contains("1.900,00"))
        let stale = try await visitor.get("/products/montis?choice=no-such-thing")
        #expect(stale.status == 200 && stale.text.contains("nicht mehr"))
        #expect(try await visitor.get("/products/none").status == 404)
        await shop.close()
    }

    @Test("what doesn't go together doesn't get into the cart, and nothing typed is lost")
    func refusals() async throws {
        let shop = try await StaffedShop()
        let visitor = shop.visitor()
        let refused = try await visitor.post(
            "/cart/lines?product=montis", [("choice", "glass-roof"), ("choice", "roof-rails")])
        #expect(refused.status == 422 && refused.text.contains("role=\"alert\""))
        #expect(refused.text.contains("id=\"option-glass-roof\" name=\"choice\" value=\"glass-roof\" checked"))
        for quantity in ["0", "1000", "two", "-1", ""] {
            let answer = try await visitor.post("/cart/lines", [("product", "roof-box"), ("quantity", quantity)])
            #expect(answer.status == (quantity.isEmpty ? 303 : 422), "\(quantity)")
        }
        #expect(try await visitor.post("/cart/lines", [("product", "none"), ("quantity", "1")]).status == 404)
        visitor.cookies["form"] = String(repeating: "0", count: 32)
        #expect(try await visitor.post("/cart/lines", [("product", "roof-box")]).status == 403)
        await shop.close()
    }

    @Test("addresses are asked for field by field; faults stand at their fields with what was typed")
    func addresses() async throws {
        let shop = try await StaffedShop()
        let visitor = shop.visitor()
        visitor.language = .de
        _ = try await visitor.post("/cart/lines", [("product", "roof-box"), ("quantity", "1")])
        #expect(try await visitor.get("/checkout/pay").headers["Location"] == "/checkout")
        let form = try await visitor.get("/checkout").text
        for name in ["Deutschland", "Österreich", "Frankreich"] {
            #expect(form.contains(">\(name)</option>"), "\(name)")
        }
        let faulty = try await visitor.post("/checkout", [
            ("email", "ada@"), ("name", "Ada <b>"), ("street", ""), ("postalCode", "10115"),
            ("city", String(repeating: "x", count: 121)), ("country", "DE"), ("otherDelivery", "1"),
            ("delivery-country", "DE"),
        ])
        #expect(faulty.status == 422 && faulty.text.contains("value=\"Ada &lt;b&gt;\""))
        for fault in ["fault-email", "fault-street", "fault-city", "fault-delivery-name", "fault-delivery-city"] {
            #expect(faulty.text.contains("id=\"\(fault)\""), "\(fault)")
        }
        #expect(!faulty.text.contains("id=\"fault-name\"") && faulty.text.contains("Höchstens 120 Zeichen."))
        #expect(try await visitor.address().headers["Location"] == "/checkout/delivery")
        for wish in ["", "collect:nowhere", "teleport"] {
            let refused = try await visitor.post("/checkout/delivery", [("delivery", wish)])
            #expect(refused.status == 422 && refused.text.contains("role=\"alert\""), "\(wish)")
        }
        let chosen = try await visitor.post("/checkout/delivery", ["delivery": "ship"])
        #expect(chosen.headers["Location"] == "/checkout/pay")
        #expect(try await visitor.get("/checkout").text.contains("value=\"Hauptstraße 1\""))
        await shop.close()
    }

    @Test("an order is placed once, however often its form is sent; only its buyer sees it")
    func ordered() async throws {
        let shop = try await StaffedShop()
        let visitor = try await shop.atThePayPage()
        let page = try await visitor.get("/checkout/pay")
        #expect(page.headers["Cache-Control"] == "no-store" && page.text.contains("4242 4242 4242 4242"))
        #expect(try await visitor.post("/checkout/pay", ["key": "k1"]).status == 422, "no card was chosen")
        let first = try await visitor.post("/checkout/pay", ["key": "k1", "card": "pm_card_visa"])
        let order = try #require(first.headers["Location"]?.split(separator: "?").first.map(String.init))
        #expect(first.headers["Location"] == "\(order)?thanks=1")
        let cookie = try #require(first.headers.all("Set-Cookie").first { $0.hasPrefix("order=") })
        #expect(cookie.contains("Path=\(order);") && cookie.contains("HttpOnly"))
        let second = try await visitor.post("/checkout/pay", ["key": "k1", "card": "pm_card_visa"])
        #expect(second.headers["Location"] == "\(order)?thanks=1", "the same form has the same answer")
        let thanks = try await visitor.get("\(order)?thanks=1")
        #expect(thanks.text.contains("Thank you for your order") && thanks.text.contains("ada@example.org"))
        #expect(thanks.text.contains("Order placed") && thanks.headers["Cache-Control"] == "no-store")
        #expect(try await !visitor.get(order).text.contains("Thank you"))
        #expect(try await shop.visitor().get(order).status == 404, "a stranger sees nothing")
        let friend = shop.visitor()
        try await shop.work()
        let link = try await friend.get(try await shop.linkInMail(to: order))
        #expect(link.status == 303 && link.headers["Location"] == order)
        #expect(try await friend.get(order).status == 200)
        #expect(try await shop.visitor().get("\(order)?secret=a%0d%0ab").status == 404)
        #expect(try await shop.api.get("/v1/orders").json["items"]?.array?.count == 1)
        try await shop.check()
        await shop.close()
    }

    @Test("a declined card is said in the buyer's language, and another one pays")
    func declined() async throws {
        let shop = try await StaffedShop()
        let visitor = try await shop.atThePayPage()
        visitor.language = .de
        _ = try await visitor.address()
        let no = try await visitor.pay(MemoryBank.declinedToken)
        #expect(no.status == 402 && no.text.contains("Ihre Karte hat nicht genug Deckung."))
        #expect(try await visitor.get("/cart").text.contains("Dachbox"), "the cart is as it was")
        #expect(try await visitor.pay("pm_card_visa").headers["Location"]?.hasSuffix("?thanks=1") == true)
        try await shop.work()
        let mail = try await shop.api.get("/v1/mails").json["items"]?.array?.first
        #expect(mail?["subject"]?.string?.hasPrefix("Auftragsbestätigung") == true)
        try await shop.check()
        await shop.close()
    }

    @Test("3-D Secure: the page leads to the bank once, and says what came of it")
    func proved() async throws {
        let shop = try await StaffedShop()
        let visitor = try await shop.atThePayPage()
        let away = try #require(try await visitor.pay("pm_3ds").headers["Location"])
        #expect(away.hasSuffix("?bank=1"))
        let order = String(away.dropLast("?bank=1".count))
        let leading = try await visitor.get(away)
        #expect(leading.headers["Refresh"] == "0; url=https://bank.example/3ds")
        let waiting = try await visitor.get(order)
        #expect(waiting.headers["Refresh"] == nil && waiting.text.contains("href=\"https://bank.example/3ds\""))
        #expect(try await visitor.get("/checkout/pay").headers["Location"] == order)
        shop.bank.confirmAll()
        #expect(try await visitor.get("\(order)/return?payment_intent=x").headers["Location"] == "\(order)?thanks=1")
        #expect(try await visitor.get("\(order)?thanks=1").text.contains("Thank you for your order"))
        #expect(try await visitor.get("/cart").text.contains("Your cart is empty."))
        try await shop.work()
        try await shop.check()
        await shop.close()
    }

    @Test("an order without a card leads to the bank's own page, once for each form", arguments: [true, false])
    func hosted(hasTestCards: Bool) async throws {
        let shop = try await StaffedShop(hasTestCards: hasTestCards)
        let visitor = try await shop.atThePayPage()
        let form = try await visitor.get("/checkout/pay").text
        #expect(form.contains("name=\"card\"") == hasTestCards)
        #expect(form.contains("value=\"hosted\""))
        let key = try #require(form.firstMatch(of: /name="key" value="([^"]+)"/)?.1)
        let fields = ["key": String(key), "pay": "hosted", "card": "pm_card_visa"]
        let away = try #require(try await visitor.post("/checkout/pay", fields).headers["Location"])
        #expect(away.hasSuffix("?bank=1"))
        #expect(try await visitor.get(away).headers["Refresh"] == "0; url=https://bank.example/3ds")
        #expect(try await visitor.post("/checkout/pay", fields).headers["Location"]?.hasPrefix("/orders/") == true)
        shop.bank.confirmAll()
        let order = String(away.dropLast("?bank=1".count))
        #expect(try await visitor.get("\(order)/return").headers["Location"] == "\(order)?thanks=1")
        #expect(try await shop.api.get("/v1/orders").json["items"]?.array?.count == 1)
        try await shop.work()
        try await shop.check()
        await shop.close()
    }

    @Test("a total that grew since, in another tab, is shown before it is ordered")
    func grownTotal() async throws {
        let shop = try await StaffedShop()
        let visitor = try await shop.atThePayPage()
        let form = try await visitor.get("/checkout/pay").text
        func field(_ name: Regex<(Substring, Substring)>) throws -> String {
            String(try #require(form.firstMatch(of: name)?.1))
        }
        let fields = [
            "key": try field(/name="key" value="([^"]+)"/), "total": try field(/name="total" value="([^"]+)"/),
            "pay": "card", "card": "pm_card_visa",
        ]
        #expect(try await visitor.post("/cart/lines?product=roof-box", [String: String]()).status == 303)
        let refused = try await visitor.post("/checkout/pay", fields)
        #expect(refused.status == 409 && refused.text.contains("The total has changed since."))
        #expect(try await shop.api.get("/v1/orders").json["items"] == [])
        #expect(try await visitor.pay("pm_card_visa").headers["Location"]?.hasSuffix("?thanks=1") == true)
        try await shop.work()
        try await shop.check()
        await shop.close()
    }

    @Test("who doesn't want to prove it at the bank pays with another card at once")
    func otherCardInstead() async throws {
        let shop = try await StaffedShop()
        let visitor = try await shop.atThePayPage()
        let away = try #require(try await visitor.pay("pm_3ds").headers["Location"])
        let order = String(away.dropLast("?bank=1".count))
        #expect(try await visitor.get(order).text.contains("action=\"\(order)/other-card\""))
        #expect(try await shop.visitor().post("\(order)/other-card", [String: String]()).status == 404)
        let given = try await visitor.post("\(order)/other-card", [String: String]())
        #expect(given.headers["Location"] == "/checkout/pay")
        #expect(try await visitor.get(order).text.contains("nothing was charged"))
        let placed = try #require(try await visitor.pay("pm_card_visa").headers["Location"])
        #expect(placed.hasSuffix("?thanks=1") && !placed.hasPrefix(order))
        // The browser holds the other order's secret now.
        #expect(try await visitor.post("\(order)/other-card", [String: String]()).status == 404)
        try await shop.work()
        try await shop.check()
        await shop.close()
    }
}

extension Visitor {
    /// Sends an address for invoice and goods.
    func address() async throws -> TestAnswer {
        try await post("/checkout", [
            ("email", "ada@example.org"), ("name", "Ada Lovelace"), ("street", "Hauptstraße 1"),
            ("postalCode", "10115"), ("city", "Berlin"), ("country", "DE"),
        ])
    }

    /// Pays on a fresh pay page.
    func pay(_ card: String) async throws -> TestAnswer { try await post("/checkout/pay", try await payForm(card)) }

    /// The pay page's form with a card chosen.
    func payForm(_ card: String) async throws -> [String: String] {
        let page = try await get("/checkout/pay").text
        let key = page.firstMatch(of: /name="key" value="([^"]+)"/).map { String($0.1) }
        let total = page.firstMatch(of: /name="total" value="([^"]+)"/).map { String($0.1) }
        return ["key": key ?? "", "total": total ?? "", "pay": "card", "card": card]
    }
}

extension StaffedShop {
    /// The link that the confirmation of an order holds, without the shop's own address.
    func linkInMail(to page: String) async throws -> String {
        let id = String(page.dropFirst("/orders/".count))
        let mails = try await api.get("/v1/mails?order=\(id)").json["items"]?.array ?? []
        let mail = try #require(mails.first?["id"]?.string)
        let text = try #require(try await api.get("/v1/mails/\(mail)").json["text"]?.string)
        let link = try #require(text.firstMatch(of: /http:\/\/127\.0\.0\.1(\/orders\/\S+)/))
        return String(link.1)
    }

    /// A visitor who has one good in the cart and has said where it goes.
    func atThePayPage(_ product: String = "roof-box") async throws -> Visitor {
        let visitor = visitor()
        _ = try await visitor.post("/cart/lines", [("product", product), ("quantity", "1")])
        _ = try await visitor.address()
        _ = try await visitor.post("/checkout/delivery", ["delivery": "ship"])
        return visitor
    }
}
