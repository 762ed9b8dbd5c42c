import Foundation
import Logging
import People
import Storage
import StorageSQLite
import Supply
import Values
import Web

/// The house put together: the database opened and brought up to date, every context's endpoints behind one API.
struct Wiring: Sendable {
    let shop: Shop
    let api: API

    /// Why the house can't be opened, in one line.
    enum Failure: Error, CustomStringConvertible {
        case folder(String, String)
        case newer(path: String, found: Int)
        case database(String, String)

        var description: String {
            switch self {
            case .folder(let path, let reason): "The folder \(path) can't be used: \(reason)."
            case .newer(let path, let found):
                "\(path) was made by a newer version of orderworks (its tables are at \(found)); run that one."
            case .database(let path, let reason): "\(path) can't be opened: \(reason)."
            }
        }
    }

    /// Opens the shop on the folder `data`, which is made when missing. Throws `Failure`.
    static func open(_ settings: Settings, log: Logger) async throws -> Wiring {
        let path = try databasePath(in: settings[Known.data])
        let database: any Database
        do {
            database = try SQLiteDatabase.open(path: path, log: log)
            try await database.migrate(migrations)
        } catch StorageFailure.newer(_, let found) {
            throw Failure.newer(path: path, found: found)
        } catch let failure as StorageFailure {
            throw Failure.database(path, failure.inWords)
        }
        let shop = Shop(database: database, time: SystemTime(), chance: SystemChance(), log: log)
        let metrics = Metrics()
        let ready = ReadReadiness { (try? await shop.read { _ in true }) ?? false }
        let api = try API(
            endpoints: [ReadLiveness(), ready, ReadMetrics(metrics)] + endpoints(shop),
            authenticator: StaffAuthenticator(shop), log: log, metrics: metrics, failure: problem)
        return Wiring(shop: shop, api: api)
    }

    /// Gives the database back. Nothing may use the shop any more.
    func close() async { await shop.database.close() }

    private static func databasePath(in folder: String) throws(Failure) -> String {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .folder(folder, "it can't be made")
        }
        guard FileManager.default.isWritableFile(atPath: folder) else { throw .folder(folder, "it is not writable") }
        return URL(fileURLWithPath: folder).appendingPathComponent("orderworks.sqlite").path
    }

    /// What a failure of the database means to a client; nil for those that tell nothing to one.
    static func problem(for error: any Error) -> Problem? {
        switch error {
        case StorageFailure.overloaded, StorageFailure.tookTooLong, StorageFailure.closed:
            .overloaded(retryAfterSeconds: 1)
        default: nil
        }
    }
}

extension StorageFailure {
    /// Fit to be the end of a sentence.
    var inWords: String {
        switch self {
        case .constraint(let kind, let name): "its content breaks the \(kind.rawValue) rule \(name)"
        case .newer(let known, let found): "its tables are at \(found), this version knows \(known)"
        case .medium(let reason): reason
        case .tookTooLong: "it answers too slowly"
        case .overloaded: "too much is waiting for it"
        case .closed: "it is closed"
        case .other(let reason): reason
        }
    }
}
