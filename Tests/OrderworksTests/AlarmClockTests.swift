import Foundation
import Storage
import Synchronization
import Testing
import Values

@testable import Orderworks

@Suite("Tasks that sleep")
struct AlarmClockTests {
    private let alarm = AlarmClock()

    private final class Woken: Sendable {
        let spans = Mutex<[Int64]>([])
    }

    @Test("nobody is woken early, and everybody in the end", .timeLimit(.minutes(1)))
    func nobodyIsWokenEarlyAndEverybodyInTheEnd() async throws {
        let woken = Woken()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for span in [120, 40, 80, 0] as [Int64] {
                group.addTask {
                    let begin = ContinuousClock.now
                    try await alarm.sleep(milliseconds: span)
                    #expect(ContinuousClock.now - begin >= .milliseconds(span))
                    woken.spans.withLock { $0.append(span) }
                }
            }
            try await group.waitForAll()
        }
        #expect(woken.spans.withLock { $0.sorted() } == [0, 40, 80, 120])
        #expect(alarm.sleeperCount == 0)
    }

    /// One that lies down when the timer is set for much later.
    @Test("an earlier sleeper does not wait for a later one", .timeLimit(.minutes(1)))
    func anEarlierSleeperDoesNotWaitForALaterOne() async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await alarm.sleep(milliseconds: 3_600_000)
                return false
            }
            while alarm.sleeperCount == 0 { await Task.yield() }
            group.addTask {
                try await alarm.sleep(milliseconds: 20)
                return true
            }
            let first = try await group.next()
            #expect(first == true)
            group.cancelAll()
            if case .success = await group.nextResult() { Issue.record("an hour was over") }
        }
        #expect(alarm.sleeperCount == 0)
    }

    @Test("a sleep that is cancelled beforehand is none", .timeLimit(.minutes(1)))
    func aSleepThatIsCancelledBeforehandIsNone() async throws {
        await withThrowingTaskGroup(of: Void.self) { group in
            group.cancelAll()
            group.addTask { try await alarm.sleep(milliseconds: 3_600_000) }
            if case .success = await group.nextResult() { Issue.record("an hour was over") }
        }
        #expect(alarm.sleeperCount == 0)
    }

    /// The task is cancelled before, while and after it lies down. One that isn't woken then sleeps for an hour.
    @Test("whoever is cancelled is woken, before, while and after lying down", .timeLimit(.minutes(1)))
    func whoeverIsCancelledIsWokenWhenever() async throws {
        let woken = Woken()
        await withDiscardingTaskGroup { all in
            for number in 0..<4_000 {
                all.addTask {
                    await withTaskGroup(of: Void.self) { one in
                        let isCancelled = number.isMultiple(of: 2)
                        one.addTask {
                            let span: Int64 = isCancelled ? 3_600_000 : Int64(number % 50)
                            if (try? await alarm.sleep(milliseconds: span)) != nil {
                                woken.spans.withLock { $0.append(span) }
                            }
                        }
                        for _ in 0..<(number % 8) { await Task.yield() }
                        if isCancelled { one.cancelAll() }
                    }
                }
            }
        }
        #expect(woken.spans.withLock(\.count) == 2_000)
        #expect(alarm.sleeperCount == 0)
    }

    /// Each job is watched by two sleeps of minutes, and done in milliseconds. A sanitizer keeps what was given back.
    @Test("cancelled sleeps of the machine's clock leave no memory behind", .timeLimit(.minutes(1)),
          .enabled(if: ProcessInfo.processInfo.environment["ASAN_OPTIONS"] == nil))
    func cancelledSleepsOfTheMachinesClockLeaveNoMemoryBehind() async throws {
        func sleepAndCancel(_ times: Int) async {
            for _ in 0..<times {
                await withTaskGroup(of: Void.self) { group in
                    group.addTask { try? await SystemTime().sleep(.hours(1)) }
                    await Task.yield()
                    group.cancelAll()
                }
            }
        }
        await sleepAndCancel(2_000)
        let before = try residentKilobytes()
        await sleepAndCancel(30_000)
        #expect(try residentKilobytes() - before < 6_000)
    }

    private func residentKilobytes() throws -> Int {
        let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")[1]
        return try #require(Int(pages)) * 4
    }
}
