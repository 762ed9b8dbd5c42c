import Storage
import Synchronization
import Testbed
import Testing

@testable import StoragePostgres

/// What read-committed transactions rest on: rows and prices that they hold.
extension PostgresTests {
    private static let holdTill: Statement = "SELECT name FROM purse WHERE name = 'till' FOR UPDATE"

    @Test("who holds a row keeps others waiting, who then read what it has become")
    func holding() async throws {
        let database = try await server()
        try await database.write { try $0.run(Purse.insert, ["name": "till", "coins": 1]) }
        let (gate, once, order) = (Gate(), Once(), Ends())
        async let first: Void = database.write(.readCommitted) { db in
            try db.hold(Self.holdTill, [:])
            _ = try Purse.coins(of: "till", in: db)
            if once.isFirst { gate.pass() }
            order.add("first")
            try db.run(Purse.add, ["coins": 10, "name": "till"])
        }
        await gate.reached()
        async let second = database.write(.readCommitted) { db in
            try db.hold(Self.holdTill, [:])
            let seen = try Purse.coins(of: "till", in: db)
            order.add("second")
            return seen
        }
        #expect(await isWaiting(in: database))
        gate.open()
        try await first
        #expect(try await second == 11)
        #expect(order.all == ["first", "second"])
        await database.close()
    }

    @Test("no reference table changes under a transaction that has read the edition")
    func editionHeld() async throws {
        let watching = Migration(1100, "purses tell", ReferenceEdition.schema + ReferenceEdition.watch(["purse"]))
        let database = try await server()
        try await database.migrate([Purse.migration, watching])
        try await database.write { try $0.run(Purse.insert, ["name": "till", "coins": 1]) }
        let (gate, once) = (Gate(), Once())
        async let held = database.write(.readCommitted) { db in
            let before = (try db.edition, try Purse.coins(of: "till", in: db))
            if once.isFirst { gate.pass() }
            let after = (try db.edition, try Purse.coins(of: "till", in: db))
            return before == after
        }
        await gate.reached()
        async let edit: Void = database.write { try $0.run(Purse.add, ["coins": 1, "name": "till"]) }
        #expect(await isWaiting(in: database))
        gate.open()
        #expect(try await held)
        _ = try await edit
        #expect(try await coins(of: "till", in: database) == 2)
        await database.close()
    }

    /// Whether another transaction comes to wait for a lock.
    private func isWaiting(in database: PostgresDatabase) async -> Bool {
        (try? await until { try await database.read { try $0.value(Self.waiting, as: Int.self) } == 1 }) != nil
    }

    /// Others that wait for a lock, at these tests' own tables.
    private static let waiting: Statement = """
        SELECT COUNT(*) FROM pg_stat_activity
        WHERE wait_event_type = 'Lock' AND pid <> pg_backend_pid() AND query LIKE '%purse%'
        """
}

/// What came to its end, in order.
private final class Ends: Sendable {
    private let names = Mutex<[String]>([])

    var all: [String] { names.withLock { $0 } }

    func add(_ name: String) { names.withLock { $0.append(name) } }
}
