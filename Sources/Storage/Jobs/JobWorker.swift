import Logging
import Synchronization
import Values

/// Does the jobs that are due, some at a time, and the periodic work beside them.
///
/// A job is claimed with a lease: after a crash another worker takes it once the lease is over. A worker that was
/// frozen past its lease finds its fencing number outdone and leaves the job alone.
package struct JobWorker: Sendable {
    /// Jobs that run at the same time while no more are waiting: so few that those which became due meanwhile are
    /// claimed together.
    package static let concurrency = 8
    /// The same while more wait than are claimed. They wait for banks, mail servers and the writer's turn, hardly for
    /// the processor; were they fewer, hundreds of buyers who keep the writer busy would leave them behind.
    package static let rush = 128
    /// The same on an engine where they would stand before buyers in the line for a connection.
    package static let pooledRush = 32
    /// How long one run of a job may take before it is cancelled. In a rush of mails to a server that takes its whole
    /// minute for each, the last begins when three lots have gone before it.
    package static let handlerLimit = Instant.Span.minutes(5)
    /// How long a claim holds unless it is renewed: what a server was at that died is taken up by another that soon.
    package static let lease = Instant.Span.seconds(20)
    /// How often a claim is renewed while its job runs.
    static let renewal = Instant.Span.seconds(5)
    /// How often to look without being called: what a retry or a lost lease makes due comes without a call.
    package static let poll = Instant.Span.seconds(1)
    /// Rounds of one `drain` before it takes the jobs for ones that call each other for ever.
    package static let drainLimit = 10_000

    private let shop: Shop
    private let handlers: [String: any JobHandler]
    private let periodics: [Periodic]

    /// Stops the program when two handlers do the same kind.
    package init(shop: Shop, handlers: [any JobHandler], periodics: [Periodic] = []) {
        self.shop = shop
        self.periodics = periodics
        self.handlers = Dictionary(handlers.map { ($0.kind, $0) }) { _, second in
            preconditionFailure("two handlers do \(second.kind)")
        }
    }

    /// Makes what a program that crashed was at due at once, instead of when its leases end. Its attempts count, so
    /// that a job which ends the program is parked in the end. Only for a database that no other program works on.
    package static func takeOver(_ shop: Shop) async throws {
        try await shop.write { db in try db.run(JobTable.endLeases) }
    }

    /// Works until the task is cancelled, then hands back what isn't finished.
    package func run() async throws {
        let (wakes, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let running = Running()
        let calls = shop.database.notifications(on: .jobs)
        await withDiscardingTaskGroup { group in
            group.addTask { for await _ in calls { bell.yield() } }
            group.addTask { await poll(bell) }
            for periodic in periodics { group.addTask { await periodic.run(in: shop) } }
            bell.yield()
            let rush = shop.database.sharesCommits ? Self.rush : Self.pooledRush
            var width = Self.concurrency
            for await _ in wakes {
                let free = width - running.count
                guard free > 0 else { continue }
                let jobs = await claim(free)
                if jobs.count < free {
                    // Room for one more than run: what is stuck keeps nobody else waiting.
                    width = max(Self.concurrency, min(width, running.count + jobs.count + 1))
                } else if width < rush {
                    width = min(2 * width, rush)
                    bell.yield()
                }
                for job in jobs {
                    running.add(1)
                    group.addTask {
                        await perform(job)
                        running.add(-1)
                        bell.yield()
                    }
                }
            }
        }
    }

    /// Does all that is due, and what that makes due, until nothing is; what fails waits for its next attempt.
    package func drain() async throws {
        for _ in 0..<Self.drainLimit {
            let jobs = try await due(Self.concurrency)
            if jobs.isEmpty { return }
            await withDiscardingTaskGroup { group in
                for job in jobs { group.addTask { await perform(job) } }
            }
        }
        throw StorageFailure.other("jobs are still due after \(Self.drainLimit) rounds")
    }

    private func poll(_ bell: AsyncStream<Void>.Continuation) async {
        while !Task.isCancelled {
            do { try await shop.time.sleep(Self.poll) } catch { return }
            bell.yield()
        }
    }

    private func claim(_ limit: Int) async -> [ClaimedJob] {
        do {
            return try await due(limit)
        } catch {
            shop.log.error("no job could be claimed", metadata: ["error": "\(error)"])
            return []
        }
    }

    /// Looks before it claims: looking flushes no disk.
    private func due(_ limit: Int) async throws -> [ClaimedJob] {
        let now = shop.now
        guard try await shop.read({ try ClaimedJob.areDue(at: now, in: $0) }) else { return [] }
        // Rows are held from when they are found, and skipped by others.
        let claimed = try await FollowUp.$isUnderWay.withValue(true) {
            try await shop.write(.readCommitted) {
                try ClaimedJob.claim(limit, at: now, until: now + Self.lease, in: $0)
            }
        }
        // Told too late, a claim may be over by now; whoever takes the jobs then takes these.
        return shop.now - now < Self.renewal ? claimed : []
    }

    private func perform(_ job: ClaimedJob) async {
        await FollowUp.$isUnderWay.withValue(true) { await attempt(job) }
    }

    private func attempt(_ job: ClaimedJob) async {
        if Task.isCancelled { return await settle(job, "handed back") { try job.handBack(in: $0) } }
        let handler = handlers[job.kind]
        let retry = handler?.retry ?? .patient
        if job.attempts > retry.attempts {
            // It was claimed as often as it may be and never came to an end: it may be what ended the program.
            return await park(job, "given up: its last run came to no end")
        }
        do {
            guard let handler else { throw JobFailure.unknownKind(job.kind) }
            shop.pass(.jobClaimed)
            let last = try await run(handler, job)
            shop.pass(.jobDone)
            try await end(job, last)
            shop.pass(.jobEnded)
        } catch JobFailure.leaseLost {
            report(job, leaseLostAt: "finished")
        } catch {
            if Task.isCancelled { return await settle(job, "handed back") { try job.handBack(in: $0) } }
            await postpone(job, retry, error)
        }
    }

    /// What one of those that a job's run consists of came to: its work, or who watches over it.
    private enum Ended {
        case work(Result<LastWrite?, any Error>)
        case watch(any Error)
    }

    /// Runs the work until it is done, told to stop as soon as it may not go on. What it has done by then counts all
    /// the same, and is to be written down.
    private func run(_ handler: any JobHandler, _ job: ClaimedJob) async throws -> LastWrite? {
        try await withThrowingTaskGroup(of: Ended.self) { group in
            group.addTask {
                do { return .work(.success(try await handler.run(payload: job.payload))) } catch {
                    return .work(.failure(error))
                }
            }
            group.addTask { .watch(await limit()) }
            group.addTask { .watch(await renew(job)) }
            var reason: (any Error)?
            for try await ended in group {
                group.cancelAll()
                switch ended {
                case .work(.success(let last)): return last
                case .work(.failure(let error)): throw reason ?? error
                case .watch(let error): reason = reason ?? error
                }
            }
            throw CancellationError()
        }
    }

    /// Why a job may not go on, once it has run for as long as it may.
    private func limit() async -> any Error {
        do { try await shop.time.sleep(Self.handlerLimit) } catch { return error }
        return JobFailure.tookTooLong
    }

    /// Takes away a job whose work is done, with what that leaves to be written. Who lost the lease writes nothing.
    private func end(_ job: ClaimedJob, _ last: LastWrite?) async throws {
        guard let last else { return await settle(job, "finished") { try job.finish(in: $0) } }
        try await shop.write(last.isolation) { db in
            guard try job.finish(in: db) else { throw JobFailure.leaseLost }
            try last.work(db)
        }
    }

    /// Keeps the claim for as long as the task runs. Ends once another worker has the job, or it can't be told.
    private func renew(_ job: ClaimedJob) async -> any Error {
        var held = shop.now + Self.lease - Self.renewal
        while true {
            do { try await shop.time.sleep(Self.renewal) } catch { return error }
            if shop.now >= held { return JobFailure.leaseLost }
            let end = shop.now + Self.lease
            do {
                // One change of one row, on condition of its fence.
                let isHeld = try await shop.write(.readCommitted) { try job.renew(until: end, in: $0) }
                if !isHeld { return JobFailure.leaseLost }
                held = end
            } catch let failure as StorageFailure {
                shop.log.warning("a job's lease could not be renewed", metadata: job.metadata(["error": "\(failure)"]))
            } catch {
                return error
            }
        }
    }

    private func postpone(_ job: ClaimedJob, _ retry: Retry, _ error: any Error) async {
        let reason = String("\(error)".prefix(JobFailure.textLimit))
        guard job.attempts < retry.attempts else { return await park(job, reason) }
        let next = shop.now + retry.delay(afterAttempt: job.attempts, random: shop.chance.next())
        shop.log.warning("a job failed", metadata: job.metadata(["error": "\(reason)", "next": "\(next)"]))
        await settle(job, "postponed") { try job.retry(at: next, after: reason, in: $0) }
    }

    private func park(_ job: ClaimedJob, _ reason: String) async {
        let now = shop.now
        shop.log.error("a job is parked", metadata: job.metadata(["error": "\(reason)"]))
        await settle(job, "parked") { try job.park(at: now, after: reason, in: $0) }
    }

    /// Writes down what became of a job. When that fails the job comes again after its lease.
    private func settle(
        _ job: ClaimedJob, _ end: String, _ change: @escaping @Sendable (any Transaction) throws -> Bool
    ) async {
        do {
            // One change of one row, on condition of its fence.
            if try await !shop.write(.readCommitted, change) { report(job, leaseLostAt: end) }
        } catch {
            let metadata = job.metadata(["end": "\(end)", "error": "\(error)"])
            shop.log.error("a job's end could not be written", metadata: metadata)
        }
    }

    /// Whoever has the job now sees to it.
    private func report(_ job: ClaimedJob, leaseLostAt end: String) {
        shop.log.warning("a job's lease was lost", metadata: job.metadata(["end": "\(end)"]))
    }

    /// How many jobs run; shared by those that run.
    private final class Running: Sendable {
        private let number = Mutex(0)

        var count: Int { number.withLock { $0 } }

        func add(_ change: Int) { number.withLock { $0 += change } }
    }
}

/// Why a job failed, when it wasn't its handler that said so.
enum JobFailure: Error, CustomStringConvertible {
    case unknownKind(String)
    case tookTooLong
    case leaseLost

    /// Characters kept of what a job failed with.
    static let textLimit = 2000

    var description: String {
        switch self {
        case .unknownKind(let kind): "nothing here does jobs of the kind \(kind)"
        case .tookTooLong: "the job took longer than it may"
        case .leaseLost: "another worker has the job"
        }
    }
}

extension ClaimedJob {
    func metadata(_ more: Logger.Metadata) -> Logger.Metadata {
        more.merging(["job": "\(number)", "kind": "\(kind)", "attempt": "\(attempts)"]) { kept, _ in kept }
    }
}
