import Logging
import Storage
import StoragePostgres
import StorageSQLite
import Testbed
import Testing
import Trade
import Values

@testable import Orderworks

/// Moving a shop from SQLite to PostgreSQL.
@Suite("Moving a shop", .enabled(if: TestDatabase.isPostgres))
struct MoveTests {
    /// A shop on a file that has sold, captured, mailed and refunded.
    private let shop: StaffedShop
    private let schema: TestSchema
    private let path: String

    private static let count: Statement = "SELECT COUNT(*) FROM sales_order"

    init() async throws {
        shop = try await StaffedShop(isOnFile: true)
        _ = try await shop.order([("roof-box", 1), ("floor-mats", 2)])
        try await shop.work()
        schema = TestSchema(at: try #require(TestDatabase.server))
        path = shop.folder.path + "/orderworks.sqlite"
    }

    private func target() throws -> PostgresDatabase {
        try .open(schema.address, log: TestDatabase.silence, limits: PostgresLimits(connections: 2, readers: 2))
    }

    private func move(to target: PostgresDatabase) -> ShopMove {
        ShopMove(path: path, target: target) { _, _ in }
    }

    private func rename(_ name: String) async throws {
        try await shop.wiring.shop.write { db in
            try db.run("UPDATE item SET name_en = $name WHERE item = 'roof-box'", ["name": name])
        }
    }

    @Test("what is sold while it is copied comes along, every row, and the shop goes on where it was")
    func whole() async throws {
        let target = try target()
        try await rename("Caf\u{E9}")
        let first = try await move(to: target).copyServing()
        // Another text, though Swift takes it for the same.
        try await rename("Cafe\u{301}")
        #expect(first.allSatisfy { $0.source == $0.target })
        // The server still has the file.
        await #expect(throws: StorageFailure.self) { try await move(to: target).finish() }
        let late = try await shop.order([("floor-mats", 1)])
        try await shop.work()
        await shop.close()

        let rest = try await move(to: target).finish()
        #expect(rest.contains { $0.table == "sales_order" && $0.rows == 2 && $0.changed > 0 })
        #expect(rest.contains { $0.table == "picture" && $0.rows > 20 && $0.changed == 0 })
        await target.close()

        let folder = DataFolder(path: shop.folder.path, server: schema.address)
        var said: [String] = []
        let code = await Checking(folder: folder, log: TestDatabase.silence, bankFile: nil, buyersLog: nil)
            .run(Wiring.invariants) { said.append($0) }
        #expect(code == .incomplete, "\(said)")
        #expect(said.count { $0.hasPrefix("broken") } == 0, "\(said)")
        let moved = try await Wiring.open(folder, DemoShopTests.outside, log: TestDatabase.silence)
        let staff = TestClient(moved.api).with("Authorization", "Bearer \(shop.staffKey)")
        #expect(try await staff.get("/v1/orders/\(late)").status == 200)
        // Numbers and reference tables go on.
        #expect(try await staff.post("/v1/items", ["id": "new-item", "name": ["en": "New"]]).status == 201)
        await moved.close()
    }

    @Test("broken off, it goes on; until it has come to its end no server uses the target")
    func brokenOff() async throws {
        await shop.close()
        let first = try target()
        try await MoveTarget.prepare(first)
        // A row of an earlier try that is another by now, and one that is gone.
        try await first.write { db in
            try db.run("INSERT INTO key_fingerprint (one, fingerprint) VALUES (1, 'changed since')")
            try db.run("INSERT INTO delivery_country (country, zone) VALUES ('ZZ', 'gone')")
        }
        await first.close()
        let folder = DataFolder(path: shop.folder.path, server: schema.address)
        await #expect(throws: Wiring.Failure.self) {
            try await Wiring.open(folder, DemoShopTests.outside, log: TestDatabase.silence)
        }
        let again = try target()
        _ = try await move(to: again).copyServing()
        _ = try await move(to: again).finish()
        let (fingerprint, gone) = try await again.read { db in
            (try db.value("SELECT fingerprint FROM key_fingerprint", as: String.self),
             try db.value("SELECT COUNT(*) FROM delivery_country WHERE country = 'ZZ'", as: Int.self))
        }
        #expect(fingerprint != "changed since" && fingerprint?.count == 16 && gone == 0)
        #expect(try await again.read { try $0.value(Self.count) } == 1)
        await again.close()
    }

    @Test("a target with a shop in it is refused, and left as it is")
    func another() async throws {
        await shop.close()
        let target = try target()
        try await target.migrate(Wiring.migrations)
        await #expect(throws: ShopMove.Refusal.self) { try await move(to: target).copyServing() }
        #expect(try await target.read { try $0.value(Self.count) } == 0)
        await target.close()
    }
}
