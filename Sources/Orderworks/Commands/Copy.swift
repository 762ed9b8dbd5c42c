import Foundation
import Logging
import Storage
import StoragePostgres
import StorageSQLite
import Values

/// `orderworks copy`: moves a shop to a database that several servers may share.
struct Copy: Command {
    static let name = "copy"
    static let sentence = """
        Moves a shop from its SQLite file to a PostgreSQL database: most of it while the shop serves, the rest once it \
        has stopped, which is waited for.
        """
    static let settings: [any DeclaredSetting] = [Known.copyFrom, Known.copyTo]

    /// How often it looks whether the server has stopped.
    private static let look = Duration.milliseconds(100)

    func mistakes(in settings: Settings) -> [String] {
        (settings.ifSet(Known.copyFrom) == nil ? ["from: is needed"] : [])
            + (settings.ifSet(Known.copyTo) == nil ? ["to: is needed"] : [])
    }

    func run(_ settings: Settings) async throws -> ExitCode {
        let path = settings[Known.copyFrom]
        guard FileManager.default.fileExists(atPath: path) else {
            Program.complain(["There is no database at \(path)."])
            return .misused
        }
        do {
            let target = try PostgresDatabase.open(
                settings[Known.copyTo], log: Program.log(.error),
                limits: PostgresLimits(closure: ShopMove.limit, connections: 2, readers: 2))
            do {
                try await move(path, to: target)
            } catch {
                await target.close()
                throw error
            }
            await target.close()
            return .done
        } catch let failure as StorageFailure {
            Program.complain(["The shop could not be moved: \(failure.inWords)."])
            return .failed
        }
    }

    private func move(_ path: String, to target: PostgresDatabase) async throws {
        let bars = [ProgressBar("Copying"), ProgressBar("Copying what has changed")]
        let move = ShopMove(path: path, target: target) { pass, part in
            bars[pass == .serving ? 0 : 1].show(part)
        }
        _ = try await move.copyServing()
        bars[0].end()
        let (copied, time) = try await finished(move)
        bars[1].end()
        for table in copied where table.rows > 0 {
            let name = table.table.padding(toLength: 28, withPad: " ", startingAt: 0)
            Program.say("  \(name) \(table.rows) rows, \(table.source) on both sides")
        }
        let rows = copied.reduce(0) { $0 + $1.rows }
        let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
        Program.say(
            "\(rows) rows are moved; the shop stood still for \(String(format: "%.1f", seconds)) s. Serve it with "
                + "--database and the same data folder, whose secret.key it needs.")
    }

    /// Waits for the server to stop, then copies the rest.
    private func finished(_ move: ShopMove) async throws -> ([ShopMove.Copied], Duration) {
        var isSaid = false
        while true {
            let begin = ContinuousClock.now
            do {
                return (try await move.finish(), ContinuousClock.now - begin)
            } catch StorageFailure.inUse {
                if !isSaid {
                    Program.say("All but the newest is copied. Now stop the server; the rest follows by itself.")
                }
                isSaid = true
                try await Task.sleep(for: Self.look)
            }
        }
    }
}
