@testable import Storage
import Testbed
import Testing
import Values

@Suite("Jobs")
struct JobTests {
    @Test("a job is done once and then gone")
    func once() async throws {
        let sample = try await Shop.sample()
        let runner = Runner()
        try await sample.enqueue("a", "b", "c")
        try await sample.drain(runner)
        try await sample.drain(runner)
        #expect(runner.names.sorted() == ["a", "b", "c"])
        #expect(try await sample.counts().isEmpty)
    }

    @Test("a job asked for in a transaction that is undone never runs")
    func undone() async throws {
        let sample = try await Shop.sample()
        let (runner, now) = (Runner(), sample.shop.now)
        await #expect(throws: No()) {
            try await sample.shop.write { db in
                try Errand(name: "a").enqueue(at: now, in: db)
                throw No()
            }
        }
        try await sample.drain(runner)
        #expect(runner.names.isEmpty)
    }

    @Test("jobs about one thing are done in their order, also when the first has to wait; others don't wait for them")
    func order() async throws {
        let sample = try await Shop.sample()
        let (runner, now) = (Runner { if $0.name == "first" { throw No() } }, sample.shop.now)
        try await sample.shop.write { db in
            try Errand(name: "first").enqueue(about: "a", at: now, in: db)
            try Errand(name: "second").enqueue(about: "a", at: now, in: db)
            try Errand(name: "other").enqueue(about: "b", at: now, in: db)
            try Errand(name: "free").enqueue(at: now, in: db)
        }
        try await sample.drain(runner)
        #expect(runner.names.sorted() == ["first", "free", "other"])
        let rest = try await sample.shop.read { db in
            try db.value("SELECT COUNT(*) FROM job WHERE run_at <= $now", ["now": now], as: Int.self)
        }
        #expect(rest == 0, "what waits for the first isn't looked at before it")
        // Given up after its attempts, it lets the next go on.
        for _ in 1..<Errand.retry.attempts {
            sample.time.advance(by: .minutes(2))
            try await sample.drain(runner)
        }
        #expect(runner.names.filter { $0 == "first" }.count == Errand.retry.attempts)
        #expect(runner.names.last == "second")
        #expect(try await sample.parked().count == 1)
    }

    @Test("a job that was given up and is let run again waits for the one about the same thing that runs")
    func orderAfterRetry() async throws {
        let sample = try await Shop.sample()
        let (shop, now) = (sample.shop, sample.shop.now)
        func claim() async throws -> [ClaimedJob] {
            let now = sample.shop.now
            return try await shop.write { try ClaimedJob.claim(9, at: now, until: now + JobWorker.lease, in: $0) }
        }
        try await shop.write { db in
            for name in ["first", "second"] { try Errand(name: name).enqueue(about: "a", at: now, in: db) }
        }
        let first = try #require(try await claim().first)
        #expect(try await shop.write { try first.park(at: now, after: "no", in: $0) })
        let second = try #require(try await claim().first)
        let parked = try #require(try await sample.parked().first)
        #expect(try await shop.write { try JobList.retry(parked.id, at: now, in: $0) })
        #expect(try await claim().isEmpty)
        #expect(try await shop.write { try second.finish(in: $0) })
        #expect(try await claim().map(\.number) == [first.number])
    }

    @Test("a job runs when it is due, not before")
    func due() async throws {
        let sample = try await Shop.sample()
        let runner = Runner()
        try await sample.enqueue("later", after: .minutes(5))
        sample.time.advance(by: .seconds(299))
        try await sample.drain(runner)
        #expect(runner.names.isEmpty)
        sample.time.advance(by: .seconds(1))
        try await sample.drain(runner)
        #expect(runner.names == ["later"])
    }

    @Test("asking again under a key changes nothing while the first is to be done; each kind has keys of its own")
    func key() async throws {
        let sample = try await Shop.sample()
        let (runner, now) = (Runner(), sample.shop.now)
        try await sample.enqueue("first", key: "order-1")
        try await sample.enqueue("second", key: "order-1")
        try await sample.enqueue("other", key: "order-2")
        try await sample.shop.write { try Chore().enqueue(key: "order-1", at: now, in: $0) }
        #expect(try await sample.counts() == [
            JobList.Count(kind: "chore", waiting: 1, parked: 0), JobList.Count(kind: "errand", waiting: 2, parked: 0),
        ])
        try await sample.drain(runner)
        #expect(runner.names.sorted() == ["first", "other"])
        try await sample.enqueue("third", key: "order-1")
        try await sample.drain(runner)
        #expect(runner.names.last == "third")
    }

    @Test("what fails is tried again, later each time, and parked after its last attempt, where staff retry it")
    func retrying() async throws {
        let sample = try await Shop.sample()
        let isMended = Flag()
        let runner = Runner { _ in if !isMended.isSet { throw No("the printer is on fire") } }
        try await sample.enqueue("a")
        try await sample.drain(runner)
        try await sample.drain(runner)
        #expect(runner.names.count == 1)
        for attempt in 2...3 {
            sample.time.advance(by: .minutes(1))
            try await sample.drain(runner)
            #expect(runner.names.count == attempt)
        }
        sample.time.advance(by: .days(1))
        try await sample.drain(runner)
        #expect(runner.names.count == 3)

        let parked = try #require(try await sample.parked().first)
        #expect(parked.kind == "errand" && parked.attempts == 3)
        #expect(parked.lastError?.contains("the printer is on fire") == true)
        #expect(try await sample.counts() == [JobList.Count(kind: "errand", waiting: 0, parked: 1)])

        isMended.set()
        let now = sample.shop.now
        #expect(try await sample.shop.write { try JobList.retry(parked.id, at: now, in: $0) })
        #expect(try await sample.shop.write { try !JobList.retry(parked.id, at: now, in: $0) })
        try await sample.drain(runner)
        #expect(runner.names.count == 4)
        #expect(try await sample.counts().isEmpty)
    }

    @Test("after a crash between claim and end the job runs again, once its lease is over")
    func crash() async throws {
        let sample = try await Shop.sample()
        let runner = Runner()
        try await sample.enqueue("a")
        _ = try await sample.claim()
        sample.time.advance(by: .milliseconds(JobWorker.lease.milliseconds - 1000))
        try await sample.drain(runner)
        #expect(runner.names.isEmpty)
        sample.time.advance(by: .seconds(1))
        try await sample.drain(runner)
        #expect(runner.names == ["a"])
    }

    @Test("a program that has the database to itself goes on at once with what a crashed one was at; attempts count")
    func takingOver() async throws {
        let sample = try await Shop.sample()
        let runner = Runner()
        try await sample.enqueue("a")
        for _ in 1..<Errand.retry.attempts {
            #expect(try await sample.claim().count == 1)
            try await JobWorker.takeOver(sample.shop)
        }
        try await sample.drain(runner)
        #expect(runner.names == ["a"])
        try await sample.enqueue("b")
        for _ in 1...Errand.retry.attempts {
            #expect(try await sample.claim().count == 1)
            try await JobWorker.takeOver(sample.shop)
        }
        try await sample.drain(runner)
        #expect(try await sample.parked().count == 1)
    }

    @Test("who lost a job doesn't finish the next one, whose number may be the same")
    func numberUsedAgain() async throws {
        let sample = try await Shop.sample()
        let (shop, now) = (sample.shop, sample.shop.now)
        func claim(at moment: Instant) async throws -> ClaimedJob {
            try await #require(shop.write { db in
                try ClaimedJob.claim(1, at: moment, until: moment + JobWorker.lease, in: db)
            }.first)
        }
        try await sample.enqueue("first")
        let lost = try await claim(at: now)
        let later = now + JobWorker.lease
        let taken = try await claim(at: later)
        #expect(try await shop.write { db in try taken.finish(in: db) })
        // SQLite gives the number of the last row once more when that row is gone.
        try await shop.write { db in try Errand(name: "second").enqueue(at: later, in: db) }
        let second = try await claim(at: later)
        #expect(try await !shop.write { db in try lost.finish(in: db) })
        #expect(try await shop.write { db in try second.finish(in: db) }, "it is still there, and still its own")
    }

    @Test("a worker frozen past its lease can neither finish nor postpone what another has claimed")
    func fence() async throws {
        let sample = try await Shop.sample()
        try await sample.enqueue("a")
        let frozen = try #require(try await sample.claim().first)
        sample.time.advance(by: JobWorker.lease)
        let awake = try #require(try await sample.claim().first)
        let now = sample.shop.now
        #expect(try await sample.shop.write { try !frozen.finish(in: $0) })
        #expect(try await sample.shop.write { try !frozen.retry(at: now, after: "", in: $0) })
        #expect(try await sample.shop.write { try !frozen.handBack(in: $0) })
        #expect(try await sample.counts().first?.waiting == 1)
        #expect(try await sample.shop.write { try awake.finish(in: $0) })
        #expect(try await sample.counts().isEmpty)
    }

    @Test("a job that ends the program each time is given up after its attempts")
    func poison() async throws {
        let sample = try await Shop.sample()
        let runner = Runner()
        try await sample.enqueue("a")
        for _ in 0..<Errand.retry.attempts {
            #expect(try await sample.claim().count == 1)
            sample.time.advance(by: JobWorker.lease)
        }
        try await sample.drain(runner)
        #expect(runner.names.isEmpty)
        #expect(try await sample.parked().count == 1)
    }

    @Test("a claim takes the jobs that are due longest, and no more than asked for")
    func boundedClaim() async throws {
        let sample = try await Shop.sample()
        let last = 2 * JobWorker.concurrency
        for number in 0...last {
            try await sample.enqueue("\(last - number)", after: .seconds(Int64(last - number)))
        }
        sample.time.advance(by: .minutes(2))
        let claimed = try await sample.claim()
        #expect(claimed.count == JobWorker.concurrency)
        let names = try claimed.map { try JSONCoding.value(Errand.self, from: Array($0.payload.utf8)).name }
        #expect(Set(names) == Set((0..<JobWorker.concurrency).map(String.init)))
    }

    @Test("a job of a kind that nothing here does waits and is parked in the end, not lost")
    func unknownKind() async throws {
        let sample = try await Shop.sample()
        let now = sample.shop.now
        try await sample.shop.write { try Chore().enqueue(at: now, in: $0) }
        for _ in 0..<Retry.patient.attempts {
            try await sample.drain(Runner())
            sample.time.advance(by: .minutes(15))
        }
        #expect(try await sample.parked().first?.lastError?.contains("chore") == true)
    }

    @Test("waiting doubles up to its longest, half of it by chance")
    func delays() {
        let retry = Retry(attempts: 99, first: .seconds(1), longest: .minutes(15))
        #expect(retry.delay(afterAttempt: 1, random: 0) == .milliseconds(500))
        #expect(retry.delay(afterAttempt: 1, random: 500) == .seconds(1))
        #expect(retry.delay(afterAttempt: 4, random: 0) == .seconds(4))
        for attempt in [11, 20, 60, 99] {
            for random in [0, 1, 77, UInt64.max] {
                let delay = retry.delay(afterAttempt: attempt, random: random)
                #expect(delay >= .milliseconds(450_000) && delay <= .minutes(15))
            }
        }
    }

    /// A kind of job that no test handles.
    private struct Chore: Job {
        static let kind = "chore"
    }
}

extension TestShop {
    /// Claims as a worker does, which then does nothing.
    func claim() async throws -> [ClaimedJob] {
        let now = shop.now
        return try await shop.write {
            try ClaimedJob.claim(JobWorker.concurrency, at: now, until: now + JobWorker.lease, in: $0)
        }
    }
}
