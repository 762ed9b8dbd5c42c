import Synchronization
import Values

/// Has what is asked for at the same time done together: while as many lots as there are lanes are at work, what comes
/// waits, and is the next lot. Where nothing else is asked for, a lot is one.
///
/// For databases where each commit stands for itself (`Database.sharesCommits`): many share one transaction, and its
/// statements.
package final class Gathering<Work: Sendable, Answer: Sendable>: Sendable {
    /// What becomes of one work of a lot.
    package typealias End = Result<Answer, any Error>

    private enum Turn {
        /// Does the next lot, of which this one is the first.
        case lead
        case done(End)
    }

    private struct Waiting {
        let work: Work
        let caller: CheckedContinuation<Turn, Never>
        let since: Instant
    }

    private struct State {
        var atWork = 0
        var waiting: [Waiting] = []
    }

    /// The most that are one lot: keeps the answer of the first from waiting long for the last.
    private let limit: Int
    /// Whoever has waited for longer when a lot ends is refused: their callers don't wait, either.
    private static var patience: Instant.Span { .seconds(5) }
    private let shop: Shop
    private let lanes: Int
    private let lot: @Sendable ([Work]) async -> [End]
    private let state = Mutex(State())

    /// - Parameters:
    ///   - lanes: how many lots are at work at the same time.
    ///   - lot: does works together, and answers what became of each, in their order.
    package init(
        limit: Int = 16, lanes: Int, in shop: Shop, _ lot: @escaping @Sendable ([Work]) async -> [End]
    ) {
        self.shop = shop
        self.limit = limit
        self.lanes = lanes
        self.lot = lot
    }

    /// Does `work`, together with others. Throws `StorageFailure.overloaded` when `Shop.crowd` wait, or it waited too
    /// long.
    package func answer(_ work: Work) async throws -> Answer {
        let turn = await withCheckedContinuation { caller in
            let turn = state.withLock { state -> Turn? in
                guard state.atWork >= lanes else {
                    state.atWork += 1
                    return .lead
                }
                guard state.waiting.count < Shop.crowd else { return .done(.failure(StorageFailure.overloaded)) }
                state.waiting.append(Waiting(work: work, caller: caller, since: shop.now))
                shop.gathered.add(1)
                return nil
            }
            if let turn { caller.resume(returning: turn) }
        }
        guard case .lead = turn else {
            guard case .done(let end) = turn else { throw StorageFailure.closed }
            return try end.get()
        }
        let others = state.withLock { state in
            take(min(limit - 1, state.waiting.count), from: &state)
        }
        let ends = await lot([work] + others.map(\.work))
        let (late, next) = state.withLock { state -> ([Waiting], Waiting?) in
            let late = take(state.waiting.prefix { shop.now - $0.since > Self.patience }.count, from: &state)
            if let next = take(min(1, state.waiting.count), from: &state).first { return (late, next) }
            state.atWork -= 1
            return (late, nil)
        }
        next?.caller.resume(returning: .lead)
        for waiting in late { waiting.caller.resume(returning: .done(.failure(StorageFailure.overloaded))) }
        for (other, end) in zip(others, ends.dropFirst()) { other.caller.resume(returning: .done(end)) }
        return try ends[0].get()
    }

    /// Those who wait longest.
    private func take(_ count: Int, from state: inout State) -> [Waiting] {
        defer { state.waiting.removeFirst(count) }
        shop.gathered.add(-count)
        return Array(state.waiting.prefix(count))
    }
}

/// How many wait in all gatherings of a shop.
final class GatheredCount: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .relaxed) }

    func add(_ change: Int) { count.add(change, ordering: .relaxed) }
}
