import Storage
import Synchronization
import Testbed
import Testing
import Values

@Suite("The worker")
struct WorkerTests {
    @Test("called by a commit, it works without waiting for its clock")
    func called() async throws {
        let sample = try await Shop.sample()
        let runner = Runner()
        try await sample.working([runner]) {
            try await until { sample.time.sleeperCount > 0 }
            try await sample.enqueue("a", "b")
            try await until { try await sample.counts().isEmpty }
        }
        #expect(runner.names.sorted() == ["a", "b"])
    }

    @Test("it finds at its start what an earlier program left, and by its clock what becomes due")
    func polling() async throws {
        let sample = try await Shop.sample()
        let runner = Runner()
        try await sample.enqueue("left")
        try await sample.enqueue("later", after: .minutes(1))
        try await sample.working([runner]) {
            try await until { runner.names == ["left"] }
            try await until { sample.time.sleeperCount > 0 }
            sample.time.advance(by: .minutes(1))
            try await until { runner.names == ["left", "later"] }
        }
    }

    @Test("many jobs run side by side, never more than may, and all are done")
    func concurrency() async throws {
        let sample = try await Shop.sample()
        let level = Level()
        let runner = Runner { _ in
            level.change(1)
            for _ in 0..<20 { await Task.yield() }
            level.change(-1)
        }
        for number in 0..<100 { try await sample.enqueue("\(number)") }
        try await sample.working([runner]) { try await until { try await sample.counts().isEmpty } }
        #expect(Set(runner.names).count == 100 && runner.names.count == 100)
        #expect(level.highest > 1 && level.highest <= JobWorker.rush)
    }

    @Test("jobs that are stuck keep none waiting that becomes due later")
    func stuckBesides() async throws {
        let sample = try await Shop.sample()
        let runner = Runner { errand in if errand.name != "later" { try await sample.time.sleep(.minutes(1)) } }
        let stuck = 2 * JobWorker.concurrency + 1
        for number in 0..<stuck { try await sample.enqueue("\(number)") }
        try await sample.working([runner]) {
            try await until { runner.names.count == stuck }
            // It looks once more, and finds nothing.
            sample.time.advance(by: JobWorker.poll)
            for _ in 0..<200 { await Task.yield() }
            try await sample.enqueue("later")
            try await until { runner.names.contains("later") }
        }
    }

    @Test("stopped, it hands back what it was at: another worker has it at once, and no attempt is counted")
    func handingBack() async throws {
        let sample = try await Shop.sample()
        let stuck = Runner { _ in try await sample.time.sleep(.minutes(1)) }
        let rush = sample.shop.database.sharesCommits ? JobWorker.rush : JobWorker.pooledRush
        let count = 2 * rush + 4
        for number in 0..<count { try await sample.enqueue("\(number)") }
        try await sample.working([stuck]) { try await until { stuck.names.count == rush } }
        for _ in 1...Errand.retry.attempts {
            try await sample.working([stuck]) { try await until { sample.time.sleeperCount > rush } }
        }
        let runner = Runner()
        try await sample.drain(runner)
        #expect(runner.names.count == count)
    }

    @Test("a job that hangs is cancelled after its limit and tried again")
    func hanging() async throws {
        let sample = try await Shop.sample()
        let runner = Runner { _ in try await sample.time.sleep(.days(1)) }
        try await sample.enqueue("a")
        try await sample.working([runner]) {
            try await until { runner.names.count == 1 && sample.time.sleeperCount == 4 }
            sample.time.advance(by: JobWorker.handlerLimit)
            try await until {
                sample.time.advance(by: .seconds(1))
                return runner.names.count == 2
            }
        }
    }

    @Test("a job that takes longer than a lease is kept by renewing it; another worker doesn't get it")
    func renewed() async throws {
        let sample = try await Shop.sample()
        let (runner, other) = (Runner { _ in try await sample.time.sleep(.seconds(60)) }, Runner())
        try await sample.enqueue("a")
        try await sample.working([runner]) {
            try await until { runner.names.count == 1 && sample.time.sleeperCount == 4 }
            for _ in 1...11 {
                sample.time.advance(by: .seconds(5))
                let end = sample.shop.now + JobWorker.lease
                try await until {
                    try await sample.shop.read { db in
                        try db.value("SELECT lease_until FROM job", as: Instant.self) == end
                    }
                }
                try await sample.drain(other)
            }
            sample.time.advance(by: .seconds(10))
            try await until { try await sample.counts().isEmpty }
        }
        #expect(runner.names.count == 1 && other.names.isEmpty)
    }

    @Test("periodic work comes at the start and after each pause, also after it failed")
    func periodic() async throws {
        let sample = try await Shop.sample()
        let passes = Level()
        let sweeper = Periodic("sweep", every: .minutes(5)) {
            passes.change(1)
            throw No("the broom is gone")
        }
        try await sample.working([], [sweeper]) {
            for pass in 1...3 {
                try await until { passes.now == pass && sample.time.sleeperCount == 2 }
                sample.time.advance(by: .minutes(5))
            }
            try await until { passes.now == 4 }
        }
    }

    @Test("a database that can't be asked just now doesn't end it")
    func closedDatabase() async throws {
        let sample = try await Shop.sample()
        let runner = Runner()
        try await sample.working([runner]) {
            try await until { sample.time.sleeperCount > 0 }
            await sample.close()
            sample.time.advance(by: .seconds(5))
            try await until { sample.time.sleeperCount > 0 }
        }
        #expect(runner.names.isEmpty)
    }

    /// Does an errand whose last write puts a coin into the purse `a`, and whatever `also` does.
    private func last(
        _ sample: TestShop, _ work: @escaping @Sendable () async throws -> Void = {},
        also: @escaping @Sendable () throws -> Void = {}
    ) async throws -> Runner {
        try await sample.shop.write { try $0.run(Purse.insert, ["name": "a", "coins": 0]) }
        try await sample.enqueue("errand")
        return Runner({ _ in try await work() }, last: { _ in
            LastWrite { db in
                try db.run("UPDATE purse SET coins = coins + 1 WHERE name = 'a'")
                try also()
            }
        })
    }

    private func coins(_ sample: TestShop) async throws -> Int? {
        try await sample.shop.read { try $0.value("SELECT coins FROM purse WHERE name = 'a'", as: Int.self) }
    }

    @Test("what is left to be written is written with the job's end")
    func lastWrite() async throws {
        let sample = try await Shop.sample(migrations: [Purse.migration])
        try await sample.drain(try await last(sample))
        #expect(try await coins(sample) == 1)
        #expect(try await sample.counts().isEmpty)
    }

    @Test("a last write that fails is undone, and its job is tried again")
    func failingLastWrite() async throws {
        let sample = try await Shop.sample(migrations: [Purse.migration])
        let fails = Atomic(true)
        let runner = try await last(sample, also: { if fails.load(ordering: .relaxed) { throw No("not now") } })
        try await sample.drain(runner)
        #expect(try await coins(sample) == 0)
        #expect(try await sample.counts().map(\.waiting) == [1])
        fails.store(false, ordering: .relaxed)
        sample.time.advance(by: .minutes(1))
        try await sample.drain(runner)
        #expect(try await coins(sample) == 1)
        #expect(try await sample.counts().isEmpty)
    }

    @Test("who lost the job to another worker leaves the last write to that one")
    func lostLastWrite() async throws {
        let sample = try await Shop.sample(migrations: [Purse.migration])
        let runner = try await last(sample) {
            try await sample.shop.write { db in _ = try db.run("UPDATE job SET fence = fence + 1") }
        }
        try await sample.drain(runner)
        #expect(runner.names == ["errand"])
        #expect(try await coins(sample) == 0)
        #expect(try await sample.counts().map(\.waiting) == [1])
    }

    @Test(
        "what a job has done counts, though it was told to stop before it came to its end", .timeLimit(.minutes(1)))
    func lateButDone() async throws {
        let sample = try await Shop.sample(migrations: [Purse.migration])
        let runner = try await last(sample) { try? await sample.time.sleep(.days(1)) }
        async let drained: Void = sample.drain(runner)
        // The errand, and who watches over its time and its lease.
        try await until { sample.time.sleeperCount == 3 }
        sample.time.advance(by: JobWorker.handlerLimit)
        try await drained
        #expect(runner.names == ["errand"])
        #expect(try await sample.counts().isEmpty)
        #expect(try await coins(sample) == 1)
    }
}

extension TestShop {
    /// Lets a worker run while `body` does, then stops it and waits for its end.
    fileprivate func working(
        _ handlers: [any JobHandler], _ periodics: [Periodic] = [], while body: () async throws -> Void
    ) async throws {
        let worker = JobWorker(shop: shop, handlers: handlers, periodics: periodics)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await worker.run() }
            do { try await body() } catch {
                group.cancelAll()
                throw error
            }
            group.cancelAll()
        }
    }
}

/// A number that goes up and down, and how high it was.
final class Level: Sendable {
    private let state = Mutex((now: 0, highest: 0))

    var now: Int { state.withLock(\.now) }
    var highest: Int { state.withLock(\.highest) }

    func change(_ by: Int) {
        state.withLock { state in
            state.now += by
            state.highest = max(state.highest, state.now)
        }
    }
}

/// Something that happens once.
final class Flag: Sendable {
    private let state = Mutex(false)

    var isSet: Bool { state.withLock { $0 } }

    func set() { state.withLock { $0 = true } }
}
