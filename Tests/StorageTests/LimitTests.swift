import Storage
import StorageSQLite
import Testbed
import Testing
import Values

@Suite("Limits")
struct LimitTests {
    private static let endless: Statement = """
        WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number) SELECT COUNT(*) FROM number
        """
    private static let endlessInsert: Statement = """
        INSERT INTO purse (name, coins)
        WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number) SELECT 'purse ' || n, n FROM number
        """

    @Test("a write that takes too long is ended, and its neighbours are kept", .enabled(if: TestDatabase.isSQLite))
    func longWrite() async throws {
        let opened = try await Opened(limits: SQLiteLimits(closure: .milliseconds(100)))
        let ends = try await opened.together(
            { try $0.run(Purse.insert, ["name": "a", "coins": 1]) },
            { try $0.run(Self.endlessInsert) },
            { _ = try $0.value(Self.endless, as: Int.self) },
            { try $0.run(Purse.insert, ["name": "b", "coins": 1]) })
        #expect(ends[0] == nil && ends[3] == nil)
        #expect(ends[1] as? StorageFailure == .tookTooLong)
        #expect(ends[2] as? StorageFailure == .tookTooLong)
        #expect(try await opened.database.read { try $0.value(Purse.count) } == 2)
    }

    @Test("a read that takes too long is ended, and its reader serves the next")
    func longRead() async throws {
        let opened = try await Opened(limits: SQLiteLimits(closure: .milliseconds(50), readers: 1))
        await #expect(throws: StorageFailure.tookTooLong) {
            try await opened.database.read { try $0.value(Self.endless, as: Int.self) }
        }
        #expect(try await opened.coins(of: "till") == nil)
    }

    @Test("when more waits than may, the next writer is turned away at once", .enabled(if: TestDatabase.isSQLite))
    func fullQueue() async throws {
        let opened = try await Opened(limits: SQLiteLimits(queue: 2))
        let ends = try await withThrowingTaskGroup(of: (any Error)?.self) { group in
            let gate = Gate()
            group.addTask {
                try await opened.database.write { _ in gate.pass() }
                return nil
            }
            await gate.reached()
            for place in 0..<2 {
                group.addTask {
                    try await opened.database.write { try $0.run(Purse.insert, ["name": "\(place)", "coins": 1]) }
                    return nil
                }
            }
            while opened.sqlite.waitingWrites < 2 { await Task.yield() }
            await #expect(throws: StorageFailure.overloaded) { try await opened.insert("late", 1) }
            gate.open()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(ends.count == 3)
        #expect(try await opened.database.read { try $0.value(Purse.count) } == 2)
    }

    @Test("when more waits than may, the next reader is turned away at once", .enabled(if: TestDatabase.isSQLite))
    func fullReaders() async throws {
        let opened = try await Opened(limits: SQLiteLimits(readers: 1, queue: 0))
        let gate = Gate()
        async let reading: Void = opened.database.read { _ in gate.pass() }
        await gate.reached()
        await #expect(throws: StorageFailure.overloaded) { try await opened.coins(of: "till") }
        gate.open()
        try await reading
        #expect(try await opened.coins(of: "till") == nil)
    }
}
