import Testbed
import Testing
import Values
import Web

@testable import Orderworks

@Suite("Pages of staff: log-in and lists")
struct ConsoleTests {
    /// What the owner types in.
    private func typed(back: String = "", password: String = TestStaff.password) -> [(String, String)] {
        [("email", TestStaff.ownerEmail), ("password", password), ("back", back)]
    }

    @Test("whoever hasn't logged in is led to the log-in, and from there back")
    func logIn() async throws {
        let shop = try await StaffedShop(isSecure: true)
        for address in ["/staff/orders?list=ship", "/staff/orders"] {
            let away = try await shop.browser().get(address)
            #expect(away.status == 303)
            let login = try #require(away.headers["Location"])
            #expect(login == "/staff/login?back=\(Percent.encoded(address))")
            let form = try await shop.browser().get(login)
            #expect(form.status == 200 && form.text.contains("name=\"back\" value=\"\(address)\""))
            #expect(form.headers["Cache-Control"] == "no-store")
            let answer = try await shop.browser().post("/staff/login", typed(back: address))
            #expect(answer.status == 303 && answer.headers["Location"] == address)
            let cookie = try #require(answer.headers["Set-Cookie"])
            #expect(cookie.wholeMatch(
                of: /__Host-staff=se_[0-9a-z]+; Path=\/; HttpOnly; SameSite=Strict; Secure/) != nil, "\(cookie)")
            #expect(answer.body.isEmpty)
        }
        #expect(try await shop.staff.get("/staff/orders").status == 200)
        await shop.close()
    }

    @Test("a wrong password and an unknown address are refused alike, and nothing typed is shown but the address")
    func wrongPassword() async throws {
        let shop = try await StaffedShop()
        let wrong = try await shop.browser().post("/staff/login", typed(password: "not <b>it</b>"))
        let unknown = try await shop.browser().post(
            "/staff/login", [("email", "nobody@example.org"), ("password", "not <b>it</b>")])
        for answer in [wrong, unknown] {
            #expect(answer.status == 401 && answer.headers.all("Set-Cookie").isEmpty)
            #expect(answer.text.contains("The address or the password is wrong."))
            #expect(!answer.text.contains("<b>it</b>") && !answer.text.contains("&lt;b&gt;"))
        }
        #expect(wrong.text.contains("value=\"\(TestStaff.ownerEmail)\""))
        let foreign = try await shop.browser().post("/staff/login", typed(), token: nil)
        #expect(foreign.status == 403 && foreign.headers.all("Set-Cookie").isEmpty)
        let empty = try await shop.browser().post("/staff/login", [("email", "x"), ("password", "")])
        #expect(empty.status == 422 && empty.text.contains("This is no e-mail address."))
        #expect(empty.text.contains("Please fill this in."))
        await shop.close()
    }

    @Test("who guesses waits: the page says how long")
    func guessing() async throws {
        let shop = try await StaffedShop()
        var answer = try await shop.browser().post("/staff/login", typed(password: "guess"))
        for _ in 0..<6 { answer = try await shop.browser().post("/staff/login", typed(password: "guess")) }
        #expect(answer.status == 429 && answer.headers["Retry-After"] != nil)
        #expect(answer.text.contains("Too many tries."))
        await shop.close()
    }

    @Test("what a cookie holds that is no session of staff opens nothing", arguments: [
        "key", "customer", "os_abc", "<script>", "a\r\nSet-Cookie: x=y",
    ])
    func wrongCookie(kind: String) async throws {
        let shop = try await StaffedShop()
        let text = switch kind {
        case "key": shop.staffKey
        case "customer": try await TestCustomer(shop).session
        default: kind
        }
        let answer = try await shop.browser(text).get("/staff/orders")
        #expect(answer.status == 303 && answer.headers["Location"]?.hasPrefix("/staff/login") == true)
        #expect(answer.headers["Set-Cookie"]?.contains("Max-Age=0") == true)
        await shop.close()
    }

    @Test("back leads to pages of staff only", arguments: [
        "https://evil.test/", "//evil.test", "/", "/staff/login?back=/staff", "/staffroom", "/staff\r\nX: y",
    ])
    func back(address: String) async throws {
        let shop = try await StaffedShop()
        let answer = try await shop.browser().post("/staff/login", typed(back: address))
        #expect(answer.headers["Location"] == "/staff")
        await shop.close()
    }

    @Test("logged out, nobody sees anything, whoever kept the cookie")
    func logOut() async throws {
        let shop = try await StaffedShop()
        let browser = shop.browser(try await TestStaff(shop.wiring).join(
            "Sally Sales", as: "sales", invitedBy: shop.staffSession))
        #expect(try await browser.get("/staff/orders").status == 200)
        let out = try await browser.post("/staff/logout", [])
        #expect(out.headers["Location"] == "/staff/login")
        #expect(out.headers["Set-Cookie"]?.contains("staff=; Path=/;") == true)
        #expect(out.headers["Set-Cookie"]?.contains("Max-Age=0") == true)
        let refused = try await browser.get("/staff/orders")
        #expect(refused.status == 303 && refused.headers["Set-Cookie"]?.contains("Max-Age=0") == true)
        await shop.close()
    }

    @Test("orders are listed, filtered by links and found")
    func orders() async throws {
        let shop = try await StaffedShop()
        let parcel = try await shop.order(buyer: "Emmy Noether")
        let collected = try await shop.order(dealer: try await shop.dealer())
        let all = try await shop.staff.get("/staff/orders")
        #expect(all.text.contains("/staff/orders/\(parcel)\"") && all.text.contains("/staff/orders/\(collected)\""))
        #expect(all.headers["Cache-Control"] == "no-store")
        let ship = try await shop.staff.get("/staff/orders?list=ship").text
        #expect(ship.contains(parcel) && !ship.contains(collected))
        let ready = try await shop.staff.get("/staff/orders?list=make_ready&day=today").text
        #expect(!ready.contains(parcel) && ready.contains(collected))
        #expect(try await shop.staff.get("/staff/orders?day=yesterday").text.contains("No order fits."))
        let found = try await shop.staff.get("/staff/orders?search=noeth").text
        #expect(found.contains(parcel) && !found.contains(collected))
        let nonsense = try await shop.staff.get("/staff/orders?search=--")
        #expect(nonsense.status == 422 && nonsense.text.contains("class=\"fault\""))
        await shop.close()
    }
}

extension StaffedShop {
    /// A dealer of the demo shop.
    func dealer() async throws -> String {
        let places = try await api.get("/v1/places?kind=dealer").json["items"]?.array ?? []
        return try #require(places.first?["id"]?.string)
    }
}
