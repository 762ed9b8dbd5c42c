import Testbed
import Testing
import Values
import Web

@testable import Orderworks

@Suite("Pages of staff: log-in and lists")
struct ConsoleTests {
    @Test("who shows no key is led to the log-in, and from there back")
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
            let answer = try await shop.browser().post("/staff/login", [("key", shop.staffKey), ("back", address)])
            #expect(answer.status == 303 && answer.headers["Location"] == address)
            #expect(answer.headers.all("Set-Cookie") == [
                "staff=\(shop.staffKey); Path=/staff; HttpOnly; SameSite=Strict; Secure",
            ])
            #expect(answer.body.isEmpty)
        }
        #expect(try await shop.staff.get("/staff/orders").status == 200)
        await shop.close()
    }

    @Test("a wrong key is refused without a hint, and no form from elsewhere is taken", arguments: [
        "", "ow_0000000000000000000000000000000", "os_abc", "<script>", "Bearer x", "a\r\nSet-Cookie: x=y",
    ])
    func wrongKey(key: String) async throws {
        let shop = try await StaffedShop()
        let answer = try await shop.browser().post("/staff/login", [("key", key)])
        #expect(answer.status == 401 && answer.headers.all("Set-Cookie").isEmpty)
        #expect(answer.text.contains("No key in force is like that one."))
        #expect(key.isEmpty || !answer.text.contains(key), "what was typed isn't shown again")
        let foreign = try await shop.browser().post("/staff/login", [("key", shop.staffKey)], token: nil)
        #expect(foreign.status == 403 && foreign.headers.all("Set-Cookie").isEmpty)
        await shop.close()
    }

    @Test("back leads to pages of staff only", arguments: [
        "https://evil.test/", "//evil.test", "/", "/staff/login?back=/staff", "/staffroom", "/staff\r\nX: y",
    ])
    func back(address: String) async throws {
        let shop = try await StaffedShop()
        let answer = try await shop.browser().post("/staff/login", [("key", shop.staffKey), ("back", address)])
        #expect(answer.headers["Location"] == "/staff")
        await shop.close()
    }

    @Test("logged out, or with a revoked key, nobody sees anything")
    func logOut() async throws {
        let shop = try await StaffedShop()
        let out = try await shop.staff.post("/staff/logout", [])
        #expect(out.headers["Location"] == "/staff/login")
        #expect(out.headers["Set-Cookie"]?.contains("staff=; Path=/staff") == true)
        #expect(out.headers["Set-Cookie"]?.contains("Max-Age=0") == true)
        let fresh = try await shop.api.post("/v1/keys", ["name": "temp", "role": "staff"]).json
        let browser = shop.browser(try #require(fresh["text"]?.string))
        #expect(try await browser.get("/staff/orders").status == 200)
        _ = try await shop.api.delete("/v1/keys/\(try #require(fresh["key"]?["id"]?.string))")
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
