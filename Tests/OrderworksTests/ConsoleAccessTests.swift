import Testbed
import Testing
import Values
import Web

@testable import Orderworks

@Suite("Pages of staff: coming in, people, roles, keys and the audit book")
struct ConsoleAccessTests {
    @Test("an invitation's link changes nothing until its form is sent, and then opens once")
    func join() async throws {
        let shop = try await StaffedShop()
        let token = try await TestStaff(shop.wiring).invite("Sally Sales", as: "sales", by: shop.staffSession)
        let sally = shop.visitor()
        for _ in 0..<2 { #expect(try await sally.get("/staff/join?token=\(token)").text.contains(token)) }
        let weak = try await sally.post("/staff/join", ["token": token, "password": "sally"])
        #expect(weak.status == 422 && weak.text.contains("Too easy to guess"))
        let joined = try await sally.post("/staff/join", ["token": token, "password": TestStaff.password])
        #expect(joined.headers["Location"] == "/staff" && sally.cookies["staff"]?.hasPrefix("se_") == true)
        #expect(try await sally.get("/staff").status == 200)
        let again = try await shop.visitor().post("/staff/join", ["token": token, "password": TestStaff.password])
        #expect(again.status == 410 && again.text.contains("This link was used already"))
        let nonsense = try await shop.visitor().post("/staff/join", ["token": "<b>", "password": "x"])
        #expect(nonsense.status == 410 && !nonsense.text.contains("<b>"))
        #expect(try await sally.get("/staff/join").status == 404, "without a token there is nothing to see")
        await shop.close()
    }

    @Test("where a second factor is asked for, nothing opens before; a recovery code opens once")
    func secondFactor() async throws {
        let shop = try await StaffedShop(needsSecondFactor: true)
        let people = TestStaff(shop.wiring)
        let token = try await people.invite("Sally Sales", as: "sales", by: shop.staffSession)
        let sally = shop.visitor()
        let joined = try await sally.post("/staff/join", ["token": token, "password": TestStaff.password])
        #expect(joined.headers["Location"] == "/staff/second-factor/setup?back=%2Fstaff")
        #expect(try await sally.get("/staff/orders").headers["Location"]
            == "/staff/second-factor?back=%2Fstaff%2Forders")
        #expect(try await sally.get("/staff/second-factor/setup").status == 200)
        let square = try await sally.post("/staff/second-factor/setup", ["do": "begin", "back": "/staff/orders"])
        #expect(square.text.contains("<svg") && square.headers["Cache-Control"] == "no-store")
        func hidden(_ name: String, _ page: TestAnswer) throws -> String {
            let pattern = try Regex("name=\"\(name)\" value=\"([^\"]+)\"", as: (Substring, Substring).self)
            return String(try #require(page.text.firstMatch(of: pattern)).1)
        }
        let seed = try hidden("seed", square)
        var form = [
            "do": "confirm", "back": "/staff/orders", "seed": seed, "address": "otpauth://totp/x", "code": "000000",
        ]
        let wrong = try await sally.post("/staff/second-factor/setup", form)
        #expect(wrong.status == 422 && wrong.text.contains("t right, or was used already"))
        #expect(try hidden("seed", wrong) == seed)
        form["code"] = people.code(seed)
        let half = sally.cookies["staff"]
        let codes = try await sally.post("/staff/second-factor/setup", form)
        let written = codes.text.matches(of: /<li><code>([0-9a-z-]+)<\/code>/).map { String($0.1) }
        #expect(codes.status == 200 && written.count == 10)
        #expect(sally.cookies["staff"] != half, "with more shown comes another session")
        #expect(try await sally.get("/staff/orders").status == 200)
        _ = try await sally.post("/staff/logout", [:])
        for isFirst in [true, false] {
            let entered = try await sally.post(
                "/staff/login", ["email": TestStaff.email(of: "Sally"), "password": TestStaff.password])
            #expect(entered.headers["Location"] == "/staff/second-factor?back=%2Fstaff")
            let shown = try await sally.post("/staff/second-factor", ["code": written[0]])
            #expect(shown.status == (isFirst ? 303 : 422))
        }
        await shop.close()
    }

    @Test("people are invited, given a role, kept out, let in and let go; the last owner stays")
    func people() async throws {
        let shop = try await StaffedShop()
        let sent = try await shop.staff.post("/staff/people", [
            ("do", "invite"), ("name", "Sally Sales"), ("email", "sally@example.org"), ("role", "sales"),
        ])
        #expect(sent.headers["Location"] == "/staff/people?done=invite")
        let token = try await TestStaff(shop.wiring).mailedToken(to: "sally@example.org")
        let sally = shop.visitor()
        _ = try await sally.post("/staff/join", ["token": token, "password": TestStaff.password])
        let staff = try await shop.api.get("/v1/staff").json["items"]?.array ?? []
        func id(_ email: String) throws -> String {
            try #require(staff.first { $0["email"]?.string == email }?["id"]?.string)
        }
        let account = ("account", try id("sally@example.org"))
        func act(_ deed: String, _ role: String, on account: (String, String)) async throws -> TestAnswer {
            try await shop.staff.post("/staff/people", [("do", deed), account, ("role", role)])
        }
        #expect(try await act("assign", "warehouse", on: account).status == 303)
        #expect(try await sally.get("/staff").text.contains("/staff/stock\""))
        let placeless = try await act("assign", "dealer", on: account)
        #expect(placeless.status == 422 && placeless.text.contains("A role that reaches one place needs the place"))
        let owner = ("account", try id(TestStaff.ownerEmail))
        let last = try await act("assign", "sales", on: owner)
        #expect(last.status == 409 && last.text.contains("The last owner stays"))
        #expect(try await act("suspend", "warehouse", on: account).status == 303)
        #expect(try await sally.get("/staff").headers["Location"]?.hasPrefix("/staff/login") == true)
        #expect(try await act("resume", "warehouse", on: account).status == 303)
        #expect(try await act("dismiss", "warehouse", on: account).status == 303)
        #expect(try await !shop.staff.get("/staff/people").text.contains("sally@example.org"))
        let auditor = shop.browser(shop.auditorSession)
        #expect(try await auditor.get("/staff/people").status == 403)
        #expect(try await auditor.post("/staff/people", [("do", "dismiss"), owner]).status == 403)
        await shop.close()
    }

    @Test("an owner makes a role and takes it away; a key is shown once and revoked; the book tells of both")
    func rolesKeysAudit() async throws {
        let shop = try await StaffedShop()
        let made = try await shop.staff.post("/staff/roles", [
            ("do", "save"), ("role", "night-watch"), ("name", "Night watch"), ("permission", "stock.read"),
            ("placePermission", "order.list"),
        ])
        #expect(made.headers["Location"] == "/staff/roles?done=save")
        let roles = try await shop.staff.get("/staff/roles?role=night-watch").text
        #expect(roles.contains("Night watch") && roles.contains("value=\"stock.read\" checked"))
        #expect(roles.contains("name=\"placePermission\" value=\"order.list\" checked"))
        let builtIn = try await shop.staff.post("/staff/roles", [("do", "remove"), ("role", "sales")])
        #expect(builtIn.status == 409 && builtIn.text.contains("stays as it is"))
        let fresh = try await shop.staff.post("/staff/keys", [
            ("do", "make"), ("name", "till"), ("role", "warehouse"), ("place", ""), ("until", "2999-01-01"),
        ])
        let text = String(try #require(fresh.text.firstMatch(of: /ow_[0-9a-z]+/)).output)
        #expect(fresh.headers["Cache-Control"] == "no-store")
        let till = TestClient(shop.wiring.api).with("Authorization", "Bearer \(text)")
        #expect(try await till.get("/v1/stock").status == 200)
        let listed = try await shop.staff.get("/staff/keys").text
        #expect(listed.contains("till") && listed.contains("1 January 2999") && !listed.contains(text))
        let past = try await shop.staff.post("/staff/keys", [
            ("do", "make"), ("name", "late"), ("role", "warehouse"), ("until", "2001-01-01"),
        ])
        #expect(past.status == 422 && past.text.contains("A key must end later than now."))
        let keys = try await shop.api.get("/v1/keys").json["items"]?.array ?? []
        let id = try #require(keys.first { $0["name"] == "till" }?["id"]?.string)
        #expect(try await shop.staff.post("/staff/keys", [("do", "revoke"), ("key", id)]).status == 303)
        #expect(try await till.get("/v1/stock").status == 401)
        #expect(try await shop.staff.post("/staff/roles", [("do", "remove"), ("role", "night-watch")]).status == 303)
        let book = try await shop.staff.get("/staff/audit").text
        for deed in ["role.save", "role.remove", "key.create", "key.revoke"] { #expect(book.contains(deed), "\(deed)") }
        #expect(!book.contains(text))
        await shop.close()
    }

    @Test("the navigation shows what a role may see, and a page without the rest", arguments: [
        ("dealer", "dealer-berlin", ["orders"], "/staff/orders"), ("warehouse", nil, ["today", "orders", "stock"], nil),
        ("catalogue-editor", nil, ["stock", "products"], "/staff/stock"),
        ("accountant", nil, ["today", "orders", "stock", "products"], nil),
    ] as [(String, String?, [String], String?)])
    func navigation(role: String, place: String?, sections: [String], first: String?) async throws {
        let shop = try await StaffedShop()
        let order = try await shop.order(dealer: "dealer-berlin")
        let browser = shop.browser(try await TestStaff(shop.wiring).join(
            "Rosa Role", as: role, at: place, invitedBy: shop.staffSession))
        let start = try await browser.get("/staff")
        if let first { #expect(start.headers["Location"] == first) } else { #expect(start.status == 200) }
        let page = try await browser.get(first ?? "/staff").text
        let navigation = try #require(page.firstMatch(of: /<header[\s\S]*<\/header>/)).output
        for name in ["today", "orders", "stock", "products", "jobs", "people", "keys", "audit"] {
            let address = name == "today" ? "/staff" : "/staff/\(name)"
            #expect(navigation.contains("href=\"\(address)\"") == sections.contains(name), "\(name)")
        }
        let mayRead = sections.contains("orders")
        #expect(try await browser.get("/staff/orders/\(order)").status == (mayRead ? 200 : 403))
        if sections.contains("products") { #expect(try await browser.get("/staff/products/roof-box").status == 200) }
        await shop.close()
    }
}
