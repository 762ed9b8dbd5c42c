import People
import Storage
import Testbed
import Testing
import Trade
import Values
import Web

@testable import Orderworks

/// A shop with somebody of every kind in it, and orders that belong to some of them.
final class Crowd: Sendable {
    let shop: StaffedShop
    private let tokens: [String: String]
    /// Collected at the dealer's whose staff is in the crowd, and at another's.
    let north: String
    let south: String
    let southNumber: String
    /// A guest's, the customer's, and another customer's; shipped.
    let guests: String
    let customers: String
    let others: String
    let otherCustomer: TestClient

    enum Whose { case own, foreign, none }

    static let password = "four sheep on a roof"

    init(looking: (any Database) -> any Database = { $0 }) async throws {
        shop = try await StaffedShop(isOnFile: true, looking: looking)
        let owner = TestClient(shop.wiring.api).with("Authorization", "Bearer \(shop.staffKey)")
        let place = try await owner.post("/v1/places", [
            "id": "dealer-south", "name": "South", "kind": "dealer",
            "address": [
                "name": "South", "street": "A 1", "postalCode": "80331", "city": "München", "country": "DE",
            ], "priority": 9,
        ])
        try #require(place.status == 201, "\(place.text)")
        for (item, count) in [("roof-box", 40), ("floor-mats", 40)] {
            for place in ["dealer-berlin", "dealer-south", "warehouse"] {
                _ = try await owner.post("/v1/stock/receipts", [
                    "item": .string(item), "place": .string(place), "count": .integer(Int64(count)),
                ])
            }
        }
        var tokens: [String: String] = [:]
        let roles = [
            ("dealer", "dealer"), ("works", "works"), ("warehouse", "warehouse"), ("sales", "sales"),
            ("editor", "catalogue-editor"), ("accountant", "accountant"), ("auditor", "auditor"),
            ("admin", "administrator"), ("owner", "owner"),
        ]
        for (kind, role) in roles {
            tokens[kind] = try await Self.staff(
                kind, role, place: role == "dealer" ? "dealer-berlin" : nil, by: owner, shop)
        }
        tokens["customer"] = try await Self.customer("carl@example.org", shop)
        tokens["half"] = try await Self.half(try await Self.customer("harry@example.org", shop), shop)
        otherCustomer = TestClient(shop.wiring.api)
            .with("Authorization", "Bearer \(try await Self.customer("eve@example.org", shop))")
        self.tokens = tokens
        north = try await shop.order([("floor-mats", 1)], dealer: "dealer-berlin")
        south = try await shop.order([("floor-mats", 1)], dealer: "dealer-south")
        southNumber = try #require(try await owner.get("/v1/orders/\(south)").json["order"]?["number"]?.string)
        guests = try await shop.order([("floor-mats", 1)])
        let stock = shop
        func ordered(_ client: TestClient) async throws -> String {
            let cart = try await stock.cart([("floor-mats", 1)])
            let answer = try await client.post(
                "/v1/carts/\(cart)/order", ["payment": ["token": "pm_card_visa"]], headers: ["Idempotency-Key": cart])
            return try #require(answer.json["order"]?["id"]?.string, "\(answer.text)")
        }
        customers = try await ordered(
            TestClient(shop.wiring.api).with("Authorization", "Bearer \(tokens["customer"]!)"))
        others = try await ordered(otherCustomer)
        // Waits for its buyer to confirm, so that lists of what is open have something of another's to show.
        _ = try await shop.order([("floor-mats", 1)], dealer: "dealer-south", token: MemoryTill.askingToken)
    }

    func close() async { await shop.close() }

    func secret(of order: String) -> String {
        OrderSecrets(key: (try? shop.wiring.folder.key()) ?? []).secret(of: ID<Order>(order)!)
    }

    func client(_ kind: String, at api: (any HTTPService)? = nil) -> TestClient {
        let client = TestClient(api ?? shop.wiring.api)
        return tokens[kind].map { client.with("Authorization", "Bearer \($0)") } ?? client
    }

    /// The order that belongs to that kind of caller, or to another.
    private func order(_ whose: Whose, _ kind: String) -> String {
        switch (whose, kind) {
        case (.none, _): "01kb1zzzzzzzzzzzzzzzzzzzzz"
        case (.own, "customer"): customers
        case (.foreign, "customer"): others
        case (.own, "guest"): guests
        case (.foreign, "guest"): others
        case (.own, _): north
        case (.foreign, _): south
        }
    }

    /// Sends a request to a route of the matrix, with a body that gets as far as the order; to the shop's API unless
    /// another one is named.
    func ask(
        _ route: String, as kind: String, of whose: Whose, at api: (any HTTPService)? = nil
    ) async throws -> TestAnswer {
        let parts = route.split(separator: " ").map(String.init)
        let method = try #require(Method(rawValue: parts[0]))
        let order = order(whose, kind)
        let path = parts[1].replacing("{order}", with: order).replacing("{country}", with: "DE")
            .replacing("{version}", with: "1").replacing(/\{[A-Za-z]+\}/, with: "no-such-thing")
        var client = client(kind, at: api)
        if kind == "guest", route.contains("{order}"), !route.hasSuffix("payment-return") {
            // A guest comes with the secret of the order that is theirs.
            client = client.with("Authorization", "Bearer \(secret(of: guests))")
        }
        // Whoever logs out is gone; that route is asked with a session that nobody else uses.
        if route == "DELETE /v1/session", kind != "guest" {
            client = client.with("Authorization", "Bearer \(try await spare(kind))")
        }
        let headers: Headers = ["Idempotency-Key": "matrix-\(kind)", "If-Match": "\"1\""]
        if Self.uploads.contains(route) {
            var headers = headers
            headers["Content-Type"] = "image/png"
            return try await client.send(method, "\(path)?name=a.png", body: [137, 80, 78, 71], headers: headers)
        }
        guard method == .post || method == .put else {
            return try await client.send(method, path, headers: headers)
        }
        return try await client.send(method, path, json: Self.body(route), headers: headers)
    }

    /// They take bytes, not JSON.
    private static let uploads = [
        "POST /v1/products/{product}/pictures", "POST /v1/carts/{cart}/lines/{line}/files",
        "POST /v1/orders/{order}/documents",
    ]

    private static func body(_ route: String) -> JSON {
        switch route {
        case "POST /v1/orders/{order}/cancellation": ["reason": "matrix"]
        case "POST /v1/orders/{order}/refunds": ["reason": "matrix", "delivery": true]
        case "POST /v1/orders/{order}/shipments": ["carrier": "matrix"]
        default: [:]
        }
    }

    private func spare(_ kind: String) async throws -> String {
        if kind == "half" { return try await Self.half(tokens["half"]!, shop) }
        let (path, email) = kind == "customer"
            ? ("/v1/sessions", "eve@example.org") : ("/v1/staff/sessions", "\(kind)@example.org")
        let answer = try await TestClient(shop.wiring.api).post(path, [
            "email": .string(email), "password": .string(Self.password),
        ])
        return try #require(answer.json["token"]?.string, "\(answer.text)")
    }

    /// What the last letter to an address leads to.
    private static func token(
        _ purpose: AccountLink.Purpose, _ email: String, _ shop: StaffedShop
    ) async throws -> String {
        let link = try await shop.wiring.shop.read { db in
            try db.value(
                """
                SELECT link FROM account_link WHERE account = (SELECT account FROM account WHERE email = $email)
                ORDER BY link DESC LIMIT 1
                """, ["email": email], as: ID<AccountLink>.self)
        }
        return shop.wiring.people.secrets.token(of: try #require(link), purpose)
    }

    static func staff(
        _ name: String, _ role: String, place: String? = nil, by owner: TestClient, _ shop: StaffedShop
    ) async throws -> String {
        var invitation: JSON.Object = [
            "email": .string("\(name)@example.org"), "name": .string(name), "role": .string(role),
        ]
        if let place { invitation["place"] = .string(place) }
        let invited = try await owner.post("/v1/staff", .object(invitation))
        try #require(invited.status == 201, "\(invited.text)")
        let answer = try await TestClient(shop.wiring.api).post("/v1/staff/invitations/acceptance", [
            "token": .string(try await token(.invitation, "\(name)@example.org", shop)),
            "password": .string(password),
        ])
        return try #require(answer.json["token"]?.string, "\(answer.text)")
    }

    static func customer(_ email: String, _ shop: StaffedShop) async throws -> String {
        let client = TestClient(shop.wiring.api)
        let registered = try await client.post("/v1/accounts", [
            "email": .string(email), "name": "Carl", "password": .string(password),
        ])
        try #require(registered.status == 202, "\(registered.text)")
        let answer = try await client.post("/v1/accounts/confirmation", [
            "token": .string(try await token(.confirmation, email, shop)), "password": .string(password),
        ])
        return try #require(answer.json["token"]?.string, "\(answer.text)")
    }

    /// A session whose second factor has still to be shown. Made by hand: the crowd's accounts have none.
    private static func half(_ session: String, _ shop: StaffedShop) async throws -> String {
        let text = Session.prefix + String(repeating: "h", count: 50) + "\(UInt64.random(in: 0...UInt64.max))"
        try await shop.wiring.shop.write { db in
            try db.run(
                """
                INSERT INTO session (session, account, hash, is_whole, created_at, seen_at, expires_at)
                SELECT $id, account, $hash, 0, seen_at, seen_at, expires_at FROM session WHERE hash = $known
                """,
                ["id": "half-\(text.suffix(12))", "hash": Digest.sha256(text), "known": Digest.sha256(session)])
        }
        return text
    }
}
