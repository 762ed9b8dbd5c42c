import Storage
import Testbed
import Testing
import Values

@testable import StoragePostgres

/// What only a database has that several servers share.
@Suite("PostgreSQL", .enabled(if: TestDatabase.isPostgres))
struct PostgresTests {
    let schema: TestSchema

    init() throws { schema = TestSchema(at: try #require(TestDatabase.server)) }

    /// One server's database, as the tests' program opens it.
    func server(
        at address: String? = nil, limits: PostgresLimits = PostgresLimits(connections: 4, readers: 2)
    ) async throws -> PostgresDatabase {
        let database = try PostgresDatabase.open(
            address ?? schema.address, log: TestDatabase.silence, limits: limits)
        try await database.migrate([Purse.migration])
        return database
    }

    func coins(of name: String, in database: PostgresDatabase) async throws -> Int? {
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

    @Test("a database of another encoding is refused in words")
    func encoding() async throws {
        let direct = try await server()
        let name = "ascii_\(schema.address.suffix(8))"
        try await direct.outside("CREATE DATABASE \(name) ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
        let address = try #require(TestDatabase.server).replacing("/postgres", with: "/\(name)")
        let failure = #expect(throws: StorageFailure.self) {
            try PostgresDatabase.open(address, log: TestDatabase.silence)
        }
        #expect("\(failure as Any)".contains("UTF8"))
        try await direct.outside("DROP DATABASE \(name)")
        await direct.close()
    }

    @Test("a server that was told to stop waiting for its replica, or warns of anything else, hasn't said yes")
    func warned() async throws {
        let database = try await server()
        try await database.write(.readCommitted) { db in
            try db.run("""
                CREATE FUNCTION warn() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN RAISE WARNING ''so-so''; RETURN NULL; END'
                """)
            try db.run("""
                CREATE CONSTRAINT TRIGGER late AFTER INSERT ON purse DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION warn()
                """)
        }
        await #expect(throws: StorageFailure.unknown) {
            try await database.write { try $0.run(Purse.insert, ["name": "till", "coins": 1]) }
        }
        await database.close()
    }

    @Test("while the server is gone one call tries, and the others are told at once")
    func told() {
        let reach = Reachability(log: TestDatabase.silence)
        let gone = PostgresFailure(state: "08001", message: "gone")
        var tries = 0
        for _ in 1...3 {
            #expect(throws: StorageFailure.unreachable("gone")) {
                try reach.connecting { () throws -> Int in
                    tries += 1
                    throw gone
                }
            }
        }
        #expect(tries == 1)
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
        let database = try PostgresDatabase.open(address, log: TestDatabase.silence)
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
            for number in 0..<(2 * PostgresRepertoire.limit) {
                #expect(try db.value(Statement("SELECT \(number)"), as: Int.self) == number)
            }
            return try db.value("SELECT COUNT(*) FROM pg_prepared_statements", as: Int.self) ?? 0
        }
        #expect(count <= PostgresRepertoire.limit + 1)
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

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }

    fileprivate var failure: (any Error)? { if case .failure(let error) = self { error } else { nil } }
}

extension PostgresDatabase {
    /// What can't be done inside a transaction.
    fileprivate func outside(_ text: String) async throws {
        let ended: Statement = "COMMIT"
        do {
            try await write(.readCommitted) { db in
                try db.run(ended)
                try db.run(Statement(text))
            }
        } catch is StorageFailure {
            // There was no transaction left to commit; whether it was done shows when it is used.
        }
    }
}
