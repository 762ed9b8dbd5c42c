import Faces
import Testbed
import Testing
import Trade
import Values
import Web

@testable import Orderworks

@Suite("Pages of buyers: back to an order")
struct BuyersOrderTests {
    @Test(
        "a pay form whose answer was lost opens its order when it is sent again",
        arguments: [MemoryTill.goodToken, MemoryTill.askingToken])
    func lostAnswer(token: String) async throws {
        let shop = try await StaffedShop()
        let visitor = try await shop.atThePayPage()
        let form = try await visitor.payForm(token)
        let before = visitor.cookies
        let lost = try await visitor.post("/checkout/pay", form)
        visitor.cookies = before
        let again = try await visitor.post("/checkout/pay", form)
        let page = try #require(again.headers["Location"])
        #expect(page == lost.headers["Location"])
        #expect(try await visitor.get(page).status == 200)
        visitor.cookies = before
        let other = try await visitor.post("/checkout/pay", form.merging(["key": "k2"]) { $1 })
        #expect(other.headers["Location"] == page.split(separator: "?").first.map(String.init))
        #expect(try await visitor.get(page).status == 404, "another form's key opens nothing")
        #expect(try await shop.api.get("/v1/orders?state=\(token == MemoryTill.goodToken ? "placed" : "pending")")
            .json["items"]?.array?.count == 1)
        try await shop.check()
        await shop.close()
    }

    @Test("a form sent again while the bank thinks is told so, with the way to ask again")
    func underWay() async throws {
        let shop = try await StaffedShop()
        let visitor = try await shop.atThePayPage()
        let form = try await visitor.payForm(MemoryTill.goodToken)
        let impatient = shop.visitor()
        impatient.cookies = visitor.cookies
        shop.bank.hold()
        async let first = visitor.post("/checkout/pay", form)
        try await shop.bank.someoneWaits()
        let second = try await impatient.post("/checkout/pay", form)
        #expect(second.status == 409 && second.text.contains("being placed at this moment"))
        for (name, value) in form {
            #expect(second.text.contains("name=\"\(name)\" value=\"\(value)\""), "the same form, to be sent again")
        }
        shop.bank.letGo()
        let placed = try await first.headers["Location"]
        #expect(try await impatient.post("/checkout/pay", form).headers["Location"] == placed)
        #expect(try await impatient.get(try #require(placed)).status == 200)
        try await shop.check()
        await shop.close()
    }

    @Test("a pay form that meets a busy API is kept, to be sent again as it is")
    func busy() async throws {
        let shop = try await StaffedShop()
        let full = try await shop.atThePayPage()
        let api = BusyAPI(shop.wiring.api)
        let visitor = shop.visitor(over: api)
        visitor.cookies = full.cookies
        let form = try await visitor.payForm(MemoryTill.goodToken)
        for refused: @Sendable (Request.Head) -> Bool in [
            { $0.method == .post && $0.path.hasSuffix("/order") },
            { $0.method == .get && $0.path.hasPrefix("/v1/carts/") },
        ] {
            api.isBusy(refused)
            let waiting = try await visitor.post("/checkout/pay", form)
            #expect(waiting.status == 503)
            for (name, value) in form { #expect(waiting.text.contains("name=\"\(name)\" value=\"\(value)\"")) }
            #expect(!waiting.text.contains("type=\"radio\""), "no other card may be chosen for this form")
        }
        api.isBusy { _ in false }
        let placed = try #require(try await visitor.post("/checkout/pay", form).headers["Location"])
        api.isBusy { $0.path.hasSuffix("/history") }
        #expect(try await visitor.get(placed).status == 503, "nothing is said of what isn't known")
        api.isBusy { _ in false }
        #expect(try await visitor.get(placed).status == 200)
        try await shop.work()
        try await shop.check()
        await shop.close()
    }

    @Test("another card pays what was ordered, whatever was put into a new cart meanwhile")
    func sameCart() async throws {
        let shop = try await StaffedShop()
        let visitor = try await shop.atThePayPage()
        let cart = try #require(visitor.cookies["cart"])
        let away = try #require(try await visitor.pay(MemoryTill.askingToken).headers["Location"])
        let order = String(away.dropLast("?bank=1".count))
        _ = try await visitor.post("/cart/lines", [("product", "floor-mats"), ("quantity", "1")])
        let mats = try #require(visitor.cookies["cart"])
        #expect(mats != cart)
        #expect(try await visitor.wantOtherCard(order) == "/checkout/pay")
        #expect(visitor.cookies["cart"] == cart && visitor.cookies["cart-count"] == "1")
        #expect(try await visitor.get("/checkout/pay").text.contains("Roof box"))
        visitor.cookies["cart"] = mats
        #expect(try await visitor.get(order).text.contains("action=\"\(order)/other-card\""))
        #expect(try await visitor.wantOtherCard(order) == "/checkout/pay")
        #expect(visitor.cookies["cart"] == cart)
        let secret = try #require(visitor.cookies["order"])
        let placed = try #require(try await visitor.pay(MemoryTill.goodToken).headers["Location"])
        visitor.cookies["order"] = secret
        visitor.cookies["cart"] = mats
        #expect(try await visitor.wantOtherCard(order) == placed.split(separator: "?").first.map(String.init))
        #expect(visitor.cookies["cart"] == mats, "what is paid already isn't taken up again")
        try await shop.work()
        try await shop.check()
        await shop.close()
    }

    @Test("an order's cart is named to who holds its secret, and to no one else")
    func cartOfOrder() async throws {
        let shop = try await StaffedShop()
        let cart = try await shop.cart([("roof-box", 1)])
        let placed = try await shop.pay(cart, token: MemoryTill.goodToken).json
        let order = try #require(placed["order"]?["id"]?.string)
        let secret = try #require(placed["secret"]?.string)
        let buyer = TestClient(shop.wiring.api).with("Authorization", "Bearer \(secret)")
        #expect(try await buyer.get("/v1/orders/\(order)").json["cart"]?.string == cart)
        let staff = try await shop.api.get("/v1/orders/\(order)").json
        #expect(staff["order"] != nil && staff["cart"] == nil)
        await shop.close()
    }

    @Test("a link with a wrong secret doesn't lock out who holds the right one")
    func wrongSecret() async throws {
        let shop = try await StaffedShop()
        let visitor = try await shop.atThePayPage()
        let thanks = try #require(try await visitor.pay(MemoryTill.goodToken).headers["Location"])
        let order = String(thanks.dropLast("?thanks=1".count))
        let link = try await visitor.get("\(order)?secret=os_wrong")
        #expect(link.status == 303 && link.headers["Location"] == order && link.headers.all("Set-Cookie").isEmpty)
        #expect(try await visitor.get(order).status == 200)
        await shop.close()
    }

    @Test("a bank's no is told to German buyers in German, whatever its code", arguments: [
        ("payment_intent_authentication_failure", "nicht bestätigen"), ("incorrect_cvc", "Prüfnummer"),
        ("lost_card", "Ihre Karte wurde abgelehnt."), ("processing_error", "noch einmal"),
        ("heard_of_never", "Ihre Karte wurde abgelehnt."),
    ])
    func germanDecline(code: String, words: String) async throws {
        let shop = try await StaffedShop()
        let visitor = try await shop.atThePayPage()
        visitor.language = .de
        shop.bank.declines(with: code)
        let no = try await visitor.pay(MemoryBank.declinedToken)
        #expect(no.status == 402 && !no.text.contains("The card has no money.") && no.text.contains(words), "\(code)")
        await shop.close()
    }
}

extension Visitor {
    /// Asks on an order's page to pay with another card; answers where that leads.
    fileprivate func wantOtherCard(_ order: String) async throws -> String? {
        try await post("\(order)/other-card", [String: String]()).headers["Location"]
    }
}
