import Foundation
import Logging
import Storage
import StoragePostgres
import StorageSQLite
import Synchronization

/// A database of a test's own, on the engine that the tests run on: SQLite, or PostgreSQL where
/// `ORDERWORKS_TEST_POSTGRES` says at which server. It goes when nobody uses it any more.
package final class TestDatabase: Database {
    /// The server's address; nil when tests run on SQLite.
    package static let server = ProcessInfo.processInfo.environment["ORDERWORKS_TEST_POSTGRES"]

    package static let isPostgres = server != nil
    /// For what only one engine has, or does its own way.
    package static let isSQLite = server == nil

    package static let silence = {
        var log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        log.logLevel = .critical
        return log
    }()

    private let database: any Database
    private let place: Place

    private enum Place {
        case folder(TemporaryFolder)
        case schema(TestSchema)
    }

    private init(_ database: any Database, at place: Place) {
        self.database = database
        self.place = place
    }

    /// A new one with the tables of `migrations`.
    package static func open(_ migrations: [Migration]) async throws -> TestDatabase {
        let database: TestDatabase
        if let server {
            let schema = TestSchema(at: server)
            let limits = PostgresLimits(connections: 6, readers: 2)
            database = TestDatabase(
                try PostgresDatabase.open(schema.address, log: silence, limits: limits), at: .schema(schema))
        } else {
            let folder = try TemporaryFolder()
            database = TestDatabase(
                try SQLiteDatabase.open(path: folder.path + "/shop.sqlite", log: silence), at: .folder(folder))
        }
        try await database.migrate(migrations)
        return database
    }

    /// The file of a SQLite database.
    var path: String {
        guard case .folder(let folder) = place else { preconditionFailure("a database of PostgreSQL is no file") }
        return folder.path + "/shop.sqlite"
    }

    package func write<Answer: Sendable>(
        _ isolation: Isolation, _ work: @escaping @Sendable (any Transaction) throws -> Answer
    ) async throws -> Answer {
        try await database.write(isolation, work)
    }

    package func read<Answer: Sendable>(
        _ work: @escaping @Sendable (any Transaction) throws -> Answer
    ) async throws -> Answer {
        try await database.read(work)
    }

    package var commitCount: Int? { database.commitCount }
    package var waitingWrites: Int { database.waitingWrites }
    package var sharesCommits: Bool { database.sharesCommits }
    package func migrate(_ migrations: [Migration]) async throws { try await database.migrate(migrations) }
    package func notifications(on channel: Channel) -> AsyncStream<Void> { database.notifications(on: channel) }
    package func close() async { await database.close() }
}

/// A look into the database of a program that a test has started.
package enum DatabaseLook {
    /// - Parameter data: the program's data folder.
    package static func open(_ data: String) throws -> any Database {
        guard let address = TestSchema.address(for: data) else {
            return try SQLiteDatabase.openReadOnly(path: data + "/orderworks.sqlite")
        }
        return try PostgresDatabase.openReadOnly(
            address, log: TestDatabase.silence, limits: PostgresLimits(connections: 1, readers: 1))
    }
}

/// A schema of its own on the tests' server: made by who migrates there, dropped with its last holder.
package final class TestSchema: Sendable {
    package let address: String
    private let name: String
    private let server: String

    /// What schemas are dropped over; made at the first use.
    private static let dropping = Mutex<PostgresDatabase?>(nil)
    private static let byPath = Mutex<[String: TestSchema]>([:])

    package init(at server: String) {
        self.server = server
        name = "test_" + UUID().uuidString.lowercased().replacing("-", with: "")
        address = server + (server.contains("?") ? "&" : "?") + "options=-csearch_path%3D\(name)"
    }

    /// The address of the schema that stands for the data folder at `path`, the same each time; nil when tests run on
    /// SQLite.
    package static func address(for path: String) -> String? {
        guard let server = TestDatabase.server else { return nil }
        return byPath.withLock { known in
            let schema = known[path] ?? TestSchema(at: server)
            known[path] = schema
            return schema.address
        }
    }

    deinit {
        let database = Self.dropping.withLock { database in
            if database == nil {
                database = try? PostgresDatabase.open(
                    server, log: TestDatabase.silence, limits: PostgresLimits(connections: 1, readers: 1))
            }
            return database
        }
        Task { [name] in
            let drop = Statement("DROP SCHEMA IF EXISTS \(name) CASCADE")
            _ = try? await database?.write(.readCommitted) { try $0.run(drop) }
        }
    }
}
