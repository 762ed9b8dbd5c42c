import Storage
import Testbed
import Testing
import Values
import Web

@testable import Orderworks

@Suite("Pages of staff: the day, stock and jobs")
struct ConsoleStockTests {
    @Test("the day's figures lead to their lists, and what is next is named")
    func today() async throws {
        let shop = try await StaffedShop()
        let parcel = try await shop.order(buyer: "Emmy Noether")
        let collected = try await shop.order(dealer: try await shop.dealer())
        let page = try await shop.staff.get("/staff").text
        for (figure, link) in [
            ("2", "/staff/orders?day=today"), ("1", "/staff/orders?list=ship"), ("1", "/staff/orders?list=make_ready"),
            ("0", "/staff/orders?list=hand_over"), ("0", "/staff/orders?list=attention"), ("0", "/staff/jobs"),
        ] { #expect(page.contains("href=\"\(link)\"><b>\(figure)</b>"), "\(link)") }
        #expect(page.contains("/staff/orders/\(parcel)\"") && page.contains("/staff/orders/\(collected)\""))
        let short = try await shop.api.get("/v1/day").json["shortItems"]?.integer ?? -1
        #expect(page.contains("href=\"/staff/stock?short=1\"><b>\(short)</b>"))
        for language in Language.allCases { try await shop.inspect("/staff", language) }
        let links = Set(page.matches(of: /href="(\/staff[^"]*)"/).map { String($0.1) })
        for link in links {
            #expect(try await shop.staff.get(link.replacing("&amp;", with: "&")).status == 200, "\(link)")
        }
        #expect(try await shop.browser(shop.auditorSession).get("/staff").status == 200)
        await shop.close()
    }

    @Test("stock is listed, narrowed by links, found, and paged to its end")
    func stock() async throws {
        let shop = try await StaffedShop()
        for language in Language.allCases {
            for address in ["/staff/stock", "/staff/stock?short=1", "/staff/stock?place=warehouse&search=box"] {
                try await shop.inspect(address, language)
            }
        }
        let found = try await shop.staff.get("/staff/stock?search=roof").text
        #expect(found.contains("href=\"/staff/stock/roof-box\"") && !found.contains("href=\"/staff/stock/tow-bar\""))
        let plant = try await shop.staff.get("/staff/stock?place=plant").text
        #expect(!plant.contains("href=\"/staff/stock/roof-box\"") && plant.contains("aria-current=\"true\">"))
        let nowhere = try await shop.staff.get("/staff/stock?place=moon&search=tow").text
        #expect(nowhere.contains("href=\"/staff/stock/tow-bar\""))
        let long = String(repeating: "x", count: 130)
        let wrong = try await shop.staff.get("/staff/stock?search=\(long)")
        #expect(wrong.status == 422 && wrong.text.contains("id=\"fault-search\"") && wrong.text.contains(long))
        var (rows, address) = (0, "/staff/stock")
        for _ in 1...20 {
            let page = try await shop.staff.get(address).text
            rows += page.matches(of: /<td class="wide">/).count
            guard let next = page.firstMatch(of: /href="([^"]*after=[^"]*)"/)?.1 else { break }
            address = String(next).replacing("&amp;", with: "&")
        }
        let all = try await shop.api.get("/v1/stock?limit=100").json["items"]?.array?.count
        #expect(rows == all)
        await shop.close()
    }

    @Test("goods are received and counts adjusted once, and the ledger says so")
    func change() async throws {
        let shop = try await StaffedShop()
        let page = "/staff/stock/roof-box"
        let before = try await shop.onHand("roof-box")
        let receipt = [
            ("do", "receive"), ("key", try await shop.hidden("key", on: page)), ("receive-place", "warehouse"),
            ("receive-count", "7"), ("receive-why", "LS <2026>"),
        ]
        let loss = [
            ("do", "adjust"), ("key", "k-2"), ("adjust-place", "warehouse"), ("adjust-count", "−2"),
            ("adjust-why", "Broken in the warehouse"),
        ]
        for form in [receipt, receipt, loss, loss] {
            let answer = try await shop.staff.post(page, form)
            #expect(answer.status == 303 && answer.headers["Location"] == "\(page)?done=\(form[0].1)", "\(answer.text)")
        }
        #expect(try await shop.onHand("roof-box") == before + 5)
        let shown = try await shop.staff.get("\(page)?done=adjust").text
        for text in ["LS &lt;2026&gt;", "Broken in the warehouse", "The count is adjusted.", "−2", "received"] {
            #expect(shown.contains(text), "\(text)")
        }
        for language in Language.allCases { try await shop.inspect(page, language) }
        #expect(try await shop.staff.get("/staff/stock/no-such-thing").status == 404)
        try await shop.check()
        await shop.close()
    }

    @Test("what can't be entered comes back with what was typed", arguments: [
        ("receive", "0", "x", "id=\"fault-receive-count\">A whole number from 1 to 1,000,000."),
        ("receive", "many", "x", "value=\"many\""), ("receive", "", "x", "id=\"fault-receive-count\""),
        ("adjust", "-1", "", "id=\"fault-adjust-why\">One line of 1 to 120 characters."),
        ("adjust", "0", "x", "id=\"fault-adjust-count\">A whole number other than 0"),
        ("adjust", "-999999", "x", "What is promised to buyers can&#39;t be taken off"),
        ("receive", "1000000000000000000000", "x", "id=\"fault-receive-count\""),
    ])
    func refused(form: String, count: String, why: String, said: String) async throws {
        let shop = try await StaffedShop()
        let before = try await shop.onHand("roof-box")
        let fields = [
            ("do", form), ("key", "k"), ("\(form)-place", "warehouse"), ("\(form)-count", count), ("\(form)-why", why),
        ]
        let answer = try await shop.staff.post("/staff/stock/roof-box", fields)
        #expect([409, 422].contains(answer.status) && answer.text.contains(said), "\(answer.text)")
        #expect(count.isEmpty || answer.text.contains("value=\"\(count)\""))
        #expect(answer.text.contains("value=\"warehouse\" selected"))
        #expect(try await shop.onHand("roof-box") == before)
        let auditor = try await shop.browser(shop.auditorSession).post("/staff/stock/roof-box", fields)
        #expect(auditor.status == 403 && !auditor.text.contains("name=\"do\""))
        #expect(try await shop.staff.post("/staff/stock/roof-box", fields, token: "x").status == 403)
        await shop.close()
    }

    @Test("a parked job says why it failed, and runs again when told to")
    func jobs() async throws {
        let shop = try await StaffedShop()
        #expect(try await shop.staff.get("/staff/jobs").text.contains("No job is parked."))
        let now = shop.wiring.shop.now
        try await shop.wiring.shop.write { db in
            try Doomed(order: "x").enqueue(key: "unwind:01m89yxmay1wk9er48yv1vjhff", at: now, in: db)
        }
        try await JobWorker(shop: shop.wiring.shop, handlers: [Doom()]).drain()
        let page = try await shop.staff.get("/staff/jobs").text
        #expect(page.contains("the bank is &lt;away&gt;") && page.contains("Give back the money of a cancelled order"))
        #expect(page.contains("href=\"/staff/orders/01m89yxmay1wk9er48yv1vjhff\""))
        for language in Language.allCases { try await shop.inspect("/staff/jobs", language) }
        #expect(try await shop.staff.get("/staff").text.contains("href=\"/staff/jobs\"><b>1</b>"))
        let job = try await shop.hidden("job", on: "/staff/jobs")
        let auditor = shop.browser(shop.auditorSession)
        #expect(!(try await auditor.get("/staff/jobs").text.contains("name=\"job\"")))
        #expect(try await auditor.post("/staff/jobs", [("job", job)]).status == 403)
        #expect(try await shop.staff.post("/staff/jobs", [("job", job)], token: nil).status == 403)
        let done = try await shop.staff.post("/staff/jobs", [("job", job)])
        #expect(done.status == 303 && done.headers["Location"] == "/staff/jobs?done=retry")
        let counts = try await shop.api.get("/v1/job-counts").json["kinds"]?.array ?? []
        #expect(counts.contains { $0["kind"] == "unwind-payment" && $0["waiting"] == 1 })
        let again = try await shop.staff.post("/staff/jobs", [("job", job)])
        #expect(again.status == 422 && again.text.contains("That job is parked no longer"))
        await shop.close()
    }

    /// Work that fails at its only attempt.
    private struct Doomed: Job {
        static let kind = "unwind-payment"
        static let retry = Retry(attempts: 1, first: .seconds(1), longest: .seconds(1))
        let order: String
    }

    private struct Doom: JobHandler {
        struct Failure: Error, CustomStringConvertible { let description = "the bank is <away>" }

        func run(_ work: Doomed) async throws -> LastWrite? { throw Failure() }
    }
}

extension StaffedShop {
    func onHand(_ item: String) async throws -> Int64 {
        let rows = try await api.get("/v1/stock?item=\(item)").json["items"]?.array ?? []
        return rows.reduce(0) { $0 + ($1["onHand"]?.integer ?? 0) }
    }
}
