import Synchronization
import Testing
import Values

@Suite("Turns")
struct TurnsTests {
    @Test("no more than so many are at it at a time, and all come to their turn")
    func limit() async throws {
        let (turns, counter) = (Turns(3), Counter())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await turns.take {
                        counter.begin()
                        // The first three are at it together before one of them ends.
                        while counter.counts.withLock({ $0.most }) < 3 { await Task.yield() }
                        counter.end()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(counter.counts.withLock { $0.most } == 3)
        #expect(counter.counts.withLock { $0.all } == 50)
    }

    /// Who is at it, how many there were at most, and how many came to an end.
    private final class Counter: Sendable {
        let counts = Mutex((now: 0, most: 0, all: 0))

        func begin() {
            counts.withLock { counts in
                counts.now += 1
                counts.most = max(counts.most, counts.now)
            }
        }

        func end() {
            counts.withLock { counts in
                counts.now -= 1
                counts.all += 1
            }
        }
    }

    private struct No: Error {}

    @Test("whoever is cancelled while waiting goes away", .timeLimit(.minutes(1)))
    func cancelled() async throws {
        let turns = Turns(1)
        let (begun, began) = AsyncStream.makeStream(of: Void.self)
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await turns.take {
                    began.finish()
                    for await _ in gate {}
                }
            }
            for await _ in begun {}
            let ends = await withTaskGroup(of: Bool.self) { waiting in
                for _ in 0..<5 {
                    waiting.addTask {
                        do { return try await turns.take { false } } catch { return error is CancellationError }
                    }
                }
                while turns.waitingCount < 5 { await Task.yield() }
                waiting.cancelAll()
                return await waiting.reduce(into: [Bool]()) { $0.append($1) }
            }
            #expect(ends == [true, true, true, true, true])
            opener.finish()
            try await group.waitForAll()
        }
        #expect(try await turns.take { 7 } == 7)
    }

    @Test("turns come in the order in which they were asked for", .timeLimit(.minutes(1)))
    func order() async throws {
        let (turns, order) = (Turns(1), Order())
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<6 {
                group.addTask {
                    try await turns.take {
                        order.numbers.withLock { $0.append(number) }
                        for await _ in gate {}
                    }
                }
                while order.numbers.withLock(\.count) == 0 || turns.waitingCount < number { await Task.yield() }
            }
            opener.finish()
            try await group.waitForAll()
        }
        #expect(order.numbers.withLock { $0 } == Array(0..<6))
    }

    private final class Order: Sendable {
        let numbers = Mutex<[Int]>([])
    }

    @Test("what throws gives its turn back", .timeLimit(.minutes(1)))
    func thrown() async throws {
        let turns = Turns(1)
        let failing: @Sendable () async throws -> Int = { throw No() }
        await #expect(throws: No.self) { try await turns.take(failing) }
        #expect(try await turns.take { 7 } == 7)
    }
}
