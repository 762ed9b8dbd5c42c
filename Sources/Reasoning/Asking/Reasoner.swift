import Logging
import Synchronization

/// Answers questions about one version of a model, each within a budget, and within what is left of a `Patience`. Made
/// once for a version, which compiles it and derives what holds in all of its configurations; shared by everybody who
/// configures. Solves on threads of its own and never in a transaction: a complete configuration is checked by
/// `FeatureModel.faults(in:)`, which needs no solver.
package final class Reasoner: Sendable {
    package let book: Rulebook
    private let source: any SolverSource
    private let threads: SolverThreads
    private let budget: Duration
    private let log: Logger
    private let shared: Mutex<Shared>

    private struct Shared {
        var idle: [Inquiry] = []
        /// How all stands without choices; nil for a model without valid configurations.
        var foundation: Standing?
        /// What the model alone settles.
        var known: [Int32] = []
        var remembered = Remembered()
        /// Configurations that somebody's question met, for everybody's next.
        var met: [Witness] = []
        var nextMet = 0
    }

    /// What one question may take unless it says otherwise.
    package static let usualBudget = Duration.seconds(2)
    /// What deriving a model's facts may take, and looking through its rules.
    package static let derivingBudget = Duration.seconds(30)
    /// What a completion takes at most before it says how good its best is.
    package static let completionBudget = Duration.seconds(1)

    /// Compiles a model and derives its facts.
    ///
    /// Throws `Unanswered.fault` for a model with faults; a contradictory one is none: see `isContradictory`.
    package static func make(
        _ model: FeatureModel, source: any SolverSource, threads: SolverThreads, budget: Duration = usualBudget,
        deriving: Duration = derivingBudget, log: Logger
    ) async throws(Unanswered) -> Reasoner {
        let reasoner: Reasoner = try await threads.run { () throws(Unanswered) -> Reasoner in
            let book: Rulebook
            do throws(ModelFault) { book = try Rulebook(model) } catch { throw .fault(error) }
            return Reasoner(book, source, threads, budget, log)
        }
        try await reasoner.found(within: deriving)
        return reasoner
    }

    private init(
        _ book: Rulebook, _ source: any SolverSource, _ threads: SolverThreads, _ budget: Duration, _ log: Logger
    ) {
        self.book = book
        self.source = source
        self.threads = threads
        self.budget = budget
        self.log = log
        shared = Mutex(Shared())
    }

    private func found(within time: Duration) async throws(Unanswered) {
        try await ask("derive", within: time) { [self] inquiry throws(Unanswered) in
            guard let standing = try inquiry.standing([], knowing: []) else { return }
            let known = standing.settled
            shared.withLock { shared in
                shared.foundation = standing
                shared.known = known
            }
        }
    }

    package var model: FeatureModel { book.model }

    /// Whether the model has no valid configuration; `diagnose` says why.
    package var isContradictory: Bool { shared.withLock { $0.foundation == nil } }

    /// How all stands before any choice; nil for a contradictory model.
    package var foundation: Standing? { shared.withLock { $0.foundation } }

    /// How all stands after these choices: state of every option, bounds of every parameter. Nil where the choices
    /// can't hold together: `explain` says why, `repairs` what to drop.
    ///
    /// Quickest when the standing of all choices but the last is remembered, as it is in the course of configuring.
    package func standing(
        _ choices: [Choice], patience: Patience? = nil
    ) async throws(Unanswered) -> Standing? {
        let (exact, nearest, known) = shared.withLock { shared -> (Standing?, Standing?, [[Witness]]) in
            guard let foundation = shared.foundation else { return (nil, nil, []) }
            if choices.isEmpty { return (foundation, nil, []) }
            if let standing = shared.remembered[choices] { return (standing, nil, []) }
            let nearest = shared.remembered[Array(choices.dropLast())]
            return (nil, nearest, [nearest?.witnesses ?? [], shared.met])
        }
        if let exact { return exact }
        if known.isEmpty { return nil }
        let standing = try await ask("standing", patience: patience) { inquiry throws(Unanswered) in
            try inquiry.standing(choices, after: nearest, knowing: known)
        }
        if let standing { shared.withLock { $0.remembered.add(standing) } }
        return standing
    }

    /// Whether a complete and valid configuration agrees with these choices.
    package func isExtensible(_ choices: [Choice], patience: Patience? = nil) async throws(Unanswered) -> Bool {
        try await ask("extensible", patience: patience) { inquiry throws(Unanswered) in
            guard let literals = try inquiry.literals(choices) else { return false }
            return try inquiry.go(to: literals)
        }
    }

    /// What changes from one list of choices to another: a click more, a click less. Nil where `after` can't hold
    /// together. Throws `contradictory` where `before` can't.
    package func consequences(
        from before: [Choice], to after: [Choice]
    ) async throws(Unanswered) -> Consequences? {
        guard let old = try await standing(before) else { throw .contradictory }
        guard let new = try await standing(after) else { return nil }
        return Consequences(from: old, to: new)
    }

    /// Why these choices, and `wish` besides, can't hold together: a minimal set of choices and rules. Nil where they
    /// can. An option that is impossible is explained by wishing to take it, one that is forced by refusing it.
    package func explain(
        _ choices: [Choice], wish: Choice? = nil, patience: Patience? = nil
    ) async throws(Unanswered) -> Explanation? {
        try await ask("explain", patience: patience) { inquiry throws(Unanswered) in
            try inquiry.explain(choices, wish: wish)
        }
    }

    /// What to drop of these choices so that `wish` becomes possible (nil: so that they hold together): up to `limit`
    /// smallest sets, smallest first. Nil where nothing has to be dropped.
    package func repairs(
        for wish: Choice?, among choices: [Choice], limit: Int = 5, patience: Patience? = nil
    ) async throws(Unanswered) -> Repairs? {
        try await ask("repair", patience: patience) { inquiry throws(Unanswered) in
            try inquiry.repairs(for: wish, among: choices, limit: limit)
        }
    }

    /// The best complete configuration that agrees with these choices, or the best found in time with what is proven
    /// of the least. Nil where there is none.
    package func complete(
        _ choices: [Choice], _ aim: Aim, within time: Duration = completionBudget, patience: Patience? = nil
    ) async throws(Unanswered) -> Completion? {
        try await ask("complete", within: time, patience: patience) { inquiry throws(Unanswered) in
            try inquiry.complete(choices, aim)
        }
    }

    /// What an editor should know of the model.
    package func diagnose(within time: Duration = derivingBudget) async throws(Unanswered) -> Diagnosis {
        let foundation = foundation
        return try await ask("diagnose", within: time) { inquiry throws(Unanswered) in
            try inquiry.diagnose(foundation)
        }
    }

    private func ask<Answer: Sendable>(
        _ question: String, within time: Duration? = nil, patience: Patience? = nil,
        _ answer: @escaping @Sendable (Inquiry) throws(Unanswered) -> Answer
    ) async throws(Unanswered) -> Answer {
        do throws(Unanswered) {
            return try await threads.run { [self] () throws(Unanswered) -> Answer in
                // Waiting for a thread counts, too.
                if let patience, patience.isOver { throw .tooHard(after: patience.time) }
                let (idle, known) = shared.withLock { ($0.idle.popLast(), $0.known) }
                let inquiry = idle ?? Inquiry(book, source)
                // What was interrupted stays usable: a solver keeps only what follows from its clauses.
                defer { giveBack(inquiry) }
                inquiry.know(known)
                inquiry.begin(time ?? budget, patience)
                return try answer(inquiry)
            }
        } catch {
            if case .tooHard = error {
                log.warning("too hard", metadata: ["question": "\(question)", "model": "\(model.name)"])
            }
            throw error
        }
    }

    /// What the configurations kept for everybody may take.
    private static let metBytes = 4 << 20
    private static let metLimit = 2_000

    private func giveBack(_ inquiry: Inquiry) {
        let limit = min(Self.metLimit, Self.metBytes / (8 * Witness.words(book.clauses.variables) + 64))
        shared.withLock { shared in
            for witness in inquiry.takeMet() {
                if shared.met.count < limit {
                    shared.met.append(witness)
                } else {
                    shared.met[shared.nextMet] = witness
                    shared.nextMet = (shared.nextMet + 1) % limit
                }
            }
            shared.idle.append(inquiry)
        }
    }
}
