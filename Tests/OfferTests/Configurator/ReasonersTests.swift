import Dispatch
import Logging
import Reasoning
import SolverCaDiCaL
import Synchronization
import Testbed
import Testing
import Values

@testable import Offer

@Suite("Who reasons with the shop's models")
struct ReasonersTests {
    /// Solvers that are counted, and made only when told so.
    private final class Counted: SolverSource {
        let made = Atomic(0)
        private let isStumped: Bool
        private let gate: DispatchSemaphore?

        init(isStumped: Bool = false, gate: DispatchSemaphore? = nil) {
            self.isStumped = isStumped
            self.gate = gate
        }

        func makeSolver() -> any Solver {
            made.add(1, ordering: .relaxed)
            gate?.wait()
            return isStumped ? Stumped() : CaDiCaL().makeSolver()
        }
    }

    /// Never finds out in time.
    private final class Stumped: Solver {
        func add(_ clause: UnsafeBufferPointer<Int32>) {}
        func assume(_ literal: Int32) {}
        func constrain(_ clause: [Int32]) {}
        func prefer(_ literal: Int32) {}
        func solve(until deadline: ContinuousClock.Instant) -> Verdict { .undecided }
        func value(_ variable: Int32) -> Bool { false }
        func readValues(into values: UnsafeMutableBufferPointer<Bool>) {}
        func isFailed(_ literal: Int32) -> Bool { false }
    }

    private static let sphere = ConfigurationModel.Sphere(market: "DE", day: Day(number: 20_000))

    private static let model = CompiledModel(
        ModelDocument(
            groups: [ConfigurationModel.Group(
                id: "g", name: Texts(en: "g"), minimum: 1, maximum: 1,
                options: ["a", "b"].map { ConfigurationModel.Option(id: $0, name: Texts(en: "o"), prices: []) },
                default: [])],
            rules: []),
        digest: [1])

    private static func reasoners(_ source: any SolverSource, failureTime: Duration = .seconds(600)) -> Reasoners {
        Reasoners(
            source: source, threads: SolverThreads(4), failureTime: failureTime,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test("a model is derived once for all who ask for it at once")
    func derivedOnce() async throws {
        let gate = DispatchSemaphore(value: 0)
        let source = Counted(gate: gate)
        let reasoners = Self.reasoners(source)
        let all = try await withThrowingTaskGroup(of: Reasoner.self) { group in
            for _ in 0..<8 {
                group.addTask { try await reasoners.reasoner(for: Self.model, in: Self.sphere) }
            }
            // However many derive it, all of them go on; and nobody is waited for who never comes.
            for _ in 0..<100_000 where reasoners.waiting < 7 { await Task.yield() }
            for _ in 0..<8 { gate.signal() }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(all.count == 8 && all.allSatisfy { $0 === all[0] })
        #expect(source.made.load(ordering: .relaxed) == 1)
        #expect(reasoners.count == 1 && reasoners.waiting == 0)
        #expect(try await reasoners.reasoner(for: Self.model, in: Self.sphere) === all[0])
    }

    @Test("a model that was too hard isn't tried again for a while, and is after", arguments: [true, false])
    func failure(isSoon: Bool) async throws {
        let source = Counted(isStumped: true)
        let reasoners = Self.reasoners(source, failureTime: isSoon ? .seconds(600) : .zero)
        for _ in 0..<3 {
            await #expect(throws: Unanswered.tooHard(after: Reasoners.derivingBudget)) {
                try await reasoners.reasoner(for: Self.model, in: Self.sphere)
            }
        }
        #expect(source.made.load(ordering: .relaxed) == (isSoon ? 1 : 3))
        #expect(reasoners.count == 0)
    }

    @Test("a whole answer takes no longer than somebody waits")
    func patience() async throws {
        let reasoner = try await Reasoners.ofTests.reasoner(for: Self.model, in: Self.sphere)
        let choices = try #require(Choices(["a"]))
        let verdict = Self.model.check(choices, in: Self.sphere)
        func thinking(_ patience: Patience) -> Deliberating {
            Deliberating(
                model: Self.model, reasoner: reasoner, sphere: Self.sphere, choices: choices, verdict: verdict,
                patience: patience)
        }
        await #expect(throws: Unanswered.tooHard(after: .zero)) { try await thinking(Patience(.zero)).deliberate() }
        let found = try await thinking(Patience(.seconds(600))).deliberate()
        #expect(found.standings.map(\.state) == [.chosen, .possible])
    }
}
