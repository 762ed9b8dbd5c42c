/// Decides how waiting work shares commits (group commit), so that one flush of the disk serves many.
///
/// A pure state machine without thread or clock: whoever drives it, a driver's writer or a simulator, takes the
/// `next()` step, does it, and reports. Nothing is answered before the commit of its batch, refusals neither: "sold
/// out" may rest on a row that a neighbour wrote.
package struct Batching {
    /// What to do next. Every step but `rest` and `answer` is followed by a `report`.
    package enum Step {
        /// Nothing waits.
        case rest
        case begin
        /// Run it; inside a savepoint of its own, which is undone when it throws, if `savepoint` says so.
        case run(any Waiting, savepoint: Bool)
        case commit
        /// Undo the whole transaction, if there still is one.
        case rollBack
        case answer([Answered])
    }

    /// What became of a step.
    package enum Report {
        /// It began, committed or is rolled back.
        case done
        case failed(any Error)
        /// The work came to its end.
        case kept
        /// The work threw; `wrote` says whether it had changed a row before.
        case threw(any Error, wrote: Bool)
        /// The engine has left the transaction: what ran in it is gone. `blame` says whether this one work's own
        /// fault took the others along, or the medium's.
        case left(any Error, blame: Bool)
    }

    /// A work and its end: nil when it is committed, else what it or its batch failed with.
    package struct Answered {
        package let work: any Waiting
        package let error: (any Error)?
    }

    private enum Stage {
        case resting, beginning, running(Int), committing, undoing(then: Next), answering
        enum Next { case rerun, answer }
    }

    private struct Member {
        let work: any Waiting
        var error: (any Error)?
        /// Taken out of the batch for good.
        var isOut = false
    }

    /// The most that share a commit: keeps the answer of the first from waiting long for the last.
    package let batchLimit: Int
    /// The most that wait, of follow-ups and of others: more would only wait longer than their callers do.
    package let queueLimit: Int

    private var waiting: [any Waiting] = []
    private var followUps: [any Waiting] = []
    private var batch: [Member] = []
    private var stage = Stage.resting
    /// Savepoints cost a third of a small transaction, so a batch runs without them until one of it needs them.
    private var usesSavepoints = false

    package init(batchLimit: Int = 64, queueLimit: Int = 4096) {
        self.batchLimit = batchLimit
        self.queueLimit = queueLimit
    }

    package var waitingCount: Int { waiting.count + followUps.count }

    /// Whether the next step is to commit.
    package var isAtCommit: Bool { if case .committing = stage { true } else { false } }

    /// Lets `work` wait for the next batch. A follow-up goes before all others; see `FollowUp`.
    package mutating func add(_ work: any Waiting) throws(StorageFailure) {
        guard (work.isFollowUp ? followUps : waiting).count < queueLimit else { throw .overloaded }
        if work.isFollowUp { followUps.append(work) } else { waiting.append(work) }
    }

    package mutating func next() -> Step {
        switch stage {
        case .resting:
            guard waitingCount > 0 else { return .rest }
            // A quarter is left to others: what piled up while the shop stood still must not close it for longer.
            let first = followUps.prefix(max(1, batchLimit - waiting.count, batchLimit * 3 / 4))
            let others = waiting.prefix(batchLimit - first.count)
            batch = (first + others).map { Member(work: $0) }
            followUps.removeFirst(first.count)
            waiting.removeFirst(others.count)
            usesSavepoints = false
            stage = .beginning
            return .begin
        case .beginning: return .begin
        case .running(let place): return .run(batch[place].work, savepoint: usesSavepoints)
        case .committing: return .commit
        case .undoing: return .rollBack
        case .answering:
            defer { batch = [] }
            stage = .resting
            return .answer(batch.map { Answered(work: $0.work, error: $0.error) })
        }
    }

    /// Moves on by what became of the step that `next()` gave last.
    package mutating func report(_ report: Report) {
        switch (stage, report) {
        case (.beginning, .done): run(from: 0)
        case (.running(let place), .kept): run(from: place + 1)
        case (.running(let place), .threw(let error, let wrote)): refuse(place, error, wrote)
        case (.running(let place), .left(let error, blame: true)): takeOut(place, error)
        case (.undoing(then: .rerun), .done): startAgain()
        case (.committing, .done), (.undoing(then: .answer), .done): stage = .answering
        case (.committing, .failed(let error)):
            failAll(error)
            stage = .undoing(then: .answer)
        case (.running, .left(let error, blame: false)), (.beginning, .failed(let error)),
             (.undoing(then: .rerun), .failed(let error)), (.undoing(then: .answer), .failed(let error)):
            failAll(error)
            stage = .answering
        default: preconditionFailure("\(report) doesn't answer the step at \(stage)")
        }
    }

    private mutating func run(from place: Int) {
        let next = batch[place...].firstIndex { !$0.isOut }
        stage = next.map { .running($0) } ?? .committing
    }

    private mutating func refuse(_ place: Int, _ error: any Error, _ wrote: Bool) {
        let isAlone = batch.count { !$0.isOut } == 1
        guard wrote, !usesSavepoints, !isAlone else {
            batch[place].error = error
            if wrote, isAlone, !usesSavepoints { stage = .undoing(then: .answer) } else { run(from: place + 1) }
            return
        }
        usesSavepoints = true
        stage = .undoing(then: .rerun)
    }

    private mutating func takeOut(_ place: Int, _ error: any Error) {
        batch[place].error = error
        batch[place].isOut = true
        if batch.allSatisfy(\.isOut) { stage = .answering } else { startAgain() }
    }

    private mutating func startAgain() {
        for place in batch.indices where !batch[place].isOut { batch[place].error = nil }
        stage = .beginning
    }

    private mutating func failAll(_ error: any Error) {
        for place in batch.indices where !batch[place].isOut { batch[place].error = error }
    }
}
