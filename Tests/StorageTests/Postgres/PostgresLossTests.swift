import Storage
import Testbed
import Testing
import Values

@testable import StoragePostgres

/// What becomes of a transaction whose connection dies.
extension PostgresTests {
    private static let end: Statement = """
        SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE pid <> pg_backend_pid() AND state = 'idle in transaction' AND query LIKE $query
        """

    @Test("a connection that is ended in the middle of a closure: it runs again on another, and is kept once")
    func ended() async throws {
        let database = try await server()
        let gate = Gate()
        let once = Once()
        async let writing: Void = database.write { db in
            try db.run("INSERT INTO purse (name, coins) VALUES ('ended once', 1)")
            if once.isFirst { gate.pass() }
            try db.run(Purse.add, ["coins": 1, "name": "ended once"])
        }
        await gate.reached()
        #expect(try await database.read { try $0.value(Self.end, ["query": "%ended once%"]) } == 1)
        gate.open()
        try await writing
        #expect(try await coins(of: "ended once", in: database) == 2)
        await database.close()
    }

    @Test("a commit whose answer is lost is unknown, whether it was kept or not", arguments: ["before", "after"])
    func lostCommit(when: String) async throws {
        let direct = try await server()
        let (cut, proxy) = try await cutting("COMMIT", when)
        let runs = Once()
        await #expect(throws: StorageFailure.unknown) {
            try await cut.write { db in
                _ = runs.isFirst
                try db.run(Purse.insert, ["name": "till", "coins": 1])
            }
        }
        #expect(try await proxy.next()["cut"] == true)
        #expect(runs.count == 1, "what may have been kept isn't done again")
        try await until { try await direct.read { try $0.value(Self.others, as: Int.self) } == 0 }
        #expect(try await coins(of: "till", in: direct) == (when == "before" ? nil : 1))
        // The next one has a connection of its own.
        try await cut.write { try $0.run(Purse.insert, ["name": "next", "coins": 1]) }
        #expect(try await coins(of: "next", in: direct) == 1)
        await cut.close()
        await direct.close()
    }

    /// The same database by way of a proxy that cuts the connection over which the statement comes.
    private func cutting(_ statement: String, _ when: String) async throws -> (PostgresDatabase, PythonScript) {
        let port = try PostgresTarget(schema.address).port
        let proxy = try PythonScript("cutting_proxy.py", ["127.0.0.1", port, when, statement])
        let other = try #require(try await proxy.next()["port"]?.integer)
        // The proxy reads along.
        let address = schema.address.replacing(":\(port)/", with: ":\(other)/") + "&sslmode=disable"
        let limits = PostgresLimits(connections: 1, readers: 1)
        return (try PostgresDatabase.open(address, log: TestDatabase.silence, limits: limits), proxy)
    }

    @Test("what had to give way and was then committed is done once, also when the connection dies behind the commit")
    func turnCut() async throws {
        let direct = try await server()
        try await direct.write { try $0.run(Purse.insert, ["name": "till", "coins": 1]) }
        let (cut, proxy) = try await cutting("pg_advisory_unlock", "before")
        let (gate, runs) = (Gate(), Once())
        async let adding: Void = cut.write { db in
            let before = try Purse.coins(of: "till", in: db) ?? 0
            if runs.isFirst { gate.pass() }
            try db.run(Purse.add, ["coins": before, "name": "till"])
        }
        await gate.reached()
        try await direct.write { try $0.run(Purse.add, ["coins": 10, "name": "till"]) }
        gate.open()
        try await adding
        #expect(try await proxy.next()["cut"] == true)
        #expect(runs.count == 2)
        #expect(try await coins(of: "till", in: direct) == 22)
        // The turn is free again for others.
        try await cut.write { try $0.run(Purse.add, ["coins": 1, "name": "till"]) }
        await cut.close()
        await direct.close()
    }

    /// Transactions of others that are still open.
    private static let others: Statement = """
        SELECT COUNT(*) FROM pg_stat_activity
        WHERE pid <> pg_backend_pid() AND state = 'idle in transaction' AND query LIKE '%purse%'
        """

    @Test("of several hosts the one that takes writes is found")
    func hosts() async throws {
        let port = try PostgresTarget(schema.address).port
        let hosts = "127.0.0.1:\(try freePort()),127.0.0.1:\(port)"
        let address = schema.address.replacing("127.0.0.1:\(port)", with: hosts)
        let database = try await server(at: address)
        #expect(try await database.read { try $0.value(Purse.count) } == 0)
        await database.close()
    }

    @Test("what goes to the server is encrypted where the address says so")
    func encrypted() async throws {
        let isEncrypted: Statement = """
            SELECT CASE WHEN ssl THEN 1 ELSE 0 END FROM pg_stat_ssl WHERE pid = pg_backend_pid()
            """
        for (mode, expected) in [("require", 1), ("disable", 0)] {
            let database = try await server(at: schema.address + "&sslmode=\(mode)")
            #expect(try await database.read { try $0.value(isEncrypted) } == expected, "\(mode)")
            await database.close()
        }
    }

    @Test("a server that can't be reached is told at once, and no closure runs")
    func unreachable() async throws {
        await #expect(throws: StorageFailure.self) {
            _ = try await server(at: "postgresql://shop@127.0.0.1:\(try freePort())/postgres")
        }
    }
}

/// Tells a closure's first run from those that follow.
final class Once: @unchecked Sendable {
    private(set) var count = 0

    var isFirst: Bool {
        count += 1
        return count == 1
    }
}
