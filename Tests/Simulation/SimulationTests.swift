import Foundation
import Simulator
import Testbed
import Testing
import Values

/// Checkout, payment, sweeper, jobs and mail in a world where everything goes wrong that can.
@Suite("Simulated histories", .serialized, .timeLimit(.minutes(10)))
struct SimulationTests {
    /// How long seed after seed is tried.
    static let seconds = 90.0

    @Test("whatever goes wrong, one intent is one order and one charge, and everything settles")
    func seeds() async throws {
        let shop = try await ShopTemplate.make()
        let seconds = Self.seconds
        let outcomes = try await blocking {
            let historian = try Historian(shop)
            let end = Date(timeIntervalSinceNow: seconds)
            var outcomes: [Historian.Outcome] = []
            // At least some, however slow the machine is.
            while outcomes.count < 10 || Date() < end {
                outcomes.append(try historian.run(UInt64(outcomes.count + 1)))
                if outcomes.last?.failure != nil { break }
            }
            return outcomes
        }
        for outcome in outcomes {
            #expect(outcome.failure == nil, "seed \(outcome.seed): bin/simulate --seed \(outcome.seed) --trace")
        }
        #expect(outcomes.map(\.crashes).reduce(0, +) > 0)
        #expect(outcomes.map(\.orders).reduce(0, +) > outcomes.count, "buyers get what they order")
        print("""
            \(outcomes.count) histories, \(outcomes.map(\.steps).reduce(0, +)) steps, \
            \(outcomes.map(\.orders).reduce(0, +)) orders, \(outcomes.map(\.crashes).reduce(0, +)) crashes
            """)
    }

    @Test("one seed is one history, in another process too", arguments: [3, 11, 17] as [UInt64])
    func repeats(seed: UInt64) async throws {
        let shop = try await ShopTemplate.make()
        let (one, again, other) = try await blocking {
            let historian = try Historian(shop)
            // On the same database, after another history.
            return (try historian.run(seed), try historian.run(seed), try historian.run(seed + 1))
        }
        #expect(one.hash == again.hash)
        #expect(one.hash != other.hash)
        let said = try await BuiltProgram.run(["--seed", "\(seed)"], of: "simulate").output
        #expect(said.contains("hash \(String(one.hash, radix: 16)),"), "\(said)")
    }

    @Test("a plan has ten faults of three kinds, and a crash or more")
    func plans() {
        for seed in 1...200 as ClosedRange<UInt64> {
            let faults = FaultPlan(seed: seed).faults
            let others = faults.filter { $0.kind != .crash }
            #expect(others.count == 10)
            #expect(Set(others.map(\.kind)).count == 3)
            #expect((1...3).contains(faults.count - others.count))
        }
    }
}
