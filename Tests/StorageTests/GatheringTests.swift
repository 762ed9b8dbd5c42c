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
        let shop = try await Shop.sample().shop
        let gathering = Gathering<Int, String>(limit: 4, lanes: 1, in: shop) { await door.pass($0) }
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
            while shop.gatheredCount < 9 { await Task.yield() }
            door.opened.continuation.finish()
            try await group.waitForAll()
        }
        let lots = door.lots.withLock { $0 }
        #expect(lots.map(\.count) == [1, 4, 4, 1] && lots.flatMap { $0 }.sorted() == Array(1...10))
    }

    @Test("no more wait than may, nothing new begins meanwhile, and who waited too long when a lot ends is refused")
    func limits() async throws {
        let (door, sample) = (Door(), try await Shop.sample())
        let shop = sample.shop
        let gathering = Gathering<Int, String>(limit: 4, lanes: 1, in: shop) { await door.pass($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await gathering.answer(1) }
            for await _ in door.arrived.stream {}
            for _ in 0..<Shop.crowd {
                group.addTask {
                    await #expect(throws: StorageFailure.overloaded) { try await gathering.answer(2) }
                }
            }
            while shop.gatheredCount < Shop.crowd { await Task.yield() }
            await #expect(throws: StorageFailure.overloaded) { try await gathering.answer(3) }
            #expect(throws: StorageFailure.overloaded) { try shop.letBegin() }
            sample.time.advance(by: .seconds(6))
            door.opened.continuation.finish()
            try await group.waitForAll()
        }
        #expect(door.lots.withLock { $0 } == [[1]])
        #expect(shop.gatheredCount == 0)
        try shop.letBegin()
        #expect(try await gathering.answer(4) == "4", "it goes on")
    }

    @Test("as many lots are at work at the same time as there are lanes")
    func lanes() async throws {
        let door = Door()
        let gathering = Gathering<Int, String>(lanes: 2, in: try await Shop.sample().shop) { await door.pass($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...2 { group.addTask { _ = try await gathering.answer(number) } }
            while door.lots.withLock({ $0.count }) < 2 { await Task.yield() }
            door.opened.continuation.finish()
            try await group.waitForAll()
        }
        #expect(door.lots.withLock { Set($0) } == [[1], [2]])
    }

    @Test("where nothing else is asked for, each is done at once")
    func alone() async throws {
        let shop = try await Shop.sample().shop
        let gathering = Gathering<Int, Int>(lanes: 1, in: shop) { works in works.map { .success($0 * works.count) } }
        for number in 1...3 { #expect(try await gathering.answer(number) == number) }
    }
}
