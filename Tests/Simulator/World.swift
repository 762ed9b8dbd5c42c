import Storage
import StorageSQLite
import Values

/// Everything of one history: its time, its chance, who may go on, what happens later.
///
/// Unchecked, because it is used on the history's own thread alone, which the executor makes sure of.
final class World: @unchecked Sendable {
    private struct Happening {
        let at: Instant
        let number: Int
        let act: () -> Void
    }

    let executor = SeededExecutor()
    let database: SteppedSQLite
    private(set) var now: Instant
    private(set) var stepCount = 0
    var trace: Trace
    /// Which of several ready things goes on; how long things take; what those outside do.
    private var order: Dice
    private var delays: Dice
    var people: Dice
    private var happenings: [Happening] = []
    private var happeningCount = 0
    private var waiting: [Fault]
    private(set) var fired: [Fault.Kind: Int] = [:]
    /// What was found to be wrong; the first ends the history.
    private(set) var failure: String?
    private var reads: [any Waiting] = []
    /// In percent: how soon the writer goes on, beside what else is ready.
    private let writerShare: Int

    static let start = Instant(seconds: 1_795_424_400)

    /// Whether the database says that it gathers closures; where it doesn't, the shop gathers orders.
    let sharesCommits: Bool

    init(seed: UInt64, faults: [Fault], database: SteppedSQLite, keepsTrace: Bool) {
        self.database = database
        now = Self.start
        trace = Trace(keepsLines: keepsTrace)
        order = Dice(seed, for: 2)
        delays = Dice(seed, for: 3)
        people = Dice(seed, for: 4)
        writerShare = 5 + order.below(60)
        var gathering = Dice(seed, for: 6)
        sharesCommits = gathering.pick([true, false])
        waiting = faults.sorted { ($0.step, $0.kind.rawValue) < ($1.step, $1.kind.rawValue) }
    }

    func note(_ text: String) { trace.note(text, at: (now - Self.start).milliseconds) }

    func fail(_ reason: String) {
        guard failure == nil else { return }
        failure = reason
        note("FAILED: \(reason)")
    }

    func delay(_ milliseconds: ClosedRange<Int64>) -> Instant.Span { .milliseconds(delays.within(milliseconds)) }
    func chance(_ percent: Int) -> Bool { delays.percent(percent) }

    // MARK: - What goes wrong

    /// Whether this occasion goes wrong: which of `kinds`, if any.
    func fault(_ kinds: Fault.Kind...) -> Fault.Kind? {
        guard let place = waiting.firstIndex(where: { $0.step <= stepCount && kinds.contains($0.kind) }) else {
            return nil
        }
        return use(place)
    }

    /// The next that comes by itself, if it is due.
    func faultByItself() -> Fault.Kind? {
        guard let place = waiting.firstIndex(where: { $0.step <= stepCount && $0.kind.comesByItself }) else {
            return nil
        }
        return use(place)
    }

    private func use(_ place: Int) -> Fault.Kind {
        let kind = waiting.remove(at: place).kind
        fired[kind, default: 0] += 1
        note("fault: \(kind.rawValue)")
        return kind
    }

    /// From here on nothing goes wrong.
    func calmDown() { waiting = [] }

    // MARK: - Time

    func after(_ span: Instant.Span, _ act: @escaping () -> Void) {
        happeningCount += 1
        let new = Happening(at: now + span, number: happeningCount, act: act)
        // Kept with the next one last; among those of one instant, the first that was planned.
        var (low, high) = (0, happenings.count)
        while low < high {
            let middle = (low + high) / 2
            if happenings[middle].at > new.at { low = middle + 1 } else { high = middle }
        }
        happenings.insert(new, at: low)
    }

    /// Nothing happens meanwhile; then all of it at once.
    func freeze(_ span: Instant.Span) { now = now + span }

    /// Starts a task of the world outside.
    func start(_ work: @escaping @Sendable () async -> Void) { Task(executorPreference: executor) { await work() } }

    /// For who stands outside: waits for that long.
    func sleep(_ span: Instant.Span) async {
        await withCheckedContinuation { caller in after(span) { caller.resume() } }
    }

    // MARK: - Steps

    func read(_ work: any Waiting) { reads.append(work) }

    /// Who reads when the process ends never hears of it.
    func dropReads() {
        let lost = reads
        reads = []
        lost.forEach { $0.finish(StorageFailure.closed) }
    }

    /// Does one thing that can be done now, or goes on to the next that happens. False when nothing ever will.
    func step() -> Bool {
        stepCount += 1
        let ready = executor.readyCount
        let readable = database.isInBatch ? 0 : reads.count
        let writes = database.hasWork
        if writes, ready + readable == 0 ? order.percent(80) : order.percent(writerShare) {
            stepWriter()
        } else if ready + readable > 0 {
            let place = order.below(ready + readable)
            trace.note(UInt64(place))
            if place < ready { executor.run(place) } else { database.read(reads.remove(at: place - ready)) }
        } else if let next = happenings.popLast() {
            now = max(now, next.at)
            trace.note(UInt64(bitPattern: now.milliseconds))
            next.act()
        } else if writes {
            stepWriter()
        } else {
            return false
        }
        return true
    }

    private func stepWriter() {
        var fault: SteppedSQLite.CommitFault?
        if database.isAtCommit, let kind = self.fault(.commitFails, .commitUnknown) {
            fault = kind == .commitFails ? .fails : .unknown(isKept: delays.percent(50))
        }
        let step = database.step(commit: fault)
        trace.note("writer: \(step.rawValue)", at: (now - Self.start).milliseconds)
    }
}
