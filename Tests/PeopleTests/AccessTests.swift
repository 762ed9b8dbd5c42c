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
        try TestClient(People.endpoints(.sample(shop)), as: ShopAuthenticator(shop)).with("Authorization", "Bearer \(key)")
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
        #expect(Permission.allCases.allSatisfy { staff.scope($0) == .all })
        let guest = try await caller(sample.shop, [:])
        #expect(Permission.allCases.filter(guest.may) == [.shop, .orderRead, .paymentCancel])
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
        let made = try await staff.post("/v1/keys", ["name": "Workshop", "role": "staff"])
        #expect(made.status == 201)
        let text = try #require(made.json["text"]?.string)
        let id = try #require(made.json["key"]?["id"]?.string)
        let workshop = try client(sample.shop, text)
        #expect(try await workshop.get("/v1/keys").status == 200)
        #expect(try await staff.delete("/v1/keys/\(id)").status == 204)
        #expect(try await workshop.get("/v1/keys").status == 401)
        #expect(try await staff.delete("/v1/keys/\(id)").status == 204)
        #expect(try await staff.delete("/v1/keys/none").problem == "unknown-key")
        #expect(try await staff.post("/v1/keys", ["name": "Workshop", "role": "staff"]).problem == "key-name-taken")
        let listed = try await staff.get("/v1/keys")
        #expect(listed.json["items"]?.array?.compactMap { $0["name"]?.string } == ["first key", "Workshop"])
        #expect(!listed.text.contains(text) && !listed.text.contains("hash"))
        let trail = try await staff.get("/v1/audit").json["items"]?.array?.compactMap { $0["what"]?.string }
        #expect(trail == ["key.revoke", "key.create", "key.create"])
        #expect(try await !staff.get("/v1/audit").text.contains(text))
    }

    @Test("the last key of staff stays, also when auditors have some")
    func lastKey() async throws {
        let (sample, first) = try await opened()
        sample.time.advance(by: .seconds(1))
        let staff = try client(sample.shop, first)
        #expect(try await staff.post("/v1/keys", ["name": "Revision", "role": "auditor"]).status == 201)
        let id = try #require(try await staff.get("/v1/keys?limit=1").json["items"]?[0]?["id"]?.string)
        #expect(try await staff.delete("/v1/keys/\(id)").problem == "last-key")
        #expect(try await staff.post("/v1/keys", ["name": "Second", "role": "staff"]).status == 201)
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
            == [.shop, .orderRead, .orderList, .catalogueRead, .stockRead, .jobRead, .mailRead, .auditRead])
    }

    @Test("guests manage no keys, and no role is made up")
    func guests() async throws {
        let (sample, first) = try await opened()
        let guest = try TestClient(People.endpoints(.sample(sample.shop)), as: ShopAuthenticator(sample.shop))
        #expect(try await guest.get("/v1/keys").status == 401)
        #expect(try await guest.post("/v1/keys", ["name": "x", "role": "staff"]).status == 401)
        let answer = try await client(sample.shop, first).post("/v1/keys", ["name": " x", "role": "guest"])
        #expect(Set(answer.faults.keys) == ["#/name", "#/role"])
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
