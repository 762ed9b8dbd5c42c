import Storage
import StorageSQLite
import Testbed
import Testing

/// Values made from a table that tells of its changes: here, how many coins the purses hold together.
@Suite("Reference tables")
struct ReferenceTests {
    private static let watching = Migration(
        1100, "purses tell of their changes", ReferenceEdition.schema + ReferenceEdition.watch(["purse"]))
    private static let sum: Statement = "SELECT CAST(COALESCE(SUM(coins), 0) AS BIGINT) FROM purse"
    private static let remove: Statement = "DELETE FROM purse WHERE name = $name"
    private static let raise: Statement = "UPDATE purse SET coins = coins + 1 WHERE name = $name"

    private let sums = Remembered<String, Int>(limit: 3)

    private func sum(_ key: String = "all", in db: any Transaction) throws -> Int {
        try sums.value(key, in: db) { try db.value(Self.sum) ?? 0 }
    }

    @Test("a value is made once, and made anew after any change")
    func remembered() async throws {
        let opened = try await Opened(more: Self.watching)
        try await opened.insert("a", 5)
        let makes = try await opened.database.read { db in
            var makes = 0
            for _ in 1...3 {
                _ = try sums.value("all", in: db) {
                    makes += 1
                    return try db.value(Self.sum) ?? 0
                }
            }
            return makes
        }
        #expect(makes == 1)
        #expect(try await opened.database.read { try sum(in: $0) } == 5)
        try await opened.insert("b", 7)
        #expect(try await opened.database.read { try sum(in: $0) } == 12)
        try await opened.database.write { try $0.run(Self.raise, ["name": "b"]) }
        #expect(try await opened.database.read { try sum(in: $0) } == 13)
        try await opened.database.write { try $0.run(Self.remove, ["name": "a"]) }
        #expect(try await opened.database.read { try sum(in: $0) } == 8)
    }

    @Test("a change shows in the rest of its own transaction")
    func ownChange() async throws {
        let opened = try await Opened(more: Self.watching)
        let sums = try await opened.database.write { db in
            let before = try sum(in: db)
            try db.run(Purse.insert, ["name": "a", "coins": 5])
            return [before, try sum(in: db)]
        }
        #expect(sums == [0, 5])
    }

    @Test("what was made of a change that was undone is forgotten, and its edition never comes back")
    func undone() async throws {
        struct No: Error {}
        let opened = try await Opened(more: Self.watching)
        let before = try await opened.database.read { try $0.edition }
        await #expect(throws: No.self) {
            try await opened.database.write { db in
                try db.run(Purse.insert, ["name": "a", "coins": 5])
                #expect(try sum(in: db) == 5)
                throw No()
            }
        }
        #expect(try await opened.database.read { try sum(in: $0) } == 0)
        #expect(try await opened.database.read { try $0.edition } == before)
        try await opened.insert("b", 7)
        #expect(try await opened.database.read { try sum(in: $0) } == 7)
    }

    @Test(
        "neighbours in one batch see each other's changes, and nobody's that was undone",
        .enabled(if: TestDatabase.isSQLite))
    func batch() async throws {
        struct No: Error {}
        let opened = try await Opened(more: Self.watching)
        let ends = try await opened.together(
            { db in
                try db.run(Purse.insert, ["name": "a", "coins": 5])
                _ = try sum(in: db)
                throw No()
            },
            { db in
                try db.run(Purse.insert, ["name": "b", "coins": 7])
                guard try sum(in: db) == 7 else { throw StorageFailure.other("sees what was undone") }
            })
        #expect(ends[0] is No)
        #expect(ends[1] == nil)
        #expect(try await opened.database.read { try sum(in: $0) } == 7)
    }

    @Test("two databases never share what is remembered")
    func twoDatabases() async throws {
        let (one, other) = (try await Opened(more: Self.watching), try await Opened(more: Self.watching))
        try await one.insert("a", 5)
        #expect(try await one.database.read { try sum(in: $0) } == 5)
        #expect(try await other.database.read { try sum(in: $0) } == 0)
        #expect(try await one.database.read { try sum(in: $0) } == 5)
    }

    @Test(
        "the number of commits is another as soon as a writer is answered, and the same after reading",
        .enabled(if: TestDatabase.isSQLite))
    func commitCount() async throws {
        let opened = try await Opened()
        let before = try #require(opened.database.commitCount)
        _ = try await opened.names()
        #expect(opened.database.commitCount == before)
        for step in 1...3 {
            try await opened.insert("\(step)", step)
            #expect(opened.database.commitCount == before + step)
        }
    }

    @Test(
        "writers that change nothing leave the number of commits as it is; a new index is a change",
        .enabled(if: TestDatabase.isSQLite))
    func commitsOfNothing() async throws {
        let opened = try await Opened()
        try await opened.insert("a", 1)
        // What tables there are is looked at for the first time.
        try await opened.database.write { db in try db.run("UPDATE purse SET coins = 2 WHERE name = 'none'") }
        let before = try #require(opened.database.commitCount)
        try await opened.database.write { db in try db.run("UPDATE purse SET coins = 2 WHERE name = 'none'") }
        #expect(opened.database.commitCount == before)
        try await opened.database.write { db in try db.run("CREATE INDEX another ON purse (coins)") }
        #expect(opened.database.commitCount == before + 1)
        try await opened.database.write { db in try db.run("UPDATE purse SET coins = 2 WHERE name = 'a'") }
        #expect(opened.database.commitCount == before + 2)
    }

    @Test("no more is kept than the limit says")
    func limit() async throws {
        let opened = try await Opened(more: Self.watching)
        for key in 0..<10 { _ = try await opened.database.read { try sum("\(key)", in: $0) } }
        #expect(sums.count <= 3)
    }
}
