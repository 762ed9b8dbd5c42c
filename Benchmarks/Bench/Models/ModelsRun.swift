import CBench
import Foundation
import Logging
import Reasoning
import SolverCaDiCaL

/// Configuring at a car maker's scale: deriving all that a model says, clicks with all their consequences,
/// explanations, and what open configurations take; beside python-sat, which is asked the same.
///
/// Times are those of the clock; on a busy machine the processor's own time, which stands beside them, says more.
struct ModelsRun {
    let python: String
    let script: String
    /// The folder of `automotive01.uvl`, if any.
    let models: String?
    let folder: String

    /// Clicks of one configuration, and configurations.
    private static let clicks = 20
    private static let sessions = 50
    /// What is asked of python-sat, which takes longer: so many clicks, as far as they come in so many seconds.
    private static let sample = 100
    private static let pythonSeconds = 60
    private static let open = 1_000
    /// Of larger models, fewer configurations are held open, and the naive way is tried on some options alone.
    private static let largeOptions = 10_000
    private static let openOfLarge = 100
    private static let naiveOptions = 500

    func measure(_ report: inout Report) async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let file = (models ?? "") + "/automotive01.uvl"
        if let bytes = FileManager.default.contents(atPath: file) {
            try await measure("automotive01", Array(bytes), &report)
        } else {
            print("\(file) isn't there: only the generated model is measured.")
        }
        let generated = GeneratedModel.make()
        try await measure("generated", Array(try UVLWriter.write(generated).utf8), &report)
    }

    private func measure(_ name: String, _ bytes: [UInt8], _ report: inout Report) async throws {
        let threads = SolverThreads(1)
        let before = Stopwatch()
        let model = try UVLReader.read(bytes)
        let reading = before.read()
        let reasoner = try await Reasoner.make(
            model, source: CaDiCaL(), threads: threads, budget: .seconds(60), deriving: .seconds(300),
            log: Logger(label: "models"))
        let cold = before.read()
        guard let foundation = reasoner.foundation else {
            throw Program.Failure(description: "\(name) contradicts itself")
        }
        let (core, dead) = Self.settled(foundation, model)
        let size = "\(model.options.count) features, \(reasoner.book.clauseCount) clauses"
        report.add("\(name): \(size), \(core) core, \(dead) dead", [
            Figure("reading UVL", reading.wall, "ms"), Figure("reading UVL, processor", reading.processor, "ms"),
            Figure("cold: reading and deriving all", cold.wall, "ms"),
            Figure("cold, processor", cold.processor, "ms"),
        ])
        let walk = try await click(reasoner, foundation)
        report.add("\(name): clicks with all consequences", Self.figures("click", walk.clicks))
        report.add("\(name): explanations", Self.figures("explanation", walk.explanations))
        try await holdOpen(name, reasoner, foundation, &report)
        print("\(name): \(walk.clicks.count) clicks, \(walk.explanations.count) explanations were measured")
        deriveNaively(name, reasoner.book, &report)
        try askPython(name, reasoner.book, walk, cold, &report)
    }

    private static func settled(_ standing: Standing, _ model: FeatureModel) -> (core: Int, dead: Int) {
        var (core, dead) = (0, 0)
        for number in model.options.indices {
            switch standing[number] {
            case .forced: core += 1
            case .impossible: dead += 1
            case .possible: break
            }
        }
        return (core, dead)
    }

    struct Walk {
        var clicks: [Stopwatch.Time] = []
        var explanations: [Stopwatch.Time] = []
        /// The choices of each click, and of each explanation with what is wished last: numbers of options, negative
        /// where refused.
        var chosen: [[Int]] = []
        var explained: [[Int]] = []
    }

    /// Clicks what is possible by chance, and asks why something isn't any more.
    private func click(_ reasoner: Reasoner, _ foundation: Standing) async throws -> Walk {
        var chance = Chance(7)
        var walk = Walk()
        let options = reasoner.model.options
        for _ in 0..<Self.sessions {
            var (choices, numbers, standing) = ([Choice](), [Int](), foundation)
            for _ in 0..<Self.clicks {
                let open = options.indices.filter { standing[$0].isPossible }
                guard !open.isEmpty else { break }
                let number = open[chance.below(open.count)]
                let isTaken = chance.part(0.7)
                choices.append(.option(options[number].name, isTaken: isTaken))
                numbers.append(isTaken ? number + 1 : -number - 1)
                let watch = Stopwatch()
                guard let next = try await reasoner.standing(choices) else {
                    throw Program.Failure(description: "what was possible led into a dead end")
                }
                walk.clicks.append(watch.read())
                walk.chosen.append(numbers)
                standing = next
            }
            let shut = options.indices.filter {
                if case .impossible(.consequence) = standing[$0] { true } else { false }
            }
            guard !shut.isEmpty else { continue }
            let number = shut[chance.below(shut.count)]
            let watch = Stopwatch()
            let explanation = try await reasoner.explain(choices, wish: .take(options[number].name))
            walk.explanations.append(watch.read())
            guard explanation != nil else { throw Program.Failure(description: "what is impossible has no reason") }
            walk.explained.append(numbers + [number + 1])
        }
        return walk
    }

    private static func figures(_ what: String, _ times: [Stopwatch.Time]) -> [Figure] {
        let (wall, processor) = (times.map(\.wall).sorted(), times.map(\.processor).sorted())
        func part(_ times: [Double], _ share: Double) -> Double {
            times.isEmpty ? .nan : times[min(Int(Double(times.count) * share), times.count - 1)]
        }
        return [
            Figure("\(what), half are quicker", part(wall, 0.5), "ms"),
            Figure("\(what), 99 of 100 are quicker", part(wall, 0.99), "ms"),
            Figure("\(what), half, processor", part(processor, 0.5), "ms"),
            Figure("\(what), 99 of 100, processor", part(processor, 0.99), "ms"),
        ]
    }

    /// Many configurations open at once, each some clicks on.
    private func holdOpen(
        _ name: String, _ reasoner: Reasoner, _ foundation: Standing, _ report: inout Report
    ) async throws {
        var chance = Chance(8)
        var held: [Standing] = []
        let options = reasoner.model.options
        for _ in 0..<(options.count > Self.largeOptions ? Self.openOfLarge : Self.open) {
            var (choices, standing) = ([Choice](), foundation)
            for _ in 0..<3 {
                let open = options.indices.filter { standing[$0].isPossible }
                guard !open.isEmpty else { break }
                choices.append(.take(options[open[chance.below(open.count)]].name))
                standing = try await reasoner.standing(choices) ?? standing
            }
            held.append(standing)
        }
        report.add("\(name): \(held.count) open configurations", [
            Figure("resident, model and solver and all", Self.residentMegabytes(), "MB"),
        ])
    }

    private static func residentMegabytes() -> Double {
        let bytes = FileManager.default.contents(atPath: "/proc/self/status") ?? Data()
        let status = String(decoding: bytes, as: UTF8.self)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return (line.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? .nan) / 1_024
    }

    /// What it would take without any of this: for each option a solver call, whether it can be taken, and one more,
    /// whether it can be left. Of a large model so many options by turns are asked about, and the time is multiplied.
    private func deriveNaively(_ name: String, _ book: Rulebook, _ report: inout Report) {
        let each = book.optionCount > Self.largeOptions ? book.optionCount / Self.naiveOptions : 1
        let loading = Stopwatch()
        let solver = CaDiCaL().makeSolver()
        book.load(into: solver)
        let loaded = loading.read()
        func ask(_ sign: Int32) -> Stopwatch.Time {
            let watch = Stopwatch()
            for variable in stride(from: 1, through: Int32(book.optionCount), by: each) {
                solver.assume(sign * variable)
                _ = solver.solve(until: .now + .seconds(60))
            }
            return watch.read()
        }
        let (taken, left) = (ask(1), ask(-1))
        let sampled = each == 1 ? "" : ", of every \(each)th option, multiplied"
        report.add("\(name): naively, solver calls for each option\(sampled)", [
            Figure("one call an option", loaded.wall + Double(each) * taken.wall, "ms"),
            Figure("one call an option, processor", loaded.processor + Double(each) * taken.processor, "ms"),
            Figure(
                "two calls an option, processor",
                loaded.processor + Double(each) * (taken.processor + left.processor), "ms"),
        ])
    }

    private func askPython(
        _ name: String, _ book: Rulebook, _ walk: Walk, _ cold: Stopwatch.Time, _ report: inout Report
    ) throws {
        let path = "\(folder)/\(name)"
        try Data(book.dimacs(withSelectors: false).utf8).write(to: URL(fileURLWithPath: path + ".cnf"))
        try Data(book.dimacs(withSelectors: true).utf8).write(to: URL(fileURLWithPath: path + "-selected.cnf"))
        // The last clicks of a configuration come in, too: every so many of all.
        let apart = max(walk.chosen.count / Self.sample, 1)
        let questions: [String: Any] = [
            "seconds": Self.pythonSeconds, "options": book.optionCount, "variables": book.variableCount,
            "owners": book.ownerCount,
            "clauses": path + ".cnf", "selected": path + "-selected.cnf",
            "clicks": walk.chosen.enumerated().filter { $0.offset % apart == apart / 2 }.map(\.element),
            "explanations": Array(walk.explained.prefix(20)),
        ]
        let file = URL(fileURLWithPath: path + ".json")
        try JSONSerialization.data(withJSONObject: questions).write(to: file)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [script, file.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard let said = try JSONSerialization.jsonObject(with: output) as? [String: Any],
            let its = said["cold"] as? [Double], let clicks = said["clicks"] as? [[Double]],
            let explanations = said["explanations"] as? [[Double]]
        else { throw Program.Failure(description: "python-sat said nothing") }
        let times = { (pairs: [[Double]]) in pairs.map { Stopwatch.Time(wall: $0[0], processor: $0[1]) } }
        let asked = "\(clicks.count) clicks and \(explanations.count) explanations"
        report.add("\(name): the same of python-sat, \(asked)", [
            Figure("cold: reading DIMACS and deriving all", its[0], "ms"), Figure("cold, processor", its[1], "ms"),
        ] + Self.figures("click", times(clicks)) + Self.figures("explanation", times(explanations)))
    }
}

/// Reads the clock, and the processor time of the whole process.
struct Stopwatch {
    struct Time {
        /// In milliseconds.
        let wall: Double
        let processor: Double
    }

    private let began = ContinuousClock.now
    private let processorBegan = Self.processor()

    func read() -> Time {
        let (seconds, attoseconds) = (ContinuousClock.now - began).components
        return Time(
            wall: Double(seconds) * 1e3 + Double(attoseconds) / 1e15, processor: Self.processor() - processorBegan)
    }

    private static func processor() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }
}
