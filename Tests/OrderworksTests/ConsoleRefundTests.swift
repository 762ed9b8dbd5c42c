import Testbed
import Testing
import Values
import Web

@testable import Orderworks

@Suite("Pages of staff: money back, and who may not")
struct ConsoleRefundTests {
    @Test("a refund of a line, the delivery and an amount goes out once, however often it is clicked")
    func refund() async throws {
        let shop = try await StaffedShop()
        let order = try await shop.paidOrder([("roof-box", 2)])
        let page = "/staff/orders/\(order)"
        let key = try await shop.hidden("key", on: page)
        let form = [
            ("do", "refund"), ("key", key), ("currency", "EUR"), ("refund-\(order)-1", "1"), ("refundDelivery", "yes"),
            ("refundAmount", "1.50"), ("refundReason", "A scratch <here>"),
        ]
        for _ in 1...2 {
            let answer = try await shop.staff.post(page, form)
            #expect(answer.status == 303 && answer.headers["Location"] == "\(page)?done=refund", "\(answer.text)")
        }
        try await shop.work()
        let refunds = try await shop.api.get("/v1/orders/\(order)/refunds").json["items"]?.array ?? []
        let totals = try await shop.api.get("/v1/orders/\(order)").json["order"]?["totals"] ?? .null
        let delivery = try #require(totals["delivery"]?["amount"]?.integer)
        #expect(refunds.count == 1 && refunds[0]["amount"]?["amount"] == .integer(44_900 + delivery + 150))
        let payments = try await shop.api.get("/v1/orders/\(order)/payments").json["items"]?.array ?? []
        #expect(payments.count == 1 && payments[0]["refunded"] == refunds[0]["amount"])
        #expect(payments[0]["state"] == "partly_refunded")
        let shown = try await shop.staff.get(page).text
        #expect(shown.contains("1 × Roof box 420 l, delivery, an amount") && shown.contains("A scratch &lt;here&gt;"))
        #expect(shown.contains("of 1") && !shown.contains("name=\"refundDelivery\""))
        for language in Language.allCases { try await shop.inspect(page, language) }
        try await shop.check()
        await shop.close()
    }

    @Test("a refund that can't be comes back with what was typed, and why, in the reader's language", arguments: [
        ("", "", "", 422, "field-refundReason", "Es wurde nichts geändert."),
        ("", "", "Kratzer", 422, "value=\"Kratzer\"", "Nennen Sie Positionen, den Versand oder einen Betrag"),
        ("7", "", "Kratzer", 409, "value=\"7\"", "Von dieser Position sind nur noch 1 zu erstatten."),
        ("", "viel", "Kratzer", 422, "value=\"viel\"", "Ein Betrag in der Währung der Bestellung"),
        ("", "1.000.000,00", "Kratzer", 409, "value=\"1.000.000,00\"", "Vom Eingezogenen sind nur noch 463,90\u{A0}€"),
        ("1x", "", "Kratzer", 422, "value=\"1x\"", "Eine ganze Zahl ab 1."),
    ])
    func refused(
        count: String, amount: String, reason: String, status: Int, kept: String, said: String
    ) async throws {
        let shop = try await StaffedShop()
        let order = try await shop.paidOrder()
        let german = shop.browser(shop.staffSession, language: "de")
        let answer = try await german.post("/staff/orders/\(order)", [
            ("do", "refund"), ("key", "k"), ("currency", "EUR"), ("refund-\(order)-1", count),
            ("refundAmount", amount), ("refundReason", reason),
        ])
        #expect(answer.status == status && answer.text.contains(kept) && answer.text.contains(said), "\(answer.text)")
        #expect(answer.text.contains("<details class=\"card fold\" open"))
        #expect(try await shop.api.get("/v1/orders/\(order)/refunds").json["items"] == [])
        await shop.close()
    }

    @Test("an order is cancelled with a reason, and then nothing more is offered")
    func cancel() async throws {
        let shop = try await StaffedShop()
        let order = try await shop.order()
        let page = "/staff/orders/\(order)"
        let without = try await shop.staff.post(page, [("do", "cancel"), ("cancelReason", " ")])
        #expect(without.status == 422 && without.text.contains("id=\"fault-cancelReason\">1 to 500 characters."))
        #expect(try await shop.state(order) == "placed")
        for _ in 1...2 {
            let done = try await shop.staff.post(page, [("do", "cancel"), ("cancelReason", "The buyer called.")])
            #expect(done.status == 303 && done.headers["Location"] == "\(page)?done=cancel")
        }
        try await shop.work()
        #expect(try await shop.state(order) == "cancelled")
        let shown = try await shop.staff.get(page).text
        #expect(shown.contains("Order cancelled") && shown.contains("The buyer called."))
        for form in ["ship", "ready", "handover", "refund", "cancel"] {
            #expect(!shown.contains("name=\"do\" value=\"\(form)\""), "\(form)")
        }
        let late = try await shop.staff.post(
            page, [("do", "ship"), ("key", "k"), ("ship-\(order)-1", "1"), ("carrier", "X")])
        #expect(late.status == 409 && late.text.contains("The order no longer stands"))
        try await shop.check()
        await shop.close()
    }

    @Test("every attempt to pay is shown, the bank's no in its own words")
    func attempts() async throws {
        let shop = try await StaffedShop()
        let cart = try await shop.cart([("roof-box", 1)])
        let answer = try await shop.pay(cart, token: MemoryBank.declinedToken)
        #expect(answer.problem == "payment-declined")
        let failed = try await shop.api.get("/v1/orders?state=failed").json["items"]?[0]?["id"]?.string
        let order = try #require(failed)
        let page = try await shop.staff.get("/staff/orders/\(order)").text
        #expect(page.contains("Card declined") && page.contains("The card has no money.") && page.contains("pi_"))
        #expect(!page.contains("name=\"do\""))
        await shop.close()
    }

    @Test("an auditor sees all of it and is offered nothing; sent all the same, it is refused kindly")
    func auditor() async throws {
        let shop = try await StaffedShop()
        let order = try await shop.paidOrder()
        let page = "/staff/orders/\(order)"
        let auditor = shop.browser(shop.auditorSession)
        let shown = try await auditor.get(page)
        #expect(shown.status == 200 && shown.text.contains("Where the price comes from"))
        #expect(!shown.text.contains("name=\"do\""))
        let forms: [[(String, String)]] = [
            [("do", "ship"), ("key", "k"), ("ship-\(order)-1", "1"), ("carrier", "DHL")], [("do", "ready")],
            [("do", "handover")], [("do", "deliver"), ("shipment", "none")],
            [("do", "refund"), ("key", "k"), ("currency", "EUR"), ("refundAmount", "1"), ("refundReason", "x")],
            [("do", "cancel"), ("cancelReason", "x")],
        ]
        for form in forms {
            let answer = try await auditor.post(page, form)
            #expect(answer.status == 403 && answer.text.contains("Nothing was changed."))
            let foreign = try await shop.browser(shop.staffSession).post(page, form, token: nil)
            #expect(foreign.status == 403 && foreign.headers["Location"] == nil)
        }
        #expect(try await shop.state(order) == "placed")
        #expect(try await shop.api.get("/v1/orders/\(order)/refunds").json["items"] == [])
        #expect(try await shop.staff.post(page, [("do", "destroy")]).status == 404)
        let stranger = try await shop.browser().post(page, [("do", "ready")])
        #expect(stranger.headers["Location"]?.hasPrefix("/staff/login") == true)
        await shop.close()
    }

    @Test("a mail is read as its buyer sees it, in a frame that may do nothing")
    func mail() async throws {
        let shop = try await StaffedShop()
        let order = try await shop.paidOrder()
        let page = try await shop.staff.get("/staff/orders/\(order)").text
        let link = try #require(page.firstMatch(of: /href="(\/staff\/mails\/[^"]+)"/)?.1)
        for language in Language.allCases { try await shop.inspect(String(link), language) }
        #expect(try await shop.staff.get(String(link)).text.contains("<iframe sandbox src=\"\(link)/content\""))
        let html = try await shop.staff.get("\(link)/content")
        let policy = html.headers["Content-Security-Policy"] ?? ""
        #expect(policy.hasPrefix("sandbox ") && policy.contains("; default-src 'none';"))
        #expect(!policy.contains("allow-scripts") && !policy.contains("allow-same-origin"))
        #expect(html.text.contains("<html"))
        #expect(try await shop.browser().get("\(link)/content").status == 303)
        #expect(try await shop.staff.get("/staff/mails/none").status == 404)
        await shop.close()
    }

    @Test("only what is known is said after a form", arguments: ["<script>", "refunds", "x", ""])
    func notices(done: String) async throws {
        let shop = try await StaffedShop()
        let order = try await shop.order()
        let page = try await shop.staff.get("/staff/orders/\(order)?done=\(done)").text
        #expect(!page.contains("role=\"status\"") && !page.contains("<script>"))
        await shop.close()
    }
}

extension StaffedShop {
    /// An order whose money the bank has paid out.
    func paidOrder(_ goods: [(product: String, count: Int64)] = [("roof-box", 1)]) async throws -> String {
        let order = try await order(goods)
        try await work()
        #expect(try await api.get("/v1/orders/\(order)/payments").json["items"]?[0]?["state"] == "captured")
        return order
    }
}
