import Foundation
import Orderworks
import Storage
import StorageSQLite
import Testbed
import Trade
import Values

/// Builds states that a power cut could have left of a recorded run, and asks the checker about each.
package struct PowerReplay {
    package struct Found: Sendable {
        package var states = 0
        /// Orders that somebody had been told of, in all states together.
        package var acknowledged = 0
        /// What was wrong, with the place of the cut.
        package var broken: [String] = []
    }

    private let base: DiskRun
    private let journal: PowerJournal

    private static let files = ["shop.sqlite", "shop.sqlite-wal"]

    /// - Parameters:
    ///   - base: the folder as it was when the recording began.
    ///   - journal: the recording.
    package init(base: DiskRun, journal: String) throws {
        self.base = base
        self.journal = try PowerJournal(file: journal)
    }

    /// How many changes were recorded.
    package var length: Int { journal.records.count }

    /// Cuts the power at `count` places.
    ///
    /// - Parameter syncsCommits: false leaves out the flush of each commit, as `synchronous = NORMAL` does.
    package func cut(_ count: Int, seed: UInt64, syncsCommits: Bool = true, in folder: String) throws -> Found {
        let records = syncsCommits ? journal.records : journal.withoutSyncOfCommits
        var dice = Dice(seed)
        let cuts = (0..<count).map { _ in dice.below(records.count + 1) }.sorted()
        var files: [String: UnsafeFile] = [:]
        for name in Self.files {
            files[name] = UnsafeFile(FileManager.default.contents(atPath: base.folder + "/" + name).map { [UInt8]($0) })
        }
        let look = try StateCheck(base, folder)
        var (told, place, found) = ([Acknowledged](), 0, Found())
        for cut in cuts {
            while place < cut {
                let (name, change) = records[place]
                place += 1
                if name == "acks", case .write(_, let line) = change {
                    told.append(try JSONCoding.value(Acknowledged.self, from: Array(line.dropLast())))
                }
                // A flushed folder keeps the names in it; contents are flushed with their own file.
                files[name]?.take(change)
            }
            let way = PowerCutWay.allCases[found.states % PowerCutWay.allCases.count]
            let left = Self.files.map { ($0, files[$0]?.afterCut(way, &dice)) }
            found.states += 1
            found.acknowledged += told.count
            if let complaint = try look.complaint(left, told) {
                found.broken.append("cut at \(cut), \(way): \(complaint)")
            }
        }
        return found
    }
}

/// Opens what was left, as the next start of the program would, and asks every invariant.
struct StateCheck {
    private let folder: String?
    private let database: SteppedSQLite

    /// - Parameter folder: where states are laid out; nil when they lie somewhere already.
    init(_ base: DiskRun, _ folder: String?) throws {
        self.folder = folder
        if let folder { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
        database = try SteppedSQLite(copying: SQLiteTemplate(file: base.database), log: .quiet)
    }

    func complaint(_ files: [(name: String, content: [UInt8]?)], _ told: [Acknowledged]) throws -> String? {
        guard let folder else { return nil }
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            try FileManager.default.removeItem(atPath: folder + "/" + name)
        }
        for (name, content) in files {
            guard let content else { continue }
            try Data(content).write(to: URL(fileURLWithPath: folder + "/" + name))
        }
        return try complaint(of: folder + "/shop.sqlite", told)
    }

    func complaint(of file: String, _ told: [Acknowledged]) throws -> String? {
        do {
            try database.restore(SQLiteTemplate(file: file))
        } catch {
            return "it can't be opened: \(error)"
        }
        return try database.look { db in
            let whole: String? = try db.value(Self.integrity)
            guard whole == "ok" else { return whole ?? "no answer" }
            for invariant in Wiring.invariants(bank: nil, buyers: told) {
                if case .broken(let rows) = try invariant.check(db) { return "\(invariant.name): \(rows[0])" }
            }
            return nil
        }
    }

    private static let integrity: Statement = "PRAGMA integrity_check(1)"
}
