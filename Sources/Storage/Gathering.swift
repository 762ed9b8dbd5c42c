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
    /// How many wait at most, and how long: more would only wait longer than their callers do.
    private static var queueLimit: Int { Shop.crowd }
    private static var patience: Instant.Span { .seconds(5) }
    private let time: any TimeSource
    private let lanes: Int
    private let lot: @Sendable ([Work]) async -> [End]
    private let state = Mutex(State())

    /// - Parameters:
    ///   - lanes: how many lots are at work at the same time: with two, one is made up while the other is carried out.
    ///   - lot: does works together, and answers what became of each, in their order.
    package init(
        limit: Int = 16, lanes: Int = 2, time: any TimeSource, _ lot: @escaping @Sendable ([Work]) async -> [End]
    ) {
        self.time = time
        self.limit = limit
        self.lanes = lanes
        self.lot = lot
    }

    /// How many wait for the next lots.
    package var waitingCount: Int { state.withLock(\.waiting.count) }

    /// Does `work`, together with others. Throws `StorageFailure.overloaded` when too many wait, or it waited too long.
    package func answer(_ work: Work) async throws -> Answer {
        let turn = await withCheckedContinuation { caller in
            let turn = state.withLock { state -> Turn? in
                guard state.atWork >= lanes else {
                    state.atWork += 1
                    return .lead
                }
                guard state.waiting.count < Self.queueLimit else { return .done(.failure(StorageFailure.overloaded)) }
                state.waiting.append(Waiting(work: work, caller: caller, since: time.now))
                return nil
            }
            if let turn { caller.resume(returning: turn) }
        }
        guard case .lead = turn else {
            guard case .done(let end) = turn else { throw StorageFailure.closed }
            return try end.get()
        }
        let others = state.withLock { state in
            defer { state.waiting.removeFirst(min(limit - 1, state.waiting.count)) }
            return Array(state.waiting.prefix(limit - 1))
        }
        let ends = await lot([work] + others.map(\.work))
        let (late, next) = state.withLock { state -> (ArraySlice<Waiting>, Waiting?) in
            let late = state.waiting.prefix { time.now - $0.since > Self.patience }
            state.waiting.removeFirst(late.count)
            guard state.waiting.isEmpty else { return (late, state.waiting.removeFirst()) }
            state.atWork -= 1
            return (late, nil)
        }
        next?.caller.resume(returning: .lead)
        for waiting in late { waiting.caller.resume(returning: .done(.failure(StorageFailure.overloaded))) }
        for (other, end) in zip(others, ends.dropFirst()) { other.caller.resume(returning: .done(end)) }
        return try ends[0].get()
    }
}
