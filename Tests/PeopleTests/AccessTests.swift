import People
import Storage
import Testbed
import Testing
import Values
import Web

@Suite("Keys and secrets")
struct AccessTests {
    private func opened() async throws -> (sample: TestShop, key: String) {
        let sample = try await Shop.sample(migrations: People.migrations)
        return (sample, try #require(try await People.firstKey(sample.shop)))
    }

    private func client(_ shop: Shop, _ key: String) throws -> TestClient {
        try TestClient(People.endpoints(.sample(shop)), as: ShopAuthenticator(shop))
            .with("Authorization", "Bearer \(key)")
    }

    private func caller(_ shop: Shop, _ headers: Headers) async throws -> Caller {
        try await ShopAuthenticator(shop).caller(of: Request.Head(.get, "/", headers: headers))
    }

    @Test("the first key is made once, and is stored as a hash only")
    func firstKey() async throws {
        let (sample, key) = try await opened()
        #expect(key.hasPrefix("ow_") && key.count == 35)
        #expect(try await People.firstKey(sample.shop) == nil)
        let hash = try await sample.shop.read { db in
            try db.value("SELECT hash FROM api_key", as: [UInt8].self)
        }
        #expect(hash == Digest.sha256(key))
        #expect(try await sample.shop.read { db in try Audit.verify(in: db) } == nil)
    }

    @Test("keys and secrets are told by their header field")
    func callers() async throws {
        let (sample, key) = try await opened()
        let staff = try await caller(sample.shop, ["Authorization": "bearer  \(key)"])
        #expect(staff.who == "staff:first key")
        #expect(Permission.allCases.filter { staff.scope($0) != .all } == [.accountOwn, .sessionComplete])
        let guest = try await caller(sample.shop, [:])
        #expect(Permission.allCases.filter(guest.may) == [.shop, .orderRead, .paymentCancel, .orderErase, .fileRead])
        #expect(guest.scope(.orderRead) == .holding(secret: nil))
        let holder = try await caller(sample.shop, ["Authorization": "Bearer os_abc"])
        #expect(holder.who == "guest" && holder.scope(.orderRead) == .holding(secret: "os_abc"))
        #expect(!holder.may(.orderList))
    }

    @Test("anything else is refused", arguments: [
        "", "Bearer", "Bearer ", "Basic b3dfOng=", "Bearer ow_", "Bearer ow_0123456789abcdefghjkmnpqrstvwxyz",
        "Bearer KEY0", "Bearer KEY KEY", "KEY", "Bearer KEYé", "Bearer os_" + String(repeating: "a", count: 200),
    ])
    func unknown(field: String) async throws {
        let (sample, key) = try await opened()
        await #expect(throws: Unauthenticated.self) {
            _ = try await caller(sample.shop, ["Authorization": field.replacing("KEY", with: key)])
        }
    }

    @Test("two credentials at once are refused")
    func twice() async throws {
        let (sample, key) = try await opened()
        await #expect(throws: Unauthenticated.self) {
            _ = try await caller(
                sample.shop, Headers([("Authorization", "Bearer \(key)"), ("authorization", "Bearer \(key)")]))
        }
    }

    @Test("a key is made, works, and stops working when it is revoked")
    func revoked() async throws {
        let (sample, first) = try await opened()
        sample.time.advance(by: .seconds(1))
        let staff = try client(sample.shop, first)
        let made = try await staff.post("/v1/keys", ["name": "Workshop", "role": "owner"])
        #expect(made.status == 201)
        let text = try #require(made.json["text"]?.string)
        let id = try #require(made.json["key"]?["id"]?.string)
        let workshop = try client(sample.shop, text)
        #expect(try await workshop.get("/v1/keys").status == 200)
        #expect(try await staff.delete("/v1/keys/\(id)").status == 204)
        #expect(try await workshop.get("/v1/keys").status == 401)
        #expect(try await staff.delete("/v1/keys/\(id)").status == 204)
        #expect(try await staff.delete("/v1/keys/none").problem == "unknown-key")
        #expect(try await staff.post("/v1/keys", ["name": "Workshop", "role": "owner"]).problem == "key-name-taken")
        let listed = try await staff.get("/v1/keys")
        #expect(listed.json["items"]?.array?.compactMap { $0["name"]?.string } == ["first key", "Workshop"])
        #expect(!listed.text.contains(text) && !listed.text.contains("hash"))
        let trail = try await staff.get("/v1/audit").json["items"]?.array?.compactMap { $0["what"]?.string }
        #expect(trail == ["key.revoke", "key.create", "key.create"])
        #expect(try await !staff.get("/v1/audit").text.contains(text))
    }

    @Test("an owner's last key stays, also when auditors have some")
    func lastKey() async throws {
        let (sample, first) = try await opened()
        sample.time.advance(by: .seconds(1))
        let staff = try client(sample.shop, first)
        #expect(try await staff.post("/v1/keys", ["name": "Revision", "role": "auditor"]).status == 201)
        let id = try #require(try await staff.get("/v1/keys?limit=1").json["items"]?[0]?["id"]?.string)
        #expect(try await staff.delete("/v1/keys/\(id)").problem == "last-key")
        #expect(try await staff.post("/v1/keys", ["name": "Second", "role": "owner"]).status == 201)
        #expect(try await staff.delete("/v1/keys/\(id)").status == 204)
        #expect(try await staff.get("/v1/keys").status == 401)
    }

    @Test("an auditor reads and changes nothing")
    func auditor() async throws {
        let (sample, first) = try await opened()
        let made = try await client(sample.shop, first).post("/v1/keys", ["name": "Revision", "role": "auditor"])
        let text = try #require(made.json["text"]?.string)
        let revision = try client(sample.shop, text)
        #expect(try await revision.get("/v1/audit").status == 200)
        #expect(try await revision.get("/v1/keys").status == 403)
        let caller = try await caller(sample.shop, ["Authorization": "Bearer \(text)"])
        #expect(Permission.allCases.filter(caller.may)
            == [
                .shop, .orderRead, .orderList, .dayRead, .paymentRead, .catalogueRead, .stockRead, .jobRead, .mailRead,
                .customerRead, .auditRead, .fileRead,
            ])
    }

    @Test("guests manage no keys, and no role is made up")
    func guests() async throws {
        let (sample, first) = try await opened()
        let guest = try TestClient(People.endpoints(.sample(sample.shop)), as: ShopAuthenticator(sample.shop))
        #expect(try await guest.get("/v1/keys").status == 401)
        #expect(try await guest.post("/v1/keys", ["name": "x", "role": "owner"]).status == 401)
        let answer = try await client(sample.shop, first).post("/v1/keys", ["name": " x", "role": "no role"])
        #expect(Set(answer.faults.keys) == ["#/name", "#/role"])
        let unknown = try await client(sample.shop, first).post("/v1/keys", ["name": "x", "role": "guest"])
        #expect(unknown.problem == "unknown-role")
    }

    @Test("a key ends when its time is over, and does no more than it was made for")
    func scoped() async throws {
        let (sample, first) = try await opened()
        let owner = try client(sample.shop, first)
        let end = sample.time.now + .hours(1)
        let made = try await owner.post("/v1/keys", [
            "name": "Feed", "role": "administrator", "permissions": ["stock.read", "audit.read"],
            "expiresAt": .string(end.description),
        ])
        #expect(made.status == 201, "\(made.text)")
        let feed = try client(sample.shop, try #require(made.json["text"]?.string))
        #expect(try await feed.get("/v1/audit").status == 200)
        #expect(try await feed.get("/v1/keys").problem == "not-permitted")
        sample.time.advance(by: .hours(2))
        #expect(try await feed.get("/v1/audit").status == 401)
        let past = try await owner.post("/v1/keys", [
            "name": "Old", "role": "sales", "expiresAt": .string(end.description),
        ])
        #expect(past.problem == "key-expired")
        #expect(try await owner.post("/v1/keys", ["name": "ann@example.org", "role": "sales"]).problem
            == "key-name-taken")
    }

    @Test("an owner's key for a part of it can be revoked, though it is the only other one")
    func narrowedOwner() async throws {
        let (sample, first) = try await opened()
        let owner = try client(sample.shop, first)
        let made = try await owner.post("/v1/keys", [
            "name": "Till", "role": "owner", "permissions": ["stock.change"],
        ])
        let id = try #require(made.json["key"]?["id"]?.string)
        #expect(try await owner.delete("/v1/keys/\(id)").status == 204)
    }

    @Test("nobody gives a role that reaches further than their own")
    func beyond() async throws {
        let (sample, first) = try await opened()
        let owner = try client(sample.shop, first)
        func key(_ name: String, _ role: String, by maker: TestClient) async throws -> TestAnswer {
            try await maker.post("/v1/keys", ["name": .string(name), "role": .string(role)])
        }
        let made = try await key("Admin", "administrator", by: owner)
        let admin = try client(sample.shop, try #require(made.json["text"]?.string))
        #expect(try await key("Up", "owner", by: admin).problem == "role-beyond-yours")
        #expect(try await key("Same", "administrator", by: admin).status == 201)
        #expect(try await key("Down", "sales", by: admin).status == 201)
        let listed = try await owner.get("/v1/keys").json["items"]?.array ?? []
        let ownerKey = try #require(listed.first { $0["name"] == "first key" }?["id"]?.string)
        #expect(try await owner.post("/v1/keys", ["name": "Second", "role": "owner"]).status == 201)
        #expect(try await admin.delete("/v1/keys/\(ownerKey)").problem == "role-beyond-yours")
        #expect(try await owner.get("/v1/keys").status == 200)
    }

    @Test("a dealer's key names its place, and no other does")
    func places() async throws {
        let (sample, first) = try await opened()
        let owner = try client(sample.shop, first)
        #expect(try await owner.post("/v1/keys", ["name": "North", "role": "dealer"]).problem == "role-place")
        #expect(try await owner.post("/v1/keys", ["name": "S", "role": "sales", "place": "north"]).problem
            == "role-place")
        let made = try await owner.post("/v1/keys", ["name": "North", "role": "dealer", "place": "dealer-north"])
        let text = try #require(made.json["text"]?.string)
        let caller = try await caller(sample.shop, ["Authorization": "Bearer \(text)"])
        #expect(caller.scope(.orderRead) == .place("dealer-north"))
        #expect(caller.scope(.orderShip) == .none && caller.scope(.orderHandOver) == .place("dealer-north"))
    }

    @Test("an owner makes roles, changes them at once, and removes those that nobody has")
    func madeRoles() async throws {
        let (sample, first) = try await opened()
        let owner = try client(sample.shop, first)
        let watch: JSON = ["name": "Night watch", "permissions": ["stock.read"]]
        #expect(try await owner.put("/v1/roles/night-watch", watch).status == 200)
        #expect(try await owner.put("/v1/roles/sales", watch).problem == "role-built-in")
        #expect(try await owner.put("/v1/roles/x", ["name": "X", "permissions": ["account.own"]]).status == 422)
        #expect(try await owner.put("/v1/roles/x", ["name": "X", "permissions": ["role.manage"]]).status == 422)
        #expect(try await owner.put("/v1/roles/x", [
            "name": "X", "permissions": [], "placePermissions": ["stock.read"],
        ]).status == 422)
        let made = try await owner.post("/v1/keys", ["name": "Watch", "role": "night-watch"])
        let watcher = try client(sample.shop, try #require(made.json["text"]?.string))
        #expect(try await watcher.get("/v1/audit").status == 403)
        #expect(try await owner.put("/v1/roles/night-watch", [
            "name": "Night watch", "permissions": ["audit.read"],
        ]).status == 200)
        #expect(try await watcher.get("/v1/audit").status == 200)
        #expect(try await owner.delete("/v1/roles/night-watch").problem == "role-in-use")
        let id = try #require(made.json["key"]?["id"]?.string)
        #expect(try await owner.delete("/v1/keys/\(id)").status == 204)
        #expect(try await owner.delete("/v1/roles/night-watch").status == 204)
        #expect(try await owner.delete("/v1/roles/night-watch").problem == "unknown-role")
        #expect(try await owner.get("/v1/roles").json["items"]?.array?.count == 9)
    }

    @Test("an order's secret opens that order, at that shop, and no other")
    func orderSecret() {
        enum Order {}
        let secrets = OrderSecrets(key: Array(repeating: 7, count: 32))
        let other = OrderSecrets(key: Array(repeating: 8, count: 32))
        let order: ID<Order> = "order-1"
        let secret = secrets.secret(of: order)
        #expect(secret.hasPrefix("os_") && secret.count == 55)
        #expect(secrets.verify(secret, for: order))
        #expect(!secrets.verify(secret, for: "order-2" as ID<Order>))
        #expect(!other.verify(secret, for: order))
        #expect(!secrets.verify(String(secret.dropLast()), for: order))
        #expect(!secrets.verify(secret.uppercased(), for: order))
        #expect(!secrets.verify("", for: order))
    }
}
