import Foundation
import Storage
import StorageSQLite
import Testbed
import Testing

@Suite("Opening a file", .enabled(if: TestDatabase.isSQLite))
struct OpeningTests {
    @Test("commits are flushed, foreign keys hold, the log is ahead: read back from the writer")
    func settings() async throws {
        let opened = try await Opened()
        let (synchronous, keys, journal) = try await opened.database.write { db in
            (try db.value("PRAGMA synchronous", as: Int.self), try db.value("PRAGMA foreign_keys", as: Int.self),
             try db.value("PRAGMA journal_mode", as: String.self))
        }
        #expect(synchronous == 2 && keys == 1 && journal == "wal")
    }

    @Test("reopened, it has what it had")
    func reopening() async throws {
        let opened = try await Opened()
        try await opened.insert("till", 3)
        await opened.database.close()
        let again = try SQLiteDatabase.open(path: opened.path, log: Opened.log)
        try await again.migrate([Purse.migration])
        #expect(try await again.read { try Purse.coins(of: "till", in: $0) } == 3)
        await again.close()
    }

    @Test("many make a template of one file at the same time")
    func templates() async throws {
        let opened = try await Opened()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<3000 { group.addTask { try await opened.insert("\(number)", 1) } }
            try await group.waitForAll()
        }
        await opened.database.close()
        for _ in 0..<200 {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 { group.addTask { _ = try SQLiteTemplate(file: opened.path) } }
                try await group.waitForAll()
            }
        }
    }

    @Test("closing answers what waits, and refuses what comes after")
    func closing() async throws {
        let opened = try await Opened()
        let ends = try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 { group.addTask { try await opened.insert("\(number)", 1) } }
            try await group.next()
            await opened.database.close()
            var ends = 1
            while let result = await group.nextResult() {
                switch result {
                case .success: ends += 1
                case .failure(let error): #expect(error as? StorageFailure == .closed)
                }
            }
            return ends
        }
        await #expect(throws: StorageFailure.closed) { try await opened.insert("late", 1) }
        await #expect(throws: StorageFailure.closed) { try await opened.coins(of: "till") }
        let again = try SQLiteDatabase.open(path: opened.path, log: Opened.log)
        #expect(try await again.read { try $0.value(Purse.count) } == ends)
        await again.close()
    }

    @Test("a second program can't write the same database")
    func secondWriter() async throws {
        let opened = try await Opened()
        #expect(throws: StorageFailure.self) { try SQLiteDatabase.open(path: opened.path, log: Opened.log) }
        await opened.database.close()
        let again = try SQLiteDatabase.open(path: opened.path, log: Opened.log)
        await again.close()
    }

    @Test("open for reading alone, beside the server: it sees commits and refuses to write")
    func readOnly() async throws {
        let opened = try await Opened()
        try await opened.insert("till", 3)
        let looking = try SQLiteDatabase.openReadOnly(path: opened.path)
        try await looking.migrate([Purse.migration])
        #expect(try await looking.read { try Purse.coins(of: "till", in: $0) } == 3)
        await #expect(throws: StorageFailure.self) {
            try await looking.write { try $0.run(Purse.insert, ["name": "a", "coins": 1]) }
        }
        await #expect(throws: StorageFailure.self) {
            try await looking.read { try $0.run(Purse.insert, ["name": "a", "coins": 1]) }
        }
        await looking.close()
        try await opened.insert("after", 1)
    }

    @Test("open for reading alone, after a crash: the log is read, and left for the server")
    func readOnlyAfterCrash() async throws {
        let opened = try await Opened()
        try await opened.insert("till", 3)
        let copy = try TemporaryFolder()
        for file in ["purses.sqlite", "purses.sqlite-wal"] {
            try FileManager.default.copyItem(atPath: "\(opened.folder.path)/\(file)", toPath: "\(copy.path)/\(file)")
        }
        for _ in 1...2 {
            let looking = try SQLiteDatabase.openReadOnly(path: copy.path + "/purses.sqlite")
            #expect(try await looking.read { try Purse.coins(of: "till", in: $0) } == 3)
            await looking.close()
        }
        let log = try FileManager.default.attributesOfItem(atPath: copy.path + "/purses.sqlite-wal")
        #expect(try #require(log[.size] as? Int) > 0)
    }

    @Test("a database that isn't there can't be looked at, and isn't made")
    func missing() throws {
        let folder = try TemporaryFolder()
        #expect(throws: StorageFailure.self) { try SQLiteDatabase.openReadOnly(path: folder.path + "/none.sqlite") }
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/none.sqlite"))
    }

    @Test("a file that is no database is named so")
    func notADatabase() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/letter.sqlite"
        try String(repeating: "Dear Sir or Madam, ", count: 100).write(toFile: path, atomically: true, encoding: .utf8)
        let failure = #expect(throws: StorageFailure.self) { try SQLiteDatabase.open(path: path, log: Opened.log) }
        guard case .medium = failure else { throw No("\(failure as Any)") }
    }

    @Test("the files are their owner's alone")
    func rights() async throws {
        let opened = try await Opened()
        try await opened.insert("till", 3)
        for file in ["", "-wal", ".lock"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: opened.path + file)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(file)")
        }
    }
}
