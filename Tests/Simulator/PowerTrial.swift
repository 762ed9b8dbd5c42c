import Foundation
import Storage
import StorageSQLite
import Testbed
import Trade
import Values

/// Records a shop on a real disk, and asks what a power cut, or one call that fails, would have left of it.
package struct PowerTrial: Sendable {
    private let recorder: String
    /// This program, which is run again with the recorder in between.
    private let program: String
    private let folder: String
    private let holder: TemporaryFolder

    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// What becomes of a call.
    package enum CallFault: String, CaseIterable, Sendable { case eio, enospc, short }

    /// - Parameter recorder: the source, `recorder.c`.
    package init(recorder source: String, program: String) async throws {
        holder = try TemporaryFolder()
        folder = holder.path
        recorder = folder + "/recorder.so"
        self.program = program
        let made = try await finished("/usr/bin/env", ["cc", "-O2", "-shared", "-fPIC", "-o", recorder, source, "-ldl"])
        guard made.code == 0 else { throw Failure(description: "the recorder can't be built: \(made.said)") }
        try await DiskRun(folder: folder + "/base").prepare()
    }

    /// Records so many orders, and cuts the power at so many places; with and without the flush of each commit.
    package func cuts(
        _ count: Int, orders: Int, seed: UInt64
    ) async throws -> (full: PowerReplay.Found, normal: PowerReplay.Found, changes: Int) {
        let run = try copy(to: "recorded")
        let journal = folder + "/journal"
        let end = try await self.run(run, orders: orders, ["POWER_JOURNAL": journal])
        guard end.code == 0, end.said.contains("told of \(orders)") else {
            throw Failure(description: "\(orders) orders were not placed: \(end.said)")
        }
        let base = DiskRun(folder: folder + "/base")
        let replay = try PowerReplay(base: base, journal: journal)
        // In memory where there is such a place: thousands of files are written.
        let memory = try TemporaryFolder(in: "/dev/shm")
        return try await blocking {
            let full = try replay.cut(count, seed: seed, in: memory.path + "/full")
            let normal = try replay.cut(
                max(100, count / 10), seed: seed, syncsCommits: false, in: memory.path + "/normal")
            return (full, normal, replay.length)
        }
    }

    /// Has one call after the other fail, each in a run of its own, `every` call or not all of them; answers how many
    /// runs there were, and what was wrong.
    package func calls(
        orders: Int, every: Int = 1, faults: [CallFault] = CallFault.allCases
    ) async throws -> (runs: Int, refused: Int, broken: [String]) {
        var (runs, refused, broken) = (0, 0, [String]())
        let whole = try await run(try copy(to: "whole"), orders: orders, [:])
        guard let count = whole.said.split(separator: "\n").first(where: { $0.hasPrefix("calls ") })
            .flatMap({ Int($0.dropFirst(6)) }) else { throw Failure(description: "no calls: \(whole.said)") }
        for call in stride(from: 0, to: count, by: every) {
            for fault in faults {
                let place = try copy(to: "failing")
                let end = try await run(place, orders: orders, ["POWER_FAIL": "\(call):\(fault.rawValue)"])
                runs += 1
                if !end.said.contains("told of \(orders)") { refused += 1 }
                if let complaint = try complaint(place, end) {
                    broken.append("call \(call), \(fault.rawValue): \(complaint)\n\(end.said)")
                }
            }
        }
        return (runs, refused, broken)
    }

    /// What is wrong after a call has failed: a crash instead of an answer or a clean stop, or an order that is gone.
    private func complaint(_ place: DiskRun, _ end: (code: Int32, said: String)) throws -> String? {
        // 0: it went on and came to its end; 2: it said why it stopped.
        guard [0, 2].contains(end.code) else { return "it ended with \(end.code)" }
        let lines = (FileManager.default.contents(atPath: place.acks) ?? Data()).split(separator: UInt8(ascii: "\n"))
        let told = try lines.map { try JSONCoding.value(Acknowledged.self, from: Array($0)) }
        return try StateCheck(DiskRun(folder: folder + "/base"), nil).complaint(of: place.database, told)
    }

    private func copy(to name: String) throws -> DiskRun {
        let path = folder + "/" + name
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.copyItem(atPath: folder + "/base", toPath: path)
        return DiskRun(folder: path)
    }

    private func run(
        _ run: DiskRun, orders: Int, _ more: [String: String]
    ) async throws -> (code: Int32, said: String) {
        try await finished(
            program, ["disk", run.folder, "\(orders)"],
            ["LD_PRELOAD": recorder, "POWER_FOLDER": run.folder].merging(more) { $1 })
    }
}
