import Foundation
import Storage
import StorageSQLite
import Synchronization
import Testbed
import Testing
import Values

@Suite("Writing")
struct WritingTests {
    @Test("on the one writer, what finishes something goes before what waited longer",
          .enabled(if: TestDatabase.isSQLite), .timeLimit(.minutes(1)))
    func followUpsFirst() async throws {
        let opened = try await Opened()
        let (database, order, held) = (opened.database, Order(), DispatchSemaphore(value: 0))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await database.write { _ in order.note("first", then: held) } }
            while order.names.withLock(\.isEmpty) { await Task.yield() }
            group.addTask { try await database.write { _ in order.note("new") } }
            while database.waitingWrites < 1 { await Task.yield() }
            group.addTask {
                try await FollowUp.$isUnderWay.withValue(true) {
                    try await database.write { _ in order.note("follow-up") }
                }
            }
            while database.waitingWrites < 2 { await Task.yield() }
            held.signal()
            try await group.waitForAll()
        }
        #expect(order.names.withLock { $0 } == ["first", "follow-up", "new"])
    }

    /// What ran, in its order.
    private final class Order: Sendable {
        let names = Mutex<[String]>([])

        func note(_ name: String, then held: DispatchSemaphore? = nil) {
            names.withLock { $0.append(name) }
            held?.wait()
        }
    }

    @Test("sixty-four writers at once lose nothing of each other")
    func concurrentWriters() async throws {
        let opened = try await Opened()
        try await opened.insert("till", 0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for coins in 1...64 {
                group.addTask {
                    try await opened.database.write { db in
                        let before = try Purse.coins(of: "till", in: db)
                        try db.run(Purse.add, ["coins": coins, "name": "till"])
                        #expect(try Purse.coins(of: "till", in: db) == before.map { $0 + coins })
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await opened.coins(of: "till") == 64 * 65 / 2)
    }

    @Test("a refusal stands beside a neighbour's write, and may rest on it", .enabled(if: TestDatabase.isSQLite))
    func refusalBesideWrite() async throws {
        let opened = try await Opened()
        try await opened.insert("till", 1)
        let ends = try await opened.together(
            { try $0.run(Purse.add, ["coins": -1, "name": "till"]) },
            { if try Purse.coins(of: "till", in: $0) == 0 { throw No("sold out") } })
        #expect(ends[0] == nil)
        #expect(ends[1] as? No == No("sold out"))
        #expect(try await opened.coins(of: "till") == 0)
    }

    @Test(
        "a refusal that rests on a neighbour's write is not given when that write is undone",
        .enabled(if: TestDatabase.isSQLite))
    func refusalOnUndoneWrite() async throws {
        let opened = try await Opened()
        try await opened.insert("till", 1)
        let ends = try await opened.together(
            { try $0.run(Purse.add, ["coins": -1, "name": "till"]); throw No("changed my mind") },
            { if try Purse.coins(of: "till", in: $0) == 0 { throw No("sold out") } })
        #expect(ends[0] as? No == No("changed my mind"))
        #expect(ends[1] == nil)
        #expect(try await opened.coins(of: "till") == 1)
    }

    @Test("what throws after it wrote undoes its own writing alone", .enabled(if: TestDatabase.isSQLite))
    func throwAfterWrite() async throws {
        let opened = try await Opened()
        let ends = try await opened.together(
            { try $0.run(Purse.insert, ["name": "a", "coins": 1]) },
            { try $0.run(Purse.insert, ["name": "b", "coins": 2]); throw No() },
            { try $0.run(Purse.insert, ["name": "c", "coins": 3]) },
            { try $0.run(Purse.insert, ["name": "a", "coins": 4]) })
        #expect(ends[0] == nil && ends[2] == nil)
        #expect(ends[1] as? No == No())
        #expect(ends[3] as? StorageFailure == .constraint(.unique, name: "purse.name"))
        let names = try await opened.names()
        #expect(names == ["a", "c"])
    }

    @Test(
        "an answer comes after the commit: what was acknowledged stands in the files at that moment",
        .enabled(if: TestDatabase.isSQLite))
    func acknowledgedIsInTheFiles() async throws {
        let opened = try await Opened()
        try await opened.insert("till", 7)
        // As after a crash: the files as they are, without the process that wrote them.
        let copy = try TemporaryFolder()
        for file in ["purses.sqlite", "purses.sqlite-wal"] {
            try FileManager.default.copyItem(atPath: "\(opened.folder.path)/\(file)", toPath: "\(copy.path)/\(file)")
        }
        let found = try SQLiteDatabase.open(path: copy.path + "/purses.sqlite", log: Opened.log)
        #expect(try await found.read { try Purse.coins(of: "till", in: $0) } == 7)
        await found.close()
    }

    @Test("a neighbour's row is seen by no reader before its commit")
    func uncommittedIsUnseen() async throws {
        let opened = try await Opened()
        let gate = Gate()
        async let writing: Void = opened.database.write { db in
            try db.run(Purse.insert, ["name": "till", "coins": 1])
            gate.pass()
        }
        await gate.reached()
        #expect(try await opened.coins(of: "till") == nil)
        gate.open()
        try await writing
        #expect(try await opened.coins(of: "till") == 1)
    }

    @Test(
        "a commit that fails is answered to all of its batch, and the next goes well",
        .enabled(if: TestDatabase.isSQLite))
    func failedCommit() async throws {
        // No table of the shop defers a foreign key; here one does, because it fails a commit as nothing else can.
        let pledges = Migration(1001, "pledges", """
            CREATE TABLE pledge (purse TEXT NOT NULL REFERENCES purse (name) DEFERRABLE INITIALLY DEFERRED) {strict}
            """)
        let opened = try await Opened(more: pledges)
        let ends = try await opened.together(
            { try $0.run(Purse.insert, ["name": "a", "coins": 1]) },
            { try $0.run("INSERT INTO pledge (purse) VALUES ('nobody')") },
            { _ in throw No() })
        #expect(ends.allSatisfy { $0 as? StorageFailure == .constraint(.foreignKey, name: "") })
        #expect(try await opened.coins(of: "a") == nil)
        try await opened.insert("a", 2)
        #expect(try await opened.coins(of: "a") == 2)
    }

    @Test(
        "no room on the medium fails the whole batch, and writing goes on when there is room again",
        .enabled(if: TestDatabase.isSQLite))
    func noRoom() async throws {
        let opened = try await Opened()
        try await opened.database.write { try $0.run("PRAGMA max_page_count = 12") }
        let big = String(repeating: "x", count: 200_000)
        let ends = try await opened.together(
            { try $0.run(Purse.insert, ["name": "a", "coins": 1]) },
            { try $0.run(Purse.insert, ["name": big, "coins": 2]) },
            { try $0.run(Purse.insert, ["name": "c", "coins": 3]) })
        for end in ends {
            guard case .medium = end as? StorageFailure else { throw No("\(end as Any)") }
        }
        try await opened.database.write { try $0.run("PRAGMA max_page_count = 100000") }
        try await opened.insert("d", 4)
        let names = try await opened.names()
        #expect(names == ["d"])
    }

    @Test("a failure that a closure swallows can't make lost work look kept", .enabled(if: TestDatabase.isSQLite))
    func swallowedFailure() async throws {
        let opened = try await Opened()
        try await opened.database.write { try $0.run("PRAGMA max_page_count = 12") }
        let big = String(repeating: "x", count: 200_000)
        let ends = try await opened.together(
            { try $0.run(Purse.insert, ["name": "a", "coins": 1]) },
            { db in
                do { try db.run(Purse.insert, ["name": big, "coins": 2]) } catch { throw No("another reason") }
            })
        for end in ends {
            guard case .medium = end as? StorageFailure else { throw No("\(end as Any)") }
        }
        #expect(try await opened.coins(of: "a") == nil)
    }

    @Test("listeners hear of commits, not of what was undone", .enabled(if: TestDatabase.isSQLite))
    func notifications() async throws {
        let opened = try await Opened()
        let (kept, undone) = (Channel("kept"), Channel("undone"))
        let keptBell = opened.database.notifications(on: kept)
        let undoneBell = opened.database.notifications(on: undone)
        _ = try await opened.together(
            { $0.notify(kept) },
            { db in
                try db.run(Purse.insert, ["name": "a", "coins": 1])
                db.notify(undone)
                throw No()
            })
        await opened.database.close()
        #expect(await keptBell.reduce(0) { count, _ in count + 1 } == 1)
        #expect(await undoneBell.reduce(0) { count, _ in count + 1 } == 0)
    }
}
