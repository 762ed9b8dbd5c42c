import Foundation
import Simulator

/// What is asked about a real disk: `power STATES ORDERS SEED`, `calls ORDERS EVERY`, and `disk FOLDER ORDERS`, which
/// these two run with the recorder in between.
struct PowerWish {
    private let words: [String]
    private static let names = ["power", "calls", "disk"]

    /// Nil when something else is asked.
    init?(_ words: [String]) {
        guard let name = words.first, Self.names.contains(name) else { return nil }
        self.words = words
    }

    private func number(_ place: Int, _ fallback: Int) -> Int {
        place < words.count ? Int(words[place]) ?? fallback : fallback
    }

    func run() async throws -> Int32 {
        switch words[0] {
        case "disk":
            let told = try await DiskRun(folder: words[1]).order(number(2, 1))
            say("told of \(told)")
            return 0
        case "power": return try await power()
        default: return try await calls()
        }
    }

    private func trial() async throws -> PowerTrial {
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Scripts/recorder.c").path
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
        return try await PowerTrial(recorder: source, program: program)
    }

    private func power() async throws -> Int32 {
        let (states, orders) = (number(1, 500), number(2, 40))
        let found = try await trial().cuts(states, orders: orders, seed: UInt64(number(3, 1)))
        say("""
            \(found.full.states) states of \(found.changes) changes, \(orders) orders: \(found.full.broken.count) \
            broken, \(found.full.acknowledged) acknowledged orders looked for
            """)
        found.full.broken.prefix(20).forEach(say)
        say("""
            without the flush of each commit: \(found.normal.broken.count) of \(found.normal.states) states broken, \
            as \(found.normal.broken.first ?? "none")
            """)
        return found.full.broken.isEmpty && !found.normal.broken.isEmpty ? 0 : 1
    }

    private func calls() async throws -> Int32 {
        let found = try await trial().calls(orders: number(1, 1), every: number(2, 1))
        say("\(found.runs) runs with one failing call: \(found.refused) refused an order, \(found.broken.count) broken")
        found.broken.prefix(20).forEach(say)
        return found.broken.isEmpty ? 0 : 1
    }
}
