import Foundation
import Logging
import Storage
import StoragePostgres
import StorageSQLite
import Values

/// Where a shop's database is.
package enum DatabasePlace: Sendable {
    /// SQLite's, at this path: this program's alone.
    case file(String)
    /// PostgreSQL's, at this `postgresql://` address: several servers may share it.
    case server(String)

    /// Whether other programs may write to it while this one does.
    var isShared: Bool { if case .server = self { true } else { false } }

    /// Whether it is a file that isn't there.
    var isMissing: Bool {
        if case .file(let path) = self { !FileManager.default.fileExists(atPath: path) } else { false }
    }

    /// Fit to be shown: without a password.
    var name: String {
        switch self {
        case .file(let path): path
        case .server(let address): (try? PostgresTarget(address).name) ?? "postgresql://…"
        }
    }

    /// Opens it, and makes it when it is a file that is missing. Throws `StorageFailure`.
    func open(log: Logger) throws -> any Database {
        switch self {
        case .file(let path): try SQLiteDatabase.open(path: path, log: log)
        case .server(let address): try usable { try PostgresDatabase.open(address, log: log) }
        }
    }

    /// Opens it to look, for closures that take up to `limit`; also beside a server that runs on it. Throws
    /// `StorageFailure`.
    func openToLook(within limit: Instant.Span, log: Logger) throws -> any Database {
        switch self {
        case .file(let path):
            return try SQLiteDatabase.openReadOnly(path: path, limits: SQLiteLimits(closure: limit))
        case .server(let address):
            return try usable {
                try PostgresDatabase.openReadOnly(
                    address, log: log, limits: PostgresLimits(closure: limit, connections: 1, readers: 1))
            }
        }
    }

    private func usable(_ open: () throws -> any Database) throws -> any Database {
        do {
            return try open()
        } catch let malformed as PostgresTarget.Malformed {
            throw StorageFailure.other(malformed.description)
        }
    }
}
