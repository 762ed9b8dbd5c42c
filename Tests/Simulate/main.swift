import Dispatch
import Foundation
import Simulator
import Synchronization
import Values

/// What is asked on the command line: `--seconds N`, `--seed S`, `--trace`, `--mutant NAME`, `--threads N`.
struct Wish {
    var seconds = 10.0
    var seed: UInt64?
    var keepsTrace = false
    var mutant: Mutant?
    var threads = ProcessInfo.processInfo.activeProcessorCount

    init?(_ words: [String]) {
        var rest = words[...]
        while let word = rest.popFirst() {
            switch word {
            case "--seconds":
                guard let value = rest.popFirst().flatMap(Double.init) else { return nil }
                seconds = value
            case "--seed":
                guard let value = rest.popFirst().flatMap(UInt64.init) else { return nil }
                seed = value
            case "--threads":
                guard let value = rest.popFirst().flatMap(Int.init) else { return nil }
                threads = value
            case "--mutant":
                guard let value = rest.popFirst().flatMap(Mutant.init(rawValue:)) else { return nil }
                mutant = value
            case "--trace": keepsTrace = true
            default: return nil
            }
        }
    }
}

/// Figures of all histories so far.
struct Tally {
    var (histories, steps, orders, crashes) = (0, 0, 0, 0)
    var hours = 0.0
    var fired: [Fault.Kind: Int] = [:]
    /// The lowest seed that failed.
    var failed: UInt64?

    mutating func add(_ outcome: Historian.Outcome) {
        histories += 1
        steps += outcome.steps
        orders += outcome.orders
        crashes += outcome.crashes
        hours += Double(outcome.time.milliseconds) / 3_600_000
        fired.merge(outcome.fired, uniquingKeysWith: +)
        if outcome.failure != nil { failed = min(failed ?? .max, outcome.seed) }
    }
}

func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

func hex(_ number: UInt64) -> String { String(number, radix: 16) }

func show(_ outcome: Historian.Outcome) {
    say("""
        seed \(outcome.seed): hash \(hex(outcome.hash)), \(outcome.steps) steps, \(outcome.orders) orders, \
        \(outcome.crashes) crashes, \(outcome.time.milliseconds / 1000) s of virtual time
        """)
    say("faults: " + outcome.fired.sorted { $0.key.rawValue < $1.key.rawValue }
        .map { "\($0.key.rawValue) \($0.value)" }.joined(separator: ", "))
}

/// One history, told in words.
func single(_ seed: UInt64, _ wish: Wish, _ shop: ShopTemplate) throws -> Int32 {
    let historian = try Historian(shop)
    let outcome = try historian.run(seed, mutant: wish.mutant, keepsTrace: wish.keepsTrace)
    outcome.trace.forEach(say)
    show(outcome)
    return outcome.failure == nil ? 0 : try explain(seed, wish, shop)
}

func explain(_ seed: UInt64, _ wish: Wish, _ shop: ShopTemplate) throws -> Int32 {
    guard let (faults, outcome) = try Historian(shop).shortest(seed, mutant: wish.mutant) else { return 0 }
    say("FAILED with seed \(seed): \(outcome.failure ?? "")")
    say("The shortest history has \(outcome.steps) steps and \(faults.count) faults:")
    for fault in faults.sorted(by: { $0.step < $1.step }) { say("  \(fault.kind.rawValue) from step \(fault.step) on") }
    say("To look at it: bin/simulate --seed \(seed) --trace")
    return 1
}

/// Histories of one seed after the other, on every processor.
func many(_ wish: Wish, _ shop: ShopTemplate) throws -> Int32 {
    let tally = Mutex(Tally())
    let end = Date(timeIntervalSinceNow: wish.seconds)
    let begin = Date()
    DispatchQueue.concurrentPerform(iterations: max(1, wish.threads)) { thread in
        do {
            let historian = try Historian(shop)
            var seed = UInt64(thread + 1)
            while Date() < end, tally.withLock({ $0.failed == nil }) {
                let outcome = try historian.run(seed, mutant: wish.mutant)
                tally.withLock { $0.add(outcome) }
                seed += UInt64(max(1, wish.threads))
            }
        } catch {
            say("a history could not be told: \(error)")
            exit(2)
        }
    }
    let found = tally.withLock(\.self)
    say("""
        \(found.histories) histories, \(found.steps) steps, \(found.orders) orders, \(found.crashes) crashes, \
        \(String(format: "%.1f", found.hours)) hours of virtual time in \
        \(String(format: "%.1f", Date().timeIntervalSince(begin))) s
        """)
    say("faults: " + found.fired.sorted { $0.key.rawValue < $1.key.rawValue }
        .map { "\($0.key.rawValue) \($0.value)" }.joined(separator: ", "))
    return try found.failed.map { try explain($0, wish, shop) } ?? 0
}

let words = Array(CommandLine.arguments.dropFirst())
do {
    if let power = PowerWish(words) { exit(try await power.run()) }
    guard let wish = Wish(words) else {
        say("bin/simulate [--seconds N] [--seed S [--trace]] [--threads N] [--mutant NAME]")
        say("mutants: " + Mutant.allCases.map(\.rawValue).joined(separator: " "))
        exit(2)
    }
    let shop = try await ShopTemplate.make()
    exit(try wish.seed.map { try single($0, wish, shop) } ?? many(wish, shop))
} catch {
    say("\(error)")
    exit(2)
}
