import Storage
import Testbed
import Testing
import Values
import Web

@testable import Orderworks

@Suite("Pages of staff: one order, from placed to closed")
struct ConsoleOrderTests {
    @Test("an order's page tells its whole story, in both languages, and loads nothing foreign")
    func story() async throws {
        let shop = try await StaffedShop()
        let order = try await shop.order([("roof-box", 2), ("floor-mats", 1)], buyer: "Emmy <Noether>")
        try await shop.work()
        let page = try await shop.staff.get("/staff/orders/\(order)").text
        let seen = try await shop.api.get("/v1/orders/\(order)").json["order"] ?? .null
        let number = try #require(seen["number"]?.string)
        for text in [
            number, "Emmy &lt;Noether&gt;", "ada@example.org", "2 × Roof box 420 l", "VAT 19% (included)",
            "Order placed", "Amount set aside", "pi_", "roof-box", "Your order \(number) is confirmed",
        ] { #expect(page.contains(text), "\(text)") }
        #expect(!page.contains("<Noether>"))
        for language in Language.allCases {
            try await shop.inspect("/staff/orders/\(order)", language)
            try await shop.inspect("/staff/orders/\(order)/history", language)
            try await shop.inspect("/staff/orders/\(order)/stock", language)
        }
        #expect(try await shop.staff.get("/staff/orders/01jcs8k4v0").status == 404)
        #expect(try await shop.staff.get("/staff/orders/%3Cb%3E").status == 404)
        try await shop.check()
        await shop.close()
    }

    @Test("goods are shipped in part, then the rest; a double click ships once")
    func ship() async throws {
        let shop = try await StaffedShop()
        let order = try await shop.order([("roof-box", 3)])
        let page = "/staff/orders/\(order)"
        let key = try await shop.hidden("key", on: page)
        let form = [("do", "ship"), ("key", key), ("ship-\(order)-1", "1"), ("carrier", "DHL"), ("tracking", "SN-1")]
        for _ in 1...2 {
            let answer = try await shop.staff.post(page, form)
            #expect(answer.status == 303 && answer.headers["Location"] == "\(page)?done=ship", "\(answer.text)")
        }
        let goods = try await shop.api.get("/v1/orders/\(order)/fulfilment").json
        #expect(goods["shipments"]?.array?.count == 1 && goods["lines"]?[0]?["shippedCount"] == 1)
        let shown = try await shop.staff.get("\(page)?done=ship").text
        #expect(shown.contains("Shipped. The buyer is told.") && shown.contains("SN-1") && shown.contains("of 2"))
        #expect(!shown.contains("value=\"cancel\""), "what has left in part isn't cancelled")
        let again = try await shop.staff.post(page, form.map { $0.0 == "carrier" ? ("carrier", "UPS") : $0 })
        #expect(again.status == 422 && again.text.contains("was sent once already"))
        #expect(!again.text.contains(key), "a spent key isn't offered again")
        let rest = [("do", "ship"), ("key", "rest"), ("ship-\(order)-1", "2"), ("carrier", "DHL")]
        #expect(try await shop.staff.post(page, rest).status == 303)
        try await shop.work()
        #expect(try await shop.state(order) == "closed")
        let closed = try await shop.staff.get(page).text
        #expect(!closed.contains("value=\"ship\"") && closed.contains("value=\"refund\""))
        for parcel in goods["shipments"]?.array ?? [] {
            let id = try #require(parcel["id"]?.string)
            #expect(closed.contains(id))
            let arrived = try await shop.staff.post(page, [("do", "deliver"), ("shipment", id)])
            #expect(arrived.headers["Location"] == "\(page)?done=deliver")
        }
        let parcels = try await shop.api.get("/v1/orders/\(order)/fulfilment").json["shipments"]?.array ?? []
        #expect(parcels.filter { $0["deliveredAt"]?.string != nil }.count == 1)
        try await shop.check()
        await shop.close()
    }

    @Test("what can't be shipped comes back at its field, with what was typed", arguments: [
        ("1", "", 422, "field-carrier", "fault-carrier"), ("x", "DHL", 422, "value=\"x\"", "A whole number from 1."),
        ("9", "DHL & Sons", 409, "value=\"DHL &amp; Sons\"", "Only 1 of that line have not been shipped yet."),
        ("0", "DHL", 422, "value=\"DHL\"", "Say of at least one line how many go."),
        ("-1", "DHL", 422, "value=\"-1\"", "A whole number from 1."),
    ])
    func refusedShipment(count: String, carrier: String, status: Int, kept: String, said: String) async throws {
        let shop = try await StaffedShop()
        let order = try await shop.order()
        let answer = try await shop.staff.post("/staff/orders/\(order)", [
            ("do", "ship"), ("key", "k-1"), ("ship-\(order)-1", count), ("carrier", carrier),
        ])
        #expect(answer.status == status && answer.text.contains(kept) && answer.text.contains(said))
        #expect(answer.text.contains("name=\"key\" value=\"k-1\""), "the same form, so the same key")
        #expect(try await shop.api.get("/v1/orders/\(order)/fulfilment").json["shipments"] == [])
        await shop.close()
    }

    @Test("a collected order is made ready, then handed over, and each once")
    func pickup() async throws {
        let shop = try await StaffedShop()
        let order = try await shop.order(dealer: try await shop.dealer())
        let page = "/staff/orders/\(order)"
        let placed = try await shop.staff.get(page).text
        #expect(placed.contains("value=\"ready\"") && !placed.contains("value=\"handover\""))
        #expect(!placed.contains("value=\"ship\""))
        let early = try await shop.staff.post(page, [("do", "handover")])
        #expect(early.status == 409 && early.text.contains("This order is not ready for pickup yet."))
        for step in ["ready", "handover"] {
            for _ in 1...2 {
                let answer = try await shop.staff.post(page, [("do", step)])
                #expect(answer.status == 303 && answer.headers["Location"] == "\(page)?done=\(step)")
            }
            #expect(!(try await shop.staff.get(page).text.contains("value=\"\(step)\"")))
        }
        try await shop.work()
        #expect(try await shop.state(order) == "closed")
        try await shop.check()
        await shop.close()
    }
}

extension StaffedShop {
    /// Looks at a page as a careful reader: complete, small, nothing foreign in it, and in the reader's language.
    func inspect(_ address: String, _ language: Language) async throws {
        let page = try await browser(staffSession, language: language.rawValue).get(address)
        #expect(page.status == 200, "\(address)")
        #expect(page.body.count < 100_000, "\(address) has \(page.body.count) bytes")
        #expect(page.headers["Cache-Control"] == "no-store", "\(address)")
        #expect(page.headers["Content-Security-Policy"]?.contains("script-src 'self'") == true, "\(address)")
        #expect(page.text.contains("<html lang=\"\(language.rawValue)\">"), "\(address)")
        for trace in ["{{", "}}", "Optional(", "[\"", "style=", "onclick", "<script>", "nil"] {
            #expect(!page.text.contains(trace), "\(address) has \(trace)")
        }
        for form in page.text.matches(of: /(?s)<form[^>]*method="post".*?<\/form>/) {
            #expect(form.0.contains("name=\"form\" value=\"\(Browser.token)\""), "\(address) has a form without token")
        }
        let fields = page.text.matches(of: /<(?:input|select|textarea)[^>]*>/).map { String($0.0) }
        for field in fields where !field.contains("type=\"hidden\"") && !field.contains("type=\"checkbox\"") {
            let id = field.firstMatch(of: /\sid="([^"]*)"/).map { String($0.1) }
            let isNamed = id.map { page.text.contains("for=\"\($0)\"") } ?? false
            #expect(isNamed || field.contains("aria-label"), "\(address): \(field)")
        }
        let ids = page.text.matches(of: /\sid="([^"]*)"/).map { String($0.1) }
        #expect(Set(ids).count == ids.count, "\(address) has an id twice")
    }

    /// The first hidden field of that name on a page.
    func hidden(_ name: String, on address: String) async throws -> String {
        let page = try await staff.get(address).text
        let field = try Regex("name=\"\(name)\" value=\"([^\"]*)\"", as: (Substring, Substring).self)
        return String(try #require(page.firstMatch(of: field)).1)
    }

    func state(_ order: String) async throws -> String? {
        try await api.get("/v1/orders/\(order)").json["order"]?["state"]?.string
    }

    /// Asks every invariant that the shop's data and the bank's books can answer.
    func check() async throws {
        let bank = bank.statement
        let verdicts = try await wiring.shop.read { db in
            try Wiring.invariants(bank: bank, buyers: nil).map { (name: $0.name, verdict: try $0.check(db)) }
        }
        for (name, verdict) in verdicts {
            if case .broken(let rows) = verdict { Issue.record("\(name): \(rows)") }
        }
    }
}
