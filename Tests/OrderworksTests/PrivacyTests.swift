import Foundation
import People
import Storage
import Testbed
import Testing
import Trade
import Values
import Web

@testable import Orderworks

@Suite("What the shop knows of people, and forgets")
struct PrivacyTests {
    private func account(_ crowd: Crowd, _ kind: String = "customer") async throws -> ID<Account> {
        let answer = try await crowd.client(kind).get("/v1/account")
        return ID(try #require(answer.json["id"]?.string))!
    }

    /// Sends the customer's order and takes its money, so that nothing of it is under way any more.
    private func finish(_ crowd: Crowd) async throws {
        let sent = try await crowd.client("owner").post(
            "/v1/orders/\(crowd.customers)/shipments", ["carrier": "DHL"], headers: ["Idempotency-Key": "finish"])
        try #require(sent.status == 201, "\(sent.text)")
        try await crowd.shop.work()
        let order = try await crowd.client("owner").get("/v1/orders/\(crowd.customers)").json["order"]
        try #require(order?["state"] == "closed")
    }

    @Test("nobody is erased while an order of theirs is under way, by staff or by the clock")
    func stillNeeded() async throws {
        let crowd = try await Crowd()
        try await crowd.shop.work()
        let id = try await account(crowd)
        let before = try await crowd.client("owner").get("/v1/orders/\(crowd.customers)").json["order"]
        #expect(try await crowd.client("owner").post("/v1/customers/\(id)/erasure").problem == "account-still-needed")
        #expect(try await crowd.client("customer").post(
            "/v1/account/closing", ["password": .string(Crowd.password)]).status == 204)
        let ended = Instant.Span.milliseconds(-60_000)
        let ports = PrivacyPorts(shop: crowd.shop.wiring.shop, holders: Wiring.personalData)
        try await ports.forget(Retention(carts: ended, mails: ended, closedAccounts: ended, orders: ended))
        #expect(try await crowd.client("owner").get("/v1/orders/\(crowd.customers)").json["order"] == before)
        #expect(try await crowd.client("owner").get("/v1/customers/\(id)").json["email"] == "carl@example.org")
        try await finish(crowd)
        try await ports.forget(Retention(carts: ended, mails: ended, closedAccounts: ended, orders: ended))
        try await crowd.shop.work()
        #expect(try await crowd.client("owner").get("/v1/customers/\(id)").json["name"] == "(erased)")
        await crowd.close()
    }

    @Test("a customer gets all of it, and nothing of anybody else")
    func exported() async throws {
        let crowd = try await Crowd()
        try await crowd.shop.work()
        _ = try await crowd.client("customer").post("/v1/account/addresses", [
            "label": "Home", "address": [
                "name": "Carl", "street": "Kept 9", "postalCode": "10115", "city": "Berlin", "country": "DE",
            ],
        ])
        let answer = try await crowd.client("customer").get("/v1/account/export")
        #expect(answer.status == 200)
        let data = answer.json["data"]
        #expect(data?["account"]?["account"]?["email"] == "carl@example.org")
        #expect(data?["account"]?["addresses"]?["items"]?[0]?["address"]?["street"] == "Kept 9")
        #expect(data?["orders"]?.array?.compactMap { $0["id"]?.string } == [crowd.customers])
        #expect(data?["mails"]?.array?.isEmpty == false)
        for foreign in [crowd.others, crowd.guests, "eve@example.org", "argon2"] {
            #expect(!answer.text.contains(foreign))
        }
        let id = try await account(crowd)
        #expect(try await crowd.client("owner").get("/v1/customers/\(id)/export").json["data"] == data)
        let staff = try await account(crowd, "sales")
        #expect(try await crowd.client("owner").get("/v1/customers/\(staff)/export").problem == "unknown-account")
        await crowd.close()
    }

    @Test("staff find customers by the beginning of their address")
    func found() async throws {
        let crowd = try await Crowd()
        let sales = crowd.client("sales")
        let all = try await sales.get("/v1/customers").json["items"]?.array ?? []
        #expect(Set(all.compactMap { $0["email"]?.string })
            == ["carl@example.org", "eve@example.org", "harry@example.org"])
        let some = try await sales.get("/v1/customers?email=CARL").json["items"]?.array ?? []
        #expect(some.compactMap { $0["email"]?.string } == ["carl@example.org"])
        let id = try #require(some.first?["id"]?.string)
        #expect(try await sales.get("/v1/customers/\(id)").json["email"] == "carl@example.org")
        let staff = try await account(crowd, "works")
        #expect(try await sales.get("/v1/customers/\(staff)").problem == "unknown-account")
        await crowd.close()
    }

    @Test("erased, a customer is nowhere but in what the law wants kept; the books still hold")
    func erased() async throws {
        let crowd = try await Crowd()
        try await crowd.shop.work()
        let id = try await account(crowd)
        try await finish(crowd)
        let before = try await crowd.client("owner").get("/v1/orders/\(crowd.customers)").json["order"]
        let client = crowd.client("customer")
        #expect(try await crowd.client("sales").post("/v1/customers/\(id)/erasure").status == 403)
        for _ in 0..<2 {
            #expect(try await crowd.client("owner").post("/v1/customers/\(id)/erasure").status == 204)
        }
        #expect(try await crowd.client("owner").get("/v1/customers/\(id)").json["name"] == "(erased)", "at once")
        try await crowd.shop.work()
        #expect(try await client.get("/v1/account").status == 401)
        let after = try await crowd.client("owner").get("/v1/orders/\(crowd.customers)").json["order"]
        #expect(after?["totals"]?["total"] == before?["totals"]?["total"] && after?["number"] == before?["number"])
        #expect(after?["invoiceAddress"] == before?["invoiceAddress"])
        #expect(after?["email"] == "erased@erased.invalid")
        #expect(after?["deliveryAddress"]?["name"] == "(erased)" && after?["deliveryAddress"]?["country"] == "DE")
        let customer = try await crowd.client("owner").get("/v1/customers/\(id)")
        #expect(customer.json["name"] == "(erased)" && customer.json["state"] == "closed")
        let mails = try await crowd.client("owner").get("/v1/mails?order=\(crowd.customers)")
        #expect(mails.json["items"]?.array?.isEmpty == true)
        let search = try await crowd.client("owner").get("/v1/orders?search=Ada").json["items"]?.array ?? []
        #expect(!search.isEmpty && !search.contains { $0["id"]?.string == crowd.customers })
        let broken = try await crowd.shop.wiring.shop.read { db in
            try Wiring.invariants(bank: crowd.shop.bank.statement, buyers: nil).compactMap { invariant in
                if case .broken(let rows) = try invariant.check(db) { "\(invariant.name): \(rows)" } else { nil }
            }
        }
        #expect(broken == [])
        await crowd.close()
    }

    @Test("what was kept long enough is forgotten, and nothing else")
    func forgotten() async throws {
        let crowd = try await Crowd()
        try await crowd.shop.work()
        let shop = crowd.shop.wiring.shop
        let cart = try await crowd.shop.cart([("floor-mats", 1)])
        let id = try await account(crowd)
        try await finish(crowd)
        #expect(try await crowd.client("customer").post(
            "/v1/account/closing", ["password": .string(Crowd.password)]).status == 204)
        let ports = PrivacyPorts(shop: shop, holders: Wiring.personalData)
        try await ports.forget(.usual)
        #expect(try await TestClient(crowd.shop.wiring.api).get("/v1/carts/\(cart)").status == 200)
        #expect(try await crowd.client("owner").get("/v1/customers/\(id)").json["email"] == "carl@example.org")
        let kept = try await crowd.client("owner").get("/v1/orders/\(crowd.customers)").json["order"]
        #expect(kept?["invoiceAddress"]?["name"] == "Ada Lovelace" && kept?["email"] == "ada@example.org")
        let mails = try await crowd.client("owner").get("/v1/mails").json["items"]?.array?.count ?? 0
        #expect(mails > 0)
        let now = Instant.Span.milliseconds(-60_000)
        try await ports.forget(Retention(carts: now, mails: now, closedAccounts: now, orders: now))
        try await crowd.shop.work()
        #expect(try await TestClient(crowd.shop.wiring.api).get("/v1/carts/\(cart)").status == 404)
        #expect(try await crowd.client("owner").get("/v1/customers/\(id)").json["name"] == "(erased)")
        #expect(try await crowd.client("owner").get("/v1/mails").json["items"]?.array?.isEmpty == true)
        let open = try await crowd.client("owner").get("/v1/orders/\(crowd.north)").json["order"]
        #expect(open?["invoiceAddress"]?["name"] == "Ada Lovelace", "it is still under way")
        let order = try await crowd.client("owner").get("/v1/orders/\(crowd.customers)").json["order"]
        #expect(order?["invoiceAddress"]?["name"] == "(erased)" && order?["totals"]?["total"]?["amount"] != nil)
        try await ports.forget(Retention(carts: now, mails: now, closedAccounts: now, orders: now))
        #expect(try await shop.read { db in try Audit.verify(in: db) } == nil)
        await crowd.close()
    }
}
