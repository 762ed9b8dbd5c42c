import Dispatch
import Logging
import Storage
import StoragePostgres
import StorageSQLite
import Synchronization
import Testbed
import Values

/// A database with purses, of a test's own, on the engine that the tests run on.
struct Opened: Sendable {
    let database: any Database
    let folder: TemporaryFolder
    private let schema: TestSchema?

    var path: String { folder.path + "/purses.sqlite" }

    /// For tests of what only this engine has.
    var sqlite: SQLiteDatabase {
        guard let database = database as? SQLiteDatabase else { preconditionFailure("these tests run on PostgreSQL") }
        return database
    }

    /// How the engine says that nobody has the name in `held_by`; SQLite doesn't say which foreign key it was.
    static let nobodyHolds = StorageFailure.constraint(
        .foreignKey, name: TestDatabase.isSQLite ? "" : "purse_held_by_fkey")

    static let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init(limits: SQLiteLimits = .standard, more: Migration...) async throws {
        folder = try TemporaryFolder()
        schema = TestDatabase.server.map { TestSchema(at: $0) }
        if let schema {
            let limits = PostgresLimits(closure: limits.closure, connections: 6, readers: 2)
            database = try PostgresDatabase.open(schema.address, log: Self.log, limits: limits)
        } else {
            database = try SQLiteDatabase.open(path: folder.path + "/purses.sqlite", log: Self.log, limits: limits)
        }
        try await database.migrate([Purse.migration] + more)
    }

    func coins(of name: String) async throws -> Int? {
        try await database.read { db in try Purse.coins(of: name, in: db) }
    }

    func names() async throws -> [String] {
        try await database.read { db in try db.all(Purse.all) { try $0["name"] } }
    }

    func insert(_ name: String, _ coins: Int) async throws {
        try await database.write { try $0.run(Purse.insert, ["name": name, "coins": coins]) }
    }

    /// Lets all of `works` wait while the writer is held up, so that they share a batch; answers what became of each.
    func together(_ works: (@Sendable (any Transaction) throws -> Void)...) async throws -> [(any Error)?] {
        let gate = Gate()
        return try await withThrowingTaskGroup(of: (Int, (any Error)?).self) { group in
            group.addTask {
                try await database.write { _ in gate.pass() }
                return (-1, nil)
            }
            await gate.reached()
            for (place, work) in works.enumerated() {
                group.addTask {
                    do {
                        try await database.write(work)
                        return (place, nil)
                    } catch {
                        return (place, error)
                    }
                }
                while sqlite.waitingWrites <= place { await Task.yield() }
            }
            gate.open()
            var ends: [(any Error)?] = works.map { _ in nil }
            for try await (place, error) in group where place >= 0 { ends[place] = error }
            return ends
        }
    }
}

/// Holds up a closure until the test lets it go on.
final class Gate: Sendable {
    private let arrival = Mutex<(hasArrived: Bool, waiter: CheckedContinuation<Void, Never>?)>((false, nil))
    private let semaphore = DispatchSemaphore(value: 0)

    /// For the closure: waits here.
    func pass() {
        let waiter = arrival.withLock { arrival in
            arrival.hasArrived = true
            return arrival.waiter
        }
        waiter?.resume()
        semaphore.wait()
    }

    /// Ends when the closure stands at the gate.
    func reached() async {
        await withCheckedContinuation { waiter in
            let hasArrived = arrival.withLock { arrival in
                arrival.waiter = waiter
                return arrival.hasArrived
            }
            if hasArrived { waiter.resume() }
        }
    }

    func open() { semaphore.signal() }
}
