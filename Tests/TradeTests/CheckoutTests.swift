import Storage
import Supply
import Testbed
import Testing
import Values
import Web

@testable import Trade

@Suite("Placing an order")
struct CheckoutTests {
    @Test("an order is placed, its stock reserved, its money captured, all once")
    func placed() async throws {
        let dealer = try await Dealer.open()
        let answer = try await dealer.order(try await dealer.cart([("floor-mats", 2)]))
        #expect(answer.status == 201)
        #expect(answer.json["order"]?["state"]?.string == "placed")
        #expect(answer.json["order"]?["totals"]?["total"]?["amount"] == .integer(2 * 8_900 + 590))
        #expect(try await dealer.available("mats") == 8)
        try await dealer.settle()
        let account = try #require(dealer.bank.accounts.first)
        #expect(dealer.bank.accounts.count == 1)
        #expect(account.intent.captured == 2 * 8_900 + 590)
        try await dealer.check()
    }

    /// What is written by hand has every member that the type has.
    @Test("an order's view is written whole")
    func writtenWhole() async throws {
        let dealer = try await Dealer.open()
        let id = try await dealer.placed([("floor-mats", 1), ("varia", 1)])
        let order = try #require(try await dealer.shop.read { db in try Order.find(id, in: db) })
        let view = OrderView(order)
        try expectWhole(view)
        for line in view.lines { try expectWhole(line) }
        try expectWhole(try #require(view.lines.flatMap(\.options).first))
        #expect(try JSONCoding.json(Delivery.collect(at: "north")) == ["method": "collect", "dealer": "north"])
    }

    @Test("all keys of a busy week are forgotten, however many they are, and younger ones kept")
    func forgottenKeys() async throws {
        let dealer = try await Dealer.open()
        for _ in 1...3 { _ = try await dealer.placed() }
        dealer.sample.time.advance(by: .days(8))
        let young = try await dealer.cart()
        _ = try await dealer.order(young)
        try await ClientKey.forgetOld(limit: 1, in: dealer.shop)
        let left = try await dealer.shop.read { db in
            try db.all("SELECT cart FROM client_key") { try $0.get("cart", as: String.self) }
        }
        #expect(left == [young])
    }

    @Test("a repeated request gets the same answer, byte for byte, and nothing happens twice")
    func repeated() async throws {
        let dealer = try await Dealer.open()
        let cart = try await dealer.cart()
        let first = try await dealer.order(cart)
        try await dealer.settle()
        let second = try await dealer.order(cart)
        #expect(second.status == 201)
        #expect(second.body == first.body)
        #expect(dealer.bank.accounts.count == 1)
        #expect(try await dealer.available("mats") == 9)
        try await dealer.check()
    }

    @Test("a key used with another request is refused")
    func keyReused() async throws {
        let dealer = try await Dealer.open()
        let cart = try await dealer.cart()
        _ = try await dealer.order(cart)
        #expect(try await dealer.order(cart, token: "pm_other").problem == "idempotency-key-reused")
        #expect(try await dealer.order(cart, key: "key-2").problem == "cart-already-ordered")
        try await dealer.check()
    }

    @Test("without a key nothing is ordered")
    func keyMissing() async throws {
        let dealer = try await Dealer.open()
        let cart = try await dealer.cart()
        let answer = try await dealer.client.post("/v1/carts/\(cart)/order", ["payment": ["token": "pm_card_visa"]])
        #expect(answer.problem == "idempotency-key-missing")
        #expect(dealer.bank.calls.isEmpty)
    }

    @Test("a declined card frees the stock, says why, and another card may order the same cart")
    func declined() async throws {
        let dealer = try await Dealer.open()
        let cart = try await dealer.cart()
        let answer = try await dealer.order(cart, token: "pm_declined")
        #expect(answer.status == 402)
        #expect(answer.problem == "payment-declined")
        #expect(answer.json["title"]?.string == "Your card has insufficient funds.")
        #expect(try await dealer.available("mats") == 10)
        #expect(try await dealer.order(cart, token: "pm_declined").problem == "payment-declined")
        #expect(dealer.bank.calls.count == 1)
        #expect(try await dealer.order(cart, key: "key-2").status == 201)
        try await dealer.settle()
        try await dealer.check()
    }

    @Test("sold out says what and how many are left, and reserves nothing")
    func soldOut() async throws {
        let dealer = try await Dealer.open(mats: 1)
        let answer = try await dealer.order(try await dealer.cart([("floor-mats", 2)]))
        #expect(answer.status == 409)
        #expect(answer.problem == "sold-out")
        #expect(answer.text.contains("\"mats\"") && answer.text.contains("\"available\":1"))
        #expect(try await dealer.available("mats") == 1)
        #expect(dealer.bank.calls.isEmpty)
        try await dealer.check()
    }

    @Test("two cars and a fixed line share the last tow bars")
    func sharedComponent() async throws {
        let wanted: [(product: String, count: Int64)] = [("varia", 2), ("tow-bar-kit", 1)]
        let short = try await Dealer.open(towBars: 2)
        let answer = try await short.order(try await short.cart(wanted))
        #expect(answer.problem == "sold-out")
        #expect(answer.text.contains("\"tow-bar\"") && answer.text.contains("\"available\":2"))
        #expect(answer.text.contains("\"wanted\":3"))
        #expect(try await short.available("tow-bar") == 2)
        #expect(try await short.available("chassis") == 10)
        try await short.check()

        let enough = try await Dealer.open(towBars: 3)
        #expect(try await enough.order(try await enough.cart(wanted)).status == 201)
        #expect(try await enough.available("tow-bar") == 0)
        #expect(try await enough.available("chassis") == 8)
        try await enough.check()
    }

    @Test("a price that changed since is shown, and must be accepted first")
    func priceChanged() async throws {
        let dealer = try await Dealer.open()
        let cart = try await dealer.cart()
        try await dealer.price("floor-mats", 9_900)
        let answer = try await dealer.order(cart)
        #expect(answer.problem == "cart-changed")
        #expect(answer.text.contains("8900") && answer.text.contains("9900"))
        #expect(dealer.bank.calls.isEmpty)
        try await dealer.must(dealer.client.post("/v1/carts/\(cart)/changes/accept"))
        #expect(try await dealer.order(cart, key: "key-2").status == 201)
        try await dealer.settle()
        try await dealer.check()
    }

    @Test("an order is refused that comes to another total than the buyer was told")
    func expectedTotal() async throws {
        let dealer = try await Dealer.open()
        let cart = try await dealer.cart()
        func wanting(_ amount: Int64, _ currency: String = "EUR") -> JSON {
            ["payment": ["token": "pm_card_visa"],
             "expectedTotal": ["amount": .integer(amount), "currency": .string(currency)]]
        }
        for body in [wanting(9_489), wanting(9_490, "CHF")] {
            let refused = try await dealer.order(cart, key: "early", body)
            #expect(refused.status == 409 && refused.problem == "total-changed")
            #expect(refused.json["to"]?["amount"]?.integer == 9_490)
        }
        #expect(try await dealer.available("mats") == 10)
        #expect(try await dealer.order(cart, key: "early", wanting(9_490)).status == 201)
        #expect(try await dealer.order(cart, key: "early", wanting(9_490)).status == 201)
        #expect(try await dealer.order(cart, key: "early", wanting(9_491)).problem == "idempotency-key-reused")
        try await dealer.settle()
        try await dealer.check()
    }

    @Test("fifty buyers race for thirty mats: thirty are placed, twenty sold out")
    func race() async throws {
        let dealer = try await Dealer.open(mats: 30)
        var carts: [String] = []
        for _ in 0..<50 { carts.append(try await dealer.cart()) }
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for cart in carts { group.addTask { try await dealer.order(cart).status } }
            return try await group.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
        }
        #expect(statuses == [201: 30, 409: 20])
        try await dealer.settle()
        #expect(dealer.bank.accounts.filter { $0.intent.captured > 0 }.count == 30)
        try await dealer.check()
    }
}
