import People
import Storage
import Testbed
import Testing
import Trade
import Values
import Web

@testable import Orderworks

/// What goes on in a shop from morning to evening: buyers look around, order and read their orders, staff work through
/// their lists, the bank reports, and what is periodic comes round.
struct BusyDay {
    let shop: StaffedShop

    static let choices: JSON = ["paint-green", "traffic-jam-pilot", "adaptive-cruise", "lane-assist", "tow-bar"]

    /// A configured product and two fixed ones, from the empty cart to the mail; answers the order and its secret.
    func wholeOrder() async throws -> (id: String, secret: String) {
        let client = TestClient(shop.wiring.api)
        let cart = try #require(try await must(client.post("/v1/carts", ["currency": "EUR"])).json["id"]?.string)
        try await must(client.post("/v1/carts/\(cart)/lines", [
            "product": "montis", "quantity": 1, "choices": Self.choices,
        ]))
        for product in ["roof-box", "floor-mats"] {
            try await must(client.post("/v1/carts/\(cart)/lines", ["product": .string(product), "quantity": 1]))
        }
        try await must(client.put("/v1/carts/\(cart)/addresses", [
            "email": "ada@example.org",
            "invoiceAddress": [
                "name": "Ada Lovelace", "street": "Hauptstr. 1", "postalCode": "10115", "city": "Berlin",
                "country": "DE",
            ],
        ]))
        try await must(client.put("/v1/carts/\(cart)/delivery", ["method": "ship"]))
        let placed = try await must(shop.pay(cart, token: MemoryTill.goodToken)).json
        try await shop.work()
        return (try #require(placed["order"]?["id"]?.string), try #require(placed["secret"]?.string))
    }

    /// Has the car paid at the order, as the other goods are.
    func takeMoneyAtOrder() async throws {
        let path = "/v1/catalogue/products/montis"
        let found = try await must(shop.api.get(path))
        var wanted: JSON.Object = ["capture": "at_order"]
        for name in ["category", "name", "description", "taxClass", "weightGrams", "parts"] {
            wanted[name] = found.json[name]
        }
        try await must(shop.api.put(path, .object(wanted), headers: ["If-Match": found.headers["ETag"] ?? ""]))
    }

    func run() async throws {
        let (order, secret) = try await wholeOrder()
        try await lookAround(order, secret)
        try await handle()
        try await settle()
        try await comeRound()
        try await workThroughLists(order)
    }

    private func lookAround(_ order: String, _ secret: String) async throws {
        let visitor = shop.visitor()
        for address in [
            "/", "/?words=box", "/?category=interior", "/products/montis", "/products/roof-box", "/cart", "/checkout",
            "/orders/\(order)?secret=\(secret)",
        ] { #expect(try await visitor.get(address).status < 400, "\(address)") }
        let client = TestClient(shop.wiring.api)
        for path in ["/v1/products?words=box&limit=2", "/v1/products/montis", "/v1/categories", "/v1/destinations"] {
            try await must(client.get(path))
        }
        try await must(client.post("/v1/products/montis/check", ["choices": Self.choices, "currency": "EUR"]))
        try await must(client.get("/v1/orders/\(order)", headers: ["Authorization": "Bearer \(secret)"]))
    }

    /// Parcels, collecting, refunds and a cancellation.
    private func handle() async throws {
        let parcel = try await shop.order([("roof-box", 2)])
        let collected = try await shop.order([("floor-mats", 1)], dealer: "dealer-berlin")
        let cancelled = try await shop.order()
        try await shop.work()
        let shipment = try await must(shop.api.post(
            "/v1/orders/\(parcel)/shipments", ["carrier": "DHL"], headers: ["Idempotency-Key": "parcel"])).json
        let name = try #require(shipment["id"]?.string)
        try await must(shop.api.post("/v1/orders/\(parcel)/shipments/\(name)/delivery"))
        try await must(shop.api.post(
            "/v1/orders/\(parcel)/refunds", ["delivery": true, "reason": "Late."],
            headers: ["Idempotency-Key": "back"]))
        try await must(shop.api.post("/v1/orders/\(collected)/pickup-readiness"))
        try await must(shop.api.post("/v1/orders/\(collected)/handover"))
        try await must(shop.api.post("/v1/orders/\(cancelled)/cancellation", ["reason": "Changed their mind."]))
        try await shop.work()
    }

    /// A declined card, a buyer who confirms and one who gives up, and the bank's news of them.
    private func settle() async throws {
        let cart = try await shop.cart([("roof-box", 1)])
        #expect(try await shop.pay(cart, token: MemoryBank.declinedToken).status == 402)
        let confirming = try await shop.order(token: MemoryTill.askingToken)
        let leaving = try await shop.order(token: MemoryTill.askingToken)
        try await must(shop.api.post("/v1/orders/\(leaving)/payment-cancellation"))
        shop.bank.confirmAll()
        let payments = try await must(shop.api.get("/v1/orders/\(confirming)/payments")).json
        let intent = try #require(payments["items"]?[0]?["bankName"]?.string)
        for _ in 1...2 {
            try await must(shop.api.post(
                "/v1/bank-events", .string(intent), headers: ["Stripe-Signature": MemoryBank.signature]))
        }
    }

    /// The sweeper, what is forgotten with time, and jobs.
    private func comeRound() async throws {
        let wiring = shop.wiring
        let checkout = Checkout(
            shop: wiring.shop, bank: shop.bank, secrets: OrderSecrets(key: try wiring.folder.key()),
            buyersURL: "http://127.0.0.1", threeDSecureDeadline: .minutes(5))
        for periodic in Trade.periodics(checkout) + People.periodics(wiring.shop) { try await periodic.work() }
        try await PrivacyPorts(shop: wiring.shop, holders: Wiring.personalData).forget(.usual)
        try await forgetACustomer()
        try await shop.work()
    }

    /// Somebody with an account takes their data along and is erased.
    private func forgetACustomer() async throws {
        let customer = try await TestCustomer(shop, email: "emmy@example.org", name: "Emmy Noether")
        try await must(customer.api.get("/v1/account/export"))
        let id = try #require(try await must(customer.api.get("/v1/account")).json["id"]?.string)
        try await must(shop.api.post("/v1/customers/\(id)/erasure"))
    }

    private func workThroughLists(_ order: String) async throws {
        let staff = shop.staff
        for list in [
            "all", "ship", "make_ready", "hand_over", "waiting", "attention", "placed", "closed", "cancelled", "failed",
        ] {
            for day in ["any", "today"] {
                #expect(try await staff.get("/staff/orders?list=\(list)&day=\(day)").status == 200, "\(list)")
            }
        }
        let mail = try await must(shop.api.get("/v1/mails?order=\(order)")).json["items"]?[0]?["id"]?.string
        for address in [
            "/staff", "/staff/orders?search=ada", "/staff/orders?search=ada%40example.org", "/staff/orders/\(order)",
            "/staff/orders?search=\(order)", "/staff/orders/\(order)/history", "/staff/orders/\(order)/stock",
            "/staff/jobs", "/staff/stock", "/staff/stock/roof-box", "/staff/products", "/staff/products/montis",
            "/staff/mails/\(try #require(mail))",
        ] { #expect(try await staff.get(address).status == 200, "\(address)") }
        let first = try await must(shop.api.get("/v1/orders?limit=1")).json["next"]?.string
        for path in [
            "/v1/orders?limit=1&after=\(try #require(first))", "/v1/jobs", "/v1/job-counts", "/v1/mails", "/v1/day",
            "/v1/stock/movements", "/v1/stock/movements?item=roof-box", "/v1/stock/movements?owner=\(order)",
            "/v1/stock/movements?owner=\(order)&item=roof-box", "/v1/orders/\(order)/fulfilment",
            "/v1/orders/\(order)/refunds", "/v1/keys",
        ] { try await must(shop.api.get(path)) }
        let auditor = TestClient(shop.wiring.api).with("Authorization", "Bearer \(shop.auditorKey)")
        try await must(auditor.get("/v1/audit"))
    }

    @discardableResult
    private func must(_ answer: TestAnswer) throws -> TestAnswer {
        #expect((200..<300).contains(answer.status), "\(answer.status) \(answer.text)")
        return answer
    }
}
