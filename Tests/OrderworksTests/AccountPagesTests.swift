import Storage
import Testbed
import Testing
import Values
import Web

@testable import Orderworks

@Suite("Pages of customers' accounts")
struct AccountPagesTests {
    @Test("a customer registers, confirms by the mail's link and is in; looking at the link changes nothing")
    func register() async throws {
        let shop = try await StaffedShop()
        let ada = shop.visitor()
        #expect(try await ada.get("/account").headers["Location"] == "/account/login?back=%2Faccount")
        let weak = try await ada.post(
            "/account/register", ["name": "Ada", "email": "ada@example.org", "password": "password"])
        #expect(weak.status == 422 && weak.text.contains("Too easy to guess"))
        #expect(weak.text.contains("value=\"ada@example.org\"") && !weak.text.contains("value=\"password\""))
        let sent = try await ada.post(
            "/account/register", ["name": "Ada", "email": "ada@example.org", "password": TestCustomer.password])
        #expect(sent.status == 200 && sent.text.contains("A mail is on its way to you."))
        let link = "/account/confirm?token=\(try await TestStaff(shop.wiring).mailedToken(to: "ada@example.org"))"
        for _ in 0..<2 { #expect(try await ada.get(link).status == 200) }
        let token = String(link.split(separator: "=")[1])
        let wrong = try await ada.post("/account/confirm", ["token": token, "password": "not mine at all"])
        #expect(wrong.status == 422 && wrong.text.contains("t your password."))
        let entered = try await ada.post("/account/confirm", ["token": token, "password": TestCustomer.password])
        #expect(entered.status == 303 && entered.headers["Location"] == "/account")
        let cookie = try #require(entered.headers["Set-Cookie"])
        #expect(cookie.wholeMatch(
            of: /customer=se_[0-9a-z]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=7776000/) != nil, "\(cookie)")
        let account = try await ada.get("/account")
        #expect(account.status == 200 && account.text.contains("Hello, Ada"))
        #expect(account.headers["Cache-Control"] == "no-store")
        let again = try await shop.visitor()
            .post("/account/confirm", ["token": token, "password": TestCustomer.password])
        #expect(again.status == 410 && again.text.contains("This link was used already"))
        await shop.close()
    }

    @Test("a password is reset by the mail's link, and every session ends")
    func reset() async throws {
        let shop = try await StaffedShop()
        let ada = try await TestCustomer(shop)
        let browser = shop.visitor()
        browser.cookies["customer"] = ada.session
        let stranger = shop.visitor()
        for email in [ada.email, "nobody@example.org"] {
            let asked = try await stranger.post("/account/forgot", ["email": email])
            #expect(asked.status == 200 && asked.text.contains("If there is an account with this address"))
        }
        let token = try await TestStaff(shop.wiring).mailedToken(to: ada.email)
        let fresh = "five quiet boats at noon"
        let saved = try await stranger.post("/account/reset", ["token": token, "password": fresh])
        #expect(saved.headers["Location"] == "/account/login?done=reset")
        #expect(try await browser.get("/account").status == 303)
        let entered = try await stranger.post("/account/login", ["email": ada.email, "password": fresh])
        #expect(entered.status == 303 && entered.headers["Location"] == "/account")
        #expect(try await stranger.get("/account").status == 200)
        await shop.close()
    }

    @Test("addresses are kept, changed, offered at the checkout, and removed")
    func addresses() async throws {
        let shop = try await StaffedShop()
        let ada = try await TestCustomer(shop)
        let browser = shop.visitor()
        browser.cookies["customer"] = ada.session
        let typed = [
            "label": "At home", "name": "Ada Lovelace", "street": "Ringweg 9", "postalCode": "10115",
            "city": "Berlin", "country": "DE",
        ]
        let faulty = try await browser.post(
            "/account/addresses/new", typed.merging(["street": ""]) { _, new in new })
        #expect(faulty.status == 422 && faulty.text.contains("id=\"fault-street\""))
        #expect(faulty.text.contains("value=\"At home\""))
        #expect(try await browser.post("/account/addresses/new", typed).headers["Location"] == "/account?done=address")
        let account = try await browser.get("/account").text
        #expect(account.contains("Ringweg 9") && account.contains("At home"))
        let link = String(try #require(account.firstMatch(of: /"(\/account\/addresses\/[0-9a-z]{20,})"/)).1)
        #expect(try await browser.get(link).text.contains("value=\"Ringweg 9\""))
        #expect(try await browser.post(link, typed.merging(["street": "Ringweg 11"]) { _, new in new }).status == 303)
        _ = try await browser.post("/cart/lines", ["product": "roof-box", "quantity": "1"])
        let checkout = try await browser.get("/checkout").text
        #expect(checkout.contains("value=\"Ringweg 11\"") && checkout.contains("value=\"\(ada.email)\""))
        #expect(try await browser.post(link, ["do": "remove"]).headers["Location"] == "/account?done=address-removed")
        #expect(try await !browser.get("/account").text.contains("Ringweg"))
        #expect(try await browser.get(link).status == 404)
        await shop.close()
    }

    @Test("somebody else's order and address are unknown, and nothing of one account is shown to another")
    func strangers() async throws {
        let shop = try await StaffedShop()
        let (ada, emmy) = (
            try await TestCustomer(shop),
            try await TestCustomer(shop, email: "emmy@example.org", name: "Emmy Noether"))
        let kept = try await ada.api.post("/v1/account/addresses", [
            "label": "At home", "address": [
                "name": "Ada", "street": "Ringweg 9", "postalCode": "10115", "city": "Berlin", "country": "DE",
            ],
        ])
        let browser = shop.visitor()
        browser.cookies["customer"] = emmy.session
        let address = try #require(kept.json["id"]?.string)
        #expect(try await browser.get("/account/addresses/\(address)").status == 404)
        let order = try await shop.order()
        #expect(try await browser.get("/orders/\(order)").status == 404)
        #expect(try await browser.post("/orders/\(order)/claim", [:]).status == 404)
        // The same page for three browsers, one after another: what one is shown is in no other's.
        for (session, name) in [(ada.session, "Ada"), (emmy.session, "Emmy"), (nil, "")] {
            let one = shop.visitor()
            one.cookies["customer"] = session
            let page = try await one.get("/products/roof-box").text
            #expect(!page.contains("Ada") && !page.contains("Emmy"))
            #expect(page.contains(session == nil ? ">Log in</a>" : ">Account</a>"))
            if session != nil { #expect(try await one.get("/account").text.contains("Hello, \(name)")) }
        }
        await shop.close()
    }

    @Test("who is logged in orders in their own name; a guest's order is taken into the account")
    func orders() async throws {
        let shop = try await StaffedShop()
        let ada = try await TestCustomer(shop)
        let browser = shop.visitor()
        browser.cookies["customer"] = ada.session
        let placed = try await browser.buy()
        browser.cookies["order"] = nil
        #expect(try await browser.get("/orders/\(placed)").status == 200, "opened by the session alone")
        #expect(try await browser.get("/account").text.contains("/orders/\(placed)\""))
        let guest = shop.visitor()
        let other = try await guest.buy()
        #expect(try await !guest.get("/orders/\(other)").text.contains("/claim"))
        guest.cookies["customer"] = ada.session
        #expect(try await guest.get("/orders/\(other)").text.contains("Take it into your account"))
        let claimed = try await guest.post("/orders/\(other)/claim", [:])
        #expect(claimed.headers["Location"] == "/account?done=claimed")
        #expect(try await guest.get("/account").text.contains("/orders/\(other)\""))
        #expect(try await !guest.get("/orders/\(other)").text.contains("/claim"))
        await shop.close()
    }

    @Test("a session that is over leads to the log-in, from the checkout too, and nothing is ordered meanwhile")
    func overSession() async throws {
        let shop = try await StaffedShop()
        let ada = try await TestCustomer(shop)
        let browser = shop.visitor()
        browser.cookies["customer"] = ada.session
        _ = try await ada.api.delete("/v1/session")
        let answer = try await browser.pay()
        #expect(answer.headers["Location"] == "/account/login?back=%2Fcheckout%2Fpay")
        #expect(browser.cookies["customer"] == nil)
        #expect(try await shop.api.get("/v1/orders").json["items"]?.array?.isEmpty == true)
        // As a guest it goes on.
        #expect(try await browser.get("/checkout/pay").status == 200)
        await shop.close()
    }

    @Test("who logs out leaves nothing in the browser but what opens nothing")
    func leaving() async throws {
        let shop = try await StaffedShop()
        let ada = try await TestCustomer(shop)
        let browser = shop.visitor()
        _ = try await browser.get("/language?to=de")
        _ = try await browser.post("/account/login", ["email": ada.email, "password": TestCustomer.password])
        _ = try await browser.buy()
        _ = try await browser.post("/cart/lines", ["product": "roof-box", "quantity": "1"])
        #expect(browser.cookies["customer"] != nil && browser.cookies.count > 4, "\(browser.cookies.keys)")
        let device = browser.cookies["customer-device"]
        let left = try await browser.post("/account/logout", [:])
        #expect(left.headers["Location"] == "/" && left.headers["Clear-Site-Data"] == "\"cookies\", \"storage\"")
        #expect(browser.cookies == ["customer-device": try #require(device), "language": "de"])
        let api = try await ada.api.delete("/v1/session")
        #expect(api.status == 204 && api.headers["Clear-Site-Data"] == "\"storage\"")
        let again = try await browser.post("/account/login", ["email": ada.email, "password": TestCustomer.password])
        #expect(again.status == 303 && browser.cookies["customer-device"] == device, "known as before")
        await shop.close()
    }

    @Test("another address is asked for with the password, confirmed by the mail's link, and told to the old one")
    func email() async throws {
        let shop = try await StaffedShop()
        let ada = try await TestCustomer(shop)
        let browser = shop.visitor()
        browser.cookies["customer"] = ada.session
        let wrong = try await browser.post(
            "/account", ["do": "email", "email": "ada@new.example", "password": "not it"])
        #expect(wrong.status == 422 && wrong.text.contains("t your password."))
        #expect(wrong.text.contains("value=\"ada@new.example\""))
        let asked = try await browser.post(
            "/account", ["do": "email", "email": "ada@new.example", "password": TestCustomer.password])
        #expect(asked.headers["Location"] == "/account?done=email")
        #expect(try await browser.get("/account?done=email").text.contains("on its way to the new address"))
        let token = try await TestStaff(shop.wiring).mailedToken(to: "ada@new.example")
        #expect(try await shop.visitor().get("/account/email?token=\(token)").headers["Location"]
            == "/account/login?back=%2Faccount%2Femail%3Ftoken%3D\(token)")
        let shown = try await browser.get("/account/email?token=\(token)")
        #expect(shown.status == 200 && shown.text.contains("Confirm your new address"))
        #expect(try await browser.get("/account").text.contains(ada.email), "looking changes nothing")
        let confirmed = try await browser.post("/account/email", ["token": token])
        #expect(confirmed.headers["Location"] == "/account?done=new-email")
        #expect(try await browser.get("/account?done=new-email").text.contains("ada@new.example"))
        let again = try await browser.post("/account/email", ["token": token])
        #expect(again.status == 410 && again.text.contains("This link was used already"))
        try await shop.work()
        let told = try await shop.wiring.shop.read { db in
            try db.all(
                "SELECT recipient FROM mailbox WHERE kind = 'account_email_changed'"
            ) { row in try row.get("recipient", as: String.self) }
        }
        #expect(told == [ada.email])
        await shop.close()
    }

    @Test("details, password and sessions are changed, and a wrong password closes nothing")
    func own() async throws {
        let shop = try await StaffedShop()
        let ada = try await TestCustomer(shop)
        let browser = shop.visitor()
        browser.cookies["customer"] = ada.session
        let named = try await browser.post("/account", ["do": "details", "name": "Ada King", "language": "de"])
        #expect(named.headers["Location"] == "/account?done=details")
        let wrong = try await browser.post(
            "/account", ["do": "password", "password": "not it", "newPassword": "five quiet boats at noon"])
        #expect(wrong.status == 422 && wrong.text.contains("t your password."))
        let changed = try await browser.post("/account", [
            "do": "password", "password": TestCustomer.password, "newPassword": "five quiet boats at noon",
        ])
        #expect(changed.headers["Location"] == "/account?done=password")
        #expect(browser.cookies["customer"] != ada.session, "another password, another session")
        #expect(try await ada.api.get("/v1/account").status == 401)
        let kept = try await browser.post("/account/closing", ["password": "not it"])
        #expect(kept.status == 422 && kept.text.contains("t your password."))
        #expect(try await browser.get("/account").text.contains("Hello, Ada King"))
        let closed = try await browser.post("/account/closing", ["password": "five quiet boats at noon"])
        #expect(closed.text.contains("Your account is closed.") && browser.cookies["customer"] == nil)
        let refused = try await browser.post(
            "/account/login", ["email": ada.email, "password": "five quiet boats at noon"])
        #expect(refused.status == 401)
        await shop.close()
    }
}

extension Visitor {
    /// Fills the cart and goes as far as the card; answers what came back.
    func pay() async throws -> TestAnswer {
        _ = try await post("/cart/lines", ["product": "roof-box", "quantity": "1"])
        _ = try await post("/checkout", [
            "email": "ada@example.org", "name": "Ada Lovelace", "street": "Hauptstr. 1", "postalCode": "10115",
            "city": "Berlin", "country": "DE",
        ])
        _ = try await post("/checkout/delivery", ["delivery": "ship"])
        let page = try await get("/checkout/pay").text
        let key = String(try #require(page.firstMatch(of: /name="key" value="([0-9a-f]+)"/)).1)
        let total = String(try #require(page.firstMatch(of: /name="total" value="([^"]+)"/)).1)
        return try await post(
            "/checkout/pay", ["key": key, "total": total, "card": MemoryTill.goodToken, "pay": "card"])
    }

    /// Buys a roof box; answers the order's id.
    func buy() async throws -> String {
        let answer = try await pay()
        let address = try #require(answer.headers["Location"], "\(answer.text)")
        return String(try #require(address.firstMatch(of: /\/orders\/([0-9a-z_]+)/)).1)
    }
}
