import Storage
import StorageSQLite
import Testbed
import Testing

@Suite("Reading")
struct ReadingTests {
    @Test("a read sees one state of the shop, whatever is committed meanwhile")
    func snapshot() async throws {
        let opened = try await Opened()
        try await opened.insert("till", 1)
        let gate = Gate()
        async let seen = opened.database.read { db in
            let before = try Purse.coins(of: "till", in: db)
            gate.pass()
            return [before, try Purse.coins(of: "till", in: db)]
        }
        await gate.reached()
        try await opened.database.write { try $0.run(Purse.add, ["coins": 1, "name": "till"]) }
        gate.open()
        #expect(try await seen == [1, 1])
        #expect(try await opened.coins(of: "till") == 2)
    }

    @Test("a read changes nothing")
    func readsDontWrite() async throws {
        let opened = try await Opened()
        await #expect(throws: StorageFailure.self) {
            try await opened.database.read { try $0.run(Purse.insert, ["name": "a", "coins": 1]) }
        }
        #expect(try await opened.database.read { try $0.value(Purse.count) } == 0)
    }

    @Test("readers run beside each other and beside the writer", .enabled(if: TestDatabase.isSQLite))
    func sideBySide() async throws {
        let opened = try await Opened()
        let gates = (0..<SQLiteLimits.standard.readers).map { _ in Gate() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for gate in gates { group.addTask { try await opened.database.read { _ in gate.pass() } } }
            for gate in gates { await gate.reached() }
            try await opened.insert("till", 1)
            for gate in gates { gate.open() }
            try await group.waitForAll()
        }
        #expect(try await opened.coins(of: "till") == 1)
    }

    @Test("more reads than readers are all answered")
    func manyReads() async throws {
        let opened = try await Opened()
        try await opened.insert("till", 2)
        let sum = try await withThrowingTaskGroup(of: Int?.self) { group in
            for _ in 0..<500 { group.addTask { try await opened.coins(of: "till") } }
            return try await group.reduce(0) { $0 + ($1 ?? 0) }
        }
        #expect(sum == 1000)
    }

    @Test("what a read throws comes to its caller, and the reader serves the next")
    func throwing() async throws {
        let opened = try await Opened(limits: SQLiteLimits(readers: 1))
        await #expect(throws: No("no")) { try await opened.database.read { _ in throw No("no") } }
        #expect(try await opened.coins(of: "till") == nil)
    }
}
