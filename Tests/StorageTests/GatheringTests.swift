import Storage
import Synchronization
import Testbed
import Testing
import Values

@Suite("Gathering")
struct GatheringTests {
    /// Says what was done together, and lets nothing pass until it is opened.
    private final class Door: Sendable {
        let lots = Mutex<[[Int]]>([])
        let arrived = AsyncStream<Void>.makeStream()
        let opened = AsyncStream<Void>.makeStream()

        func pass(_ works: [Int]) async -> [Result<String, any Error>] {
            lots.withLock { $0.append(works) }
            arrived.continuation.finish()
            for await _ in opened.stream {}
            return works.map { $0 % 5 == 0 ? .failure(Fives()) : .success("\($0)") }
        }
    }

    private struct Fives: Error {}

    @Test("what comes while one is at work is done together after it, as many as the limit; each gets its own end")
    func lots() async throws {
        let door = Door()
        let time = ManualTime(Instant(milliseconds: 0))
        let gathering = Gathering<Int, String>(limit: 4, lanes: 1, time: time) { await door.pass($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                let said = try await gathering.answer(1)
                #expect(said == "1")
            }
            for await _ in door.arrived.stream {}
            for number in 2...10 {
                group.addTask {
                    if number % 5 == 0 {
                        await #expect(throws: Fives.self) { try await gathering.answer(number) }
                    } else {
                        let said = try await gathering.answer(number)
                        #expect(said == "\(number)")
                    }
                }
            }
            while gathering.waitingCount < 9 { await Task.yield() }
            door.opened.continuation.finish()
            try await group.waitForAll()
        }
        let lots = door.lots.withLock { $0 }
        #expect(lots.map(\.count) == [1, 4, 4, 1] && lots.flatMap { $0 }.sorted() == Array(1...10))
    }

    @Test("no more wait than callers have patience for, nor longer")
    func limits() async throws {
        let (door, time) = (Door(), ManualTime(Instant(milliseconds: 0)))
        let gathering = Gathering<Int, String>(limit: 4, lanes: 1, time: time) { await door.pass($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await gathering.answer(1) }
            for await _ in door.arrived.stream {}
            for _ in 0..<Shop.crowd {
                group.addTask {
                    await #expect(throws: StorageFailure.overloaded) { try await gathering.answer(2) }
                }
            }
            while gathering.waitingCount < Shop.crowd { await Task.yield() }
            await #expect(throws: StorageFailure.overloaded) { try await gathering.answer(3) }
            time.advance(by: .seconds(6))
            door.opened.continuation.finish()
            try await group.waitForAll()
        }
        #expect(door.lots.withLock { $0 } == [[1]])
        #expect(try await gathering.answer(4) == "4", "it goes on")
    }

    @Test("where nothing else is asked for, each is done at once")
    func alone() async throws {
        let time = ManualTime(Instant(milliseconds: 0))
        let gathering = Gathering<Int, Int>(time: time) { works in works.map { .success($0 * works.count) } }
        for number in 1...3 { #expect(try await gathering.answer(number) == number) }
    }
}
