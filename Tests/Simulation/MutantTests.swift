import Simulator
import Testbed
import Testing

/// What the simulation is worth: it finds mistakes that are built in on purpose.
@Suite("Built-in mistakes are found", .serialized, .timeLimit(.minutes(10)))
struct MutantTests {
    /// Seeds that are tried before a mistake counts as not found.
    static let limit: UInt64 = 400

    /// A seed that is known to show it is tried first, where the first few don't: see docs/reliability.md.
    static let known: [Mutant: UInt64] = [
        .mailOutsideTransaction: 13, .leaseWithoutFencing: 3, .answersBeforeCommit: 22, .lostReplyTakenForDecline: 10,
        .newRefundKeyAtRetry: 8, .keepsStockOfFailedOrders: 3, .mailMarkedBeforeSent: 9,
    ]

    @Test("the simulation finds it", arguments: Mutant.allCases)
    func caught(mutant: Mutant) async throws {
        let shop = try await ShopTemplate.make()
        let found = try await blocking {
            let historian = try Historian(shop)
            for seed in (Self.known[mutant].map { [$0] } ?? []) + Array(1...Self.limit) {
                let outcome = try historian.run(seed, mutant: mutant)
                if outcome.failure != nil { return outcome as Historian.Outcome? }
            }
            return nil
        }
        let outcome = try #require(found, "\(mutant.rawValue) is not found in \(Self.limit) seeds")
        print("\(mutant.rawValue): seed \(outcome.seed): \(outcome.failure ?? "")")
    }

    @Test("the shortest history that shows a mistake has fewer faults, and still shows it")
    func shortest() async throws {
        let shop = try await ShopTemplate.make()
        let (planned, kept, failure) = try await blocking {
            let historian = try Historian(shop)
            for seed in (Self.known[.lostReplyTakenForDecline].map { [$0] } ?? []) + Array(1...Self.limit) {
                guard let found = try historian.shortest(seed, mutant: .lostReplyTakenForDecline) else { continue }
                return (FaultPlan(seed: seed).faults.count, found.faults.count, found.outcome.failure)
            }
            return (0, 0, nil as String?)
        }
        #expect(failure != nil)
        #expect(kept < planned)
    }
}
