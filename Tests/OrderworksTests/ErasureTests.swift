import Notices
import People
import Storage
import Testbed
import Testing
import Trade
import Values
import Web

@testable import Orderworks

@Suite("Erasing much, and a single order")
struct ErasureTests {
    /// Gives the customer so many orders more that came to nothing.
    private func burden(_ crowd: Crowd, with count: Int) async throws {
        let order = crowd.customers
        try await crowd.shop.wiring.shop.write { db in
            let columns = try db.all("SELECT name FROM pragma_table_info('sales_order')") { row in
                try row.get("name", as: String.self)
            }
            let values = columns.map { name in
                switch name {
                case "id", "number": "\(name) || $suffix"
                case "state": "'failed'"
                case "placed_at", "next_step": "NULL"
                default: name
                }
            }
            let copy = Statement("""
                INSERT INTO sales_order (\(columns.joined(separator: ", ")))
                SELECT \(values.joined(separator: ", ")) FROM sales_order WHERE id = $order
                """)
            for number in 0..<count { try db.run(copy, ["suffix": "x\(number)", "order": order]) }
        }
    }

    private func named(_ crowd: Crowd, _ account: String) async throws -> Int {
        try await crowd.shop.wiring.shop.read { db in
            try db.value(
                "SELECT COUNT(*) FROM sales_order WHERE account = $account AND email = 'ada@example.org'",
                ["account": account]) ?? 0
        }
    }

    private func close(_ order: String, _ crowd: Crowd) async throws {
        try await crowd.shop.work()
        let sent = try await crowd.client("owner").post(
            "/v1/orders/\(order)/shipments", ["carrier": "DHL"], headers: ["Idempotency-Key": "close-\(order)"])
        try #require(sent.status == 201, "\(sent.text)")
        try await crowd.shop.work()
    }

    @Test("a customer of hundreds of orders is erased in batches, by a job, none of them left")
    func batches() async throws {
        let crowd = try await Crowd()
        try await close(crowd.customers, crowd)
        try await burden(crowd, with: 449)
        let id = try #require(try await crowd.client("customer").get("/v1/account").json["id"]?.string)
        #expect(try await named(crowd, id) == 450)
        #expect(try await crowd.client("owner").post("/v1/customers/\(id)/erasure").status == 204)
        #expect(try await named(crowd, id) == 450, "the answer waits for none of them")
        let shop = crowd.shop.wiring.shop
        let orders = try #require(Wiring.personalData.first { $0.section == "orders" })
        let account = try await shop.read { db in try Account.known(ID(id)!, in: db) }
        let first = try await shop.write { db in try orders.erase(account, at: .sample, in: db) }
        #expect(first == 200, "each transaction has an end")
        #expect(try await named(crowd, id) == 250)
        try await crowd.shop.work()
        #expect(try await named(crowd, id) == 0)
        await crowd.close()
    }

    @Test("a guest's order that is over forgets its buyer when its secret asks, and its mails go")
    func guest() async throws {
        let crowd = try await Crowd()
        try await crowd.shop.work()
        let order = crowd.guests
        let path = "/v1/orders/\(order)/erasure"
        let guest = crowd.client("guest").with("Authorization", "Bearer \(crowd.secret(of: order))")
        let early = try await guest.post(path)
        #expect(early.status == 409 && early.problem == "order-still-needed" && early.json["state"] == "placed")
        #expect(try await guest.get("/v1/orders/\(order)").json["order"]?["email"] == "ada@example.org")
        try await close(order, crowd)
        let before = try await guest.get("/v1/orders/\(order)").json["order"]
        let stranger = crowd.client("guest").with("Authorization", "Bearer \(crowd.secret(of: crowd.north))")
        #expect(try await stranger.post(path).problem == "unknown-order")
        #expect(try await crowd.client("guest").post(path).problem == "unknown-order")
        #expect(try await crowd.client("sales").post(path).problem == "not-permitted")
        for _ in 0..<2 { #expect(try await guest.post(path).status == 204) }
        let after = try await guest.get("/v1/orders/\(order)").json["order"]
        #expect(after?["email"] == "erased@erased.invalid" && after?["deliveryAddress"]?["name"] == "(erased)")
        #expect(after?["invoiceAddress"] == before?["invoiceAddress"], "tax law wants it")
        #expect(after?["totals"]?["total"] == before?["totals"]?["total"])
        let owner = crowd.client("owner")
        #expect(try await owner.get("/v1/mails?order=\(order)").json["items"]?.array?.isEmpty == true)
        #expect(try await owner.get("/v1/mails?order=\(crowd.north)").json["items"]?.array?.isEmpty == false)
        let found = try await owner.get("/v1/orders?email=ada@example.org").json["items"]?.array ?? []
        #expect(!found.isEmpty && !found.contains { $0["id"]?.string == order })
        let book = try await owner.get("/v1/audit?what=order.erase").json["items"]?.array ?? []
        #expect(book.map { $0["subject"] } == ["order:\(order)"] && book.allSatisfy { $0["who"] == "guest" })
        await crowd.close()
    }

    @Test("an order that failed is erased without the cart of the one that came after it, and nobody is written to")
    func sameCart() async throws {
        let crowd = try await Crowd()
        let (order, owner, customer) = (crowd.customers, crowd.client("owner"), crowd.client("customer"))
        try await close(order, crowd)
        try await burden(crowd, with: 1)
        func kept() async throws -> [Int?] {
            try await crowd.shop.wiring.shop.read { db in
                [try db.value(
                    "SELECT COUNT(*) FROM cart WHERE order_id = $order AND email IS NOT NULL", ["order": order]),
                 try db.value(
                    "SELECT COUNT(*) FROM client_key WHERE sales_order = $order AND CAST(body AS TEXT) LIKE '%ada@%'",
                    ["order": order])]
            }
        }
        #expect(try await customer.post("/v1/orders/\(order)x0/erasure").status == 204)
        #expect(try await kept() == [1, 1], "the cart is the other order's")
        #expect(try await customer.post("/v1/orders/\(order)/erasure").status == 204)
        #expect(try await kept() == [0, 0], "whoever repeats the order's request reads nobody's name")
        let refund = try await owner.post(
            "/v1/orders/\(order)/refunds", ["delivery": true, "reason": "Late."],
            headers: ["Idempotency-Key": "late"])
        #expect((200..<300).contains(refund.status), "\(refund.text)")
        try await crowd.shop.work()
        #expect(try await owner.get("/v1/mails?order=\(order)").json["items"]?.array?.isEmpty == true)
        await crowd.close()
    }

    @Test("an order that was taken into an account is its customer's to erase, whoever has the mail's link")
    func claimed() async throws {
        let crowd = try await Crowd()
        let order = crowd.customers
        try await close(order, crowd)
        let path = "/v1/orders/\(order)/erasure"
        let guest = crowd.client("guest").with("Authorization", "Bearer \(crowd.secret(of: order))")
        #expect(try await guest.get("/v1/orders/\(order)").status == 200)
        #expect(try await guest.post(path).problem == "unknown-order")
        #expect(try await crowd.otherCustomer.post(path).problem == "unknown-order")
        #expect(try await crowd.client("customer").post(path).status == 204)
        #expect(try await guest.get("/v1/orders/\(order)").json["order"]?["email"] == "erased@erased.invalid")
        await crowd.close()
    }
}
