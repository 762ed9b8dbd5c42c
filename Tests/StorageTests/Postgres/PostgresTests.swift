import Storage
import Testbed
import Testing
import Values

@testable import StoragePostgres

/// What only a database has that several servers share.
@Suite("PostgreSQL", .enabled(if: TestDatabase.isPostgres))
struct PostgresTests {
    private let schema: TestSchema

    init() throws { schema = TestSchema(at: try #require(TestDatabase.server)) }

    /// One server's database, as the tests' program opens it.
    private func server(
        at address: String? = nil, limits: PostgresLimits = PostgresLimits(connections: 4, readers: 2)
    ) async throws -> PostgresDatabase {
        let database = try PostgresDatabase.open(
            address ?? schema.address, log: TestDatabase.silence, limits: limits)
        try await database.migrate([Purse.migration])
        return database
    }

    private static let end: Statement = """
        SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE pid <> pg_backend_pid() AND state = 'idle in transaction' AND query LIKE $query
        """

    private func coins(of name: String, in database: PostgresDatabase) async throws -> Int? {
        try await database.read { try Purse.coins(of: name, in: $0) }
    }

    @Test("two that decide on what the other changes don't both get their way: write skew")
    func skew() async throws {
        let database = try await server()
        try await database.write { db in
            for name in ["a", "b"] { try db.run(Purse.insert, ["name": name, "coins": 1]) }
        }
        let gates = [Gate(), Gate()]
        // Either may be emptied as long as the other is not.
        async let ends = withThrowingTaskGroup(of: Bool.self) { group in
            for (gate, name) in zip(gates, ["a", "b"]) {
                group.addTask {
                    let once = Once()
                    return try await database.write { db in
                        guard try db.value(Purse.sum, as: Int.self) == 2 else { return false }
                        if once.isFirst { gate.pass() }
                        try db.run(Purse.add, ["coins": -1, "name": name])
                        return true
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for gate in gates { await gate.reached() }
        for gate in gates { gate.open() }
        #expect(try await ends.sorted { !$0 && $1 } == [false, true])
        await database.close()
    }

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
        let target = try PostgresTarget(schema.address)
        let proxy = try PythonScript("cutting_proxy.py", ["127.0.0.1", target.port, when])
        let port = try #require(try await proxy.next()["port"]?.integer)
        let address = schema.address.replacing(":\(target.port)/", with: ":\(port)/")
        let cut = try PostgresDatabase.open(
            address, log: TestDatabase.silence, limits: PostgresLimits(connections: 1, readers: 1))
        let runs = Once()
        await #expect(throws: StorageFailure.unknown) {
            try await cut.write { db in
                _ = runs.isFirst
                try db.run(Purse.insert, ["name": "till", "coins": 1])
            }
        }
        #expect(runs.count == 1, "what may have been kept isn't done again")
        try await until { try await direct.read { try $0.value(Self.others, as: Int.self) } == 0 }
        #expect(try await coins(of: "till", in: direct) == (when == "before" ? nil : 1))
        // The next one has a connection of its own.
        try await cut.write { try $0.run(Purse.insert, ["name": "next", "coins": 1]) }
        #expect(try await coins(of: "next", in: direct) == 1)
        await cut.close()
        await direct.close()
    }

    /// Transactions of others that are still open.
    private static let others: Statement = """
        SELECT COUNT(*) FROM pg_stat_activity
        WHERE pid <> pg_backend_pid() AND state = 'idle in transaction' AND query LIKE '%purse%'
        """

    @Test("a server that can't be reached is told at once, and no closure runs")
    func unreachable() async throws {
        await #expect(throws: StorageFailure.self) {
            _ = try await server(at: "postgresql://shop@127.0.0.1:\(try freePort())/postgres")
        }
    }

    @Test("ten servers that start together migrate once")
    func together() async throws {
        let counting = Migration(1001, "counted", "INSERT INTO purse (name, coins) VALUES ('made', 1)")
        let address = schema.address
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...10 {
                group.addTask {
                    let database = try PostgresDatabase.open(
                        address, log: TestDatabase.silence, limits: PostgresLimits(connections: 1, readers: 1))
                    try await database.migrate([Purse.migration, counting])
                    await database.close()
                }
            }
            try await group.waitForAll()
        }
        let database = try await PostgresDatabase.open(address, log: TestDatabase.silence)
        #expect(try await database.read { try $0.value(Purse.count) } == 1)
        await #expect(throws: StorageFailure.newer(known: 1000, found: 1001)) {
            try await database.migrate([Purse.migration])
        }
        await database.close()
        let looking = try PostgresDatabase.openReadOnly(address, log: TestDatabase.silence)
        try await looking.migrate([Purse.migration, counting])
        await #expect(throws: StorageFailure.self) {
            try await looking.migrate([Purse.migration, counting, Migration(1002, "next", "SELECT 1")])
        }
        await #expect(throws: StorageFailure.self) { try await looking.write { _ in } }
        await looking.close()
    }

    @Test("who waits too long for a connection is turned away, and what waits is bounded")
    func waiting() async throws {
        let limits = PostgresLimits(connections: 1, readers: 1, queue: 1, wait: .milliseconds(200))
        let database = try await server(limits: limits)
        let gate = Gate()
        async let holding: Void = database.read { _ in gate.pass() }
        await gate.reached()
        async let waiting = Result { try await database.read { try $0.value(Purse.count, as: Int.self) } }
        try await until { database.waitingCount == 1 }
        await #expect(throws: StorageFailure.overloaded) { try await database.read { _ in } }
        #expect(await waiting.failure as? StorageFailure == .overloaded)
        gate.open()
        try await holding
        #expect(try await database.read { try $0.value(Purse.count) } == 0)
        await database.close()
    }

    @Test("news of a commit reaches the other servers")
    func news() async throws {
        let (here, there) = (try await server(), try await server())
        let bell = there.notifications(on: .jobs)
        async let heard = bell.first { _ in true } != nil
        // Said once more until it is heard: a server that has just started may not listen yet.
        for _ in 1...40 {
            try await here.write { $0.notify(.jobs) }
            try await Task.sleep(for: .milliseconds(50))
        }
        await here.close()
        await there.close()
        #expect(await heard)
    }

    @Test("a batch ends at the first statement that fails, and nothing of it is kept")
    func batch() async throws {
        let database = try await server()
        @Sendable func insert(_ name: String) -> (Statement, Parameters) { (Purse.insert, ["name": name, "coins": 1]) }
        let changes = try await database.write { db in
            try db.batch([insert("a"), insert("b"), ("UPDATE purse SET coins = coins + 1", [:])])
        }
        #expect(changes == [1, 1, 2])
        await #expect(throws: StorageFailure.constraint(.unique, name: "purse_pkey")) {
            try await database.write { db in try db.batch([insert("c"), insert("a"), insert("d")]) }
        }
        #expect(try await database.read { try $0.value(Purse.count) } == 2)
        await database.close()
    }

    @Test("statements made on the way don't pile up")
    func boundedCache() async throws {
        let database = try await server(limits: PostgresLimits(connections: 1, readers: 1))
        let count = try await database.write { db throws in
            for number in 0..<(2 * PostgresConnection.preparedLimit) {
                #expect(try db.value(Statement("SELECT \(number)"), as: Int.self) == number)
            }
            return try db.value("SELECT COUNT(*) FROM pg_prepared_statements", as: Int.self) ?? 0
        }
        #expect(count <= PostgresConnection.preparedLimit + 1)
        await database.close()
    }

    @Test("a sum is a number, however large its parts")
    func sums() async throws {
        let database = try await server()
        let sums: [(String, Int64?)] = [
            ("SELECT SUM(CAST(n AS BIGINT)) FROM (VALUES (1), (99999999), (-7)) AS it (n)", 99_999_993),
            ("SELECT SUM(CAST(n AS BIGINT)) FROM (VALUES (9223372036854775807)) AS it (n)", .max),
            ("SELECT SUM(CAST(n AS BIGINT)) FROM (VALUES (-9223372036854775808)) AS it (n)", .min),
            ("SELECT SUM(CAST(n AS BIGINT)) FROM (VALUES (30000)) AS it (n)", 30_000),
            ("SELECT SUM(CAST(n AS BIGINT)) FROM (VALUES (100000000)) AS it (n)", 100_000_000),
            ("SELECT SUM(CAST(n AS BIGINT)) FROM (VALUES (0)) AS it (n)", 0),
            ("SELECT SUM(CAST(n AS BIGINT)) FROM (VALUES (9223372036854775807), (1)) AS it (n)", nil),
            ("SELECT CAST(1.5 AS NUMERIC)", nil),
        ]
        for (text, expected) in sums {
            let read = try? await database.read { try $0.value(Statement(text), as: Int64.self) }
            #expect(read == expected, "\(text)")
        }
        await database.close()
    }
}

/// Tells a closure's first run from those that follow.
private final class Once: @unchecked Sendable {
    private(set) var count = 0

    var isFirst: Bool {
        count += 1
        return count == 1
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }

    fileprivate var failure: (any Error)? { if case .failure(let error) = self { error } else { nil } }
}
