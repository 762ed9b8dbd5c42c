import CSQLite
import Foundation
import GRDB
import Storage
import Values

extension Dialect {
    /// SQLite 3.40: https://www.sqlite.org/lang.html
    package static let sqlite = Dialect(
        words: [
            "bytes": "BLOB", "json": "TEXT", "strict": "STRICT", "identity": "INTEGER PRIMARY KEY", "skip locked": "",
            "chance": "random()",
            "refuse": "BEGIN SELECT RAISE(ABORT, 'this table is only added to'); END",
            "renew edition": "BEGIN UPDATE reference_edition SET edition = random() WHERE one = 1; END",
            "for sqlite": "", "end sqlite": "", "for postgres": "/*", "end postgres": "*/",
        ],
        types: ["BIGINT": "INTEGER"])
}

/// How far the driver goes before it says no.
package struct SQLiteLimits: Sendable {
    /// How long one closure may hold the writer, or a reader.
    package let closure: Instant.Span
    /// Connections that read; on few processors more only take turns.
    package let readers: Int
    /// How many closures may wait, for the writer and for readers each.
    package let queue: Int

    package init(closure: Instant.Span = .seconds(5), readers: Int = 4, queue: Int = 4096) {
        self.closure = closure
        self.readers = readers
        self.queue = queue
    }

    package static let standard = SQLiteLimits()
}

/// An open connection and the queue it is used on.
struct Line: Sendable {
    let queue: DatabaseQueue
    let connection: Connection

    /// How long to wait for another process, which can only be one that looks on.
    private static let busySeconds = 5.0
    private static let checkpointPages = 1000
    private static let walKeepBytes = 64 * 1024 * 1024
    /// Half of what SQLite takes by itself: a reader's pages are good until the next commit.
    private static let readingCacheKilobytes = 1000
    /// Once a process, before its first connection.
    private static let withoutStatistics: Void = sqlite_without_statistics()

    static func writing(_ path: String) throws -> Line {
        let line = try open(path, configuration("writer")) { db in
            try db.execute(sql: """
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                PRAGMA wal_autocheckpoint = \(checkpointPages);
                PRAGMA journal_size_limit = \(walKeepBytes);
                """)
        }
        do {
            try line.verify()
        } catch {
            line.close()
            throw error
        }
        return line
    }

    static func reading(_ path: String, number: Int) throws -> Line {
        var configuration = configuration("reader \(number)")
        configuration.readonly = true
        return try open(path, configuration) { db in
            try db.execute(sql: "PRAGMA cache_size = -\(readingCacheKilobytes)")
        }
    }

    func close() {
        queue.writeWithoutTransaction { _ in connection.finalize() }
        // Only a statement left unfinished refuses this, and all of them were finished just now.
        try? queue.close()
    }

    /// What a commit's durability rests on, read back: a setting that didn't take would lose acknowledged orders.
    private func verify() throws {
        let wanted = [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1")]
        try queue.writeWithoutTransaction { db in
            for (pragma, value) in wanted {
                let found = try String.fetchOne(db, sql: "PRAGMA \(pragma)") ?? "nothing"
                guard found == value else { throw StorageFailure.other("\(pragma) is \(found), not \(value)") }
            }
        }
    }

    private static func configuration(_ label: String) -> Configuration {
        var configuration = Configuration()
        configuration.label = "orderworks.\(label)"
        configuration.busyMode = .timeout(busySeconds)
        configuration.foreignKeysEnabled = true
        // The transactions are ours; one that can't be ended fails its batch, not the program.
        configuration.allowsUnsafeTransactions = true
        return configuration
    }

    private static func open(
        _ path: String, _ configuration: Configuration, _ prepare: (GRDB.Database) throws -> Void
    ) throws -> Line {
        _ = withoutStatistics
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            let connection = try queue.writeWithoutTransaction { db in
                try prepare(db)
                guard let handle = db.sqliteConnection else { throw StorageFailure.closed }
                return Connection(handle)
            }
            return Line(queue: queue, connection: connection)
        } catch let error as DatabaseError {
            throw StorageFailure(error)
        }
    }
}
