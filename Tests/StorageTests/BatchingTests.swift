import Storage
import Testbed
import Testing

@Suite("Batching")
struct BatchingTests {
    @Test("waiting work shares one commit, and is answered after it in its order")
    func sharedCommit() throws {
        var ledger = Ledger()
        try ledger.add(.write, .write, .refuse, .write)
        ledger.drain()
        #expect(ledger.steps == ["begin", "run 0", "run 1", "run 2", "run 3", "commit", "answer 0 1 2 3"])
        #expect(ledger.kept == [0, 1, 3])
        #expect(ledger.errors[2] as? No == No("2"))
    }

    @Test("work that throws after it wrote is undone alone, on a second pass with savepoints")
    func thrownAfterWriting() throws {
        var ledger = Ledger()
        try ledger.add(.write, .writeThenRefuse, .write)
        ledger.drain()
        #expect(ledger.steps == [
            "begin", "run 0", "run 1", "roll back",
            "begin", "run 0 (savepoint)", "run 1 (savepoint)", "run 2 (savepoint)", "commit", "answer 0 1 2",
        ])
        #expect(ledger.kept == [0, 2])
        #expect(ledger.errors[1] as? No == No("1"))
    }

    @Test("work that is alone and throws after it wrote is rolled back without a second pass")
    func aloneAndThrown() throws {
        var ledger = Ledger()
        try ledger.add(.writeThenRefuse)
        ledger.drain()
        #expect(ledger.steps == ["begin", "run 0", "roll back", "answer 0"])
        #expect(ledger.kept == [])
    }

    @Test("a failed commit fails everybody")
    func failedCommit() throws {
        var ledger = Ledger()
        ledger.failingCommits = 1
        try ledger.add(.write, .refuse, .write)
        ledger.drain()
        #expect(ledger.kept == [])
        #expect((0...2).allSatisfy { ledger.errors[$0] as? StorageFailure == .medium("commit") })
        try ledger.add(.write)
        ledger.drain()
        #expect(ledger.kept == [3])
    }

    @Test("a medium that fails amid a batch fails everybody")
    func brokenMedium() throws {
        var ledger = Ledger()
        try ledger.add(.write, .breakMedium, .write)
        ledger.drain()
        #expect(ledger.steps == ["begin", "run 0", "run 1", "answer 0 1 2"])
        #expect((0...2).allSatisfy { ledger.errors[$0] as? StorageFailure == .medium("full") })
    }

    @Test("work that takes too long and so ends the transaction doesn't take its neighbours along")
    func tooLong() throws {
        var ledger = Ledger()
        try ledger.add(.write, .takeTooLong, .write)
        ledger.drain()
        #expect(ledger.steps == ["begin", "run 0", "run 1", "begin", "run 0", "run 2", "commit", "answer 0 1 2"])
        #expect(ledger.kept == [0, 2])
        #expect(ledger.errors[1] as? StorageFailure == .tookTooLong)
    }

    @Test("no batch is longer than its limit, and no queue either")
    func limits() throws {
        var ledger = Ledger(batchLimit: 2, queueLimit: 5)
        try ledger.add(.write, .write, .write, .write, .write)
        #expect(throws: StorageFailure.overloaded) { try ledger.add(.write) }
        ledger.drain()
        #expect(ledger.steps.filter { $0.hasPrefix("answer") } == ["answer 0 1", "answer 2 3", "answer 4"])
    }

    @Test("follow-ups go before what waits longer, each in its own order, and have a limit of their own")
    func followUps() throws {
        var ledger = Ledger(batchLimit: 3, queueLimit: 4)
        try ledger.add(.write, .write, .write, .write)
        #expect(throws: StorageFailure.overloaded) { try ledger.add(.write) }
        try ledger.add(.write, .write, isFollowUp: true)
        ledger.drain()
        #expect(ledger.steps.filter { $0.hasPrefix("answer") } == ["answer 4 5 0", "answer 1 2 3"])
        try ledger.add(.write, .write, .write, .write, isFollowUp: true)
        #expect(throws: StorageFailure.overloaded) { try ledger.add(.write, isFollowUp: true) }
    }

    @Test("a pile of follow-ups leaves a quarter of each batch to others, and takes it where nobody else waits")
    func followUpsLeaveRoom() throws {
        var ledger = Ledger(batchLimit: 4, queueLimit: 16)
        try ledger.add(.write, .write)
        try ledger.add(.write, .write, .write, .write, .write, .write, .write, .write, .write, .write, isFollowUp: true)
        ledger.drain()
        let answers = ledger.steps.filter { $0.hasPrefix("answer") }
        #expect(answers == ["answer 2 3 4 0", "answer 5 6 7 1", "answer 8 9 10 11"])
    }

    @Test("whatever happens, all are answered once, after the commit, and only those answered well are kept",
          arguments: 0..<200 as Range<UInt64>)
    func anything(seed: UInt64) throws {
        let chance = SeededChance(seed)
        var ledger = Ledger(batchLimit: Int(chance.next() % 9) + 1, queueLimit: 100)
        var well: [Int] = []
        for _ in 0..<5 {
            ledger.failingCommits = chance.next() % 4 == 0 ? 1 : 0
            for _ in 0..<chance.next() % 12 {
                let behaviours = Ledger.Behaviour.allCases
                try ledger.add(behaviours[Int(chance.next() % UInt64(behaviours.count))])
            }
            ledger.drain()
        }
        for (number, behaviour) in ledger.behaviours.enumerated() where ledger.errors[number] == nil {
            #expect(behaviour == .write || behaviour == .look)
            if behaviour == .write { well.append(number) }
        }
        #expect(ledger.answered.sorted() == Array(ledger.behaviours.indices))
        #expect(ledger.kept == well)
    }
}

/// Work that is told apart by its number; the engine below does it.
private final class Numbered: Waiting {
    let number: Int
    let isFollowUp: Bool

    init(number: Int, isFollowUp: Bool) {
        self.number = number
        self.isFollowUp = isFollowUp
    }

    static func number(of work: any Waiting) -> Int { (work as? Numbered)?.number ?? -1 }

    func run(in db: any Transaction) {}
    func finish(_ error: (any Error)?) {}
}

/// A make-believe engine: a list of numbers, with one transaction and savepoints. It drives the batching as a writer
/// does.
private struct Ledger {
    enum Behaviour: CaseIterable { case write, look, refuse, writeThenRefuse, breakMedium, takeTooLong }

    private var batching: Batching
    private var open: [Int]?
    private(set) var behaviours: [Behaviour] = []
    private(set) var kept: [Int] = []
    private(set) var steps: [String] = []
    private(set) var answered: [Int] = []
    private(set) var errors: [Int: any Error] = [:]
    var failingCommits = 0

    init(batchLimit: Int = 64, queueLimit: Int = 64) {
        batching = Batching(batchLimit: batchLimit, queueLimit: queueLimit)
    }

    mutating func add(_ more: Behaviour..., isFollowUp: Bool = false) throws {
        for behaviour in more {
            try batching.add(Numbered(number: behaviours.count, isFollowUp: isFollowUp))
            behaviours.append(behaviour)
        }
    }

    mutating func drain() {
        while true {
            switch batching.next() {
            case .rest: return
            case .begin:
                steps.append("begin")
                #expect(open == nil)
                open = []
                batching.report(.done)
            case .run(let work, let savepoint):
                let number = Numbered.number(of: work)
                steps.append("run \(number)\(savepoint ? " (savepoint)" : "")")
                batching.report(run(number, savepoint: savepoint))
            case .commit: commit()
            case .rollBack:
                steps.append("roll back")
                open = nil
                batching.report(.done)
            case .answer(let all):
                let numbers = all.map { Numbered.number(of: $0.work) }
                steps.append((["answer"] + numbers.map(String.init)).joined(separator: " "))
                #expect(open == nil, "an answer before the end of the transaction")
                answered += numbers
                for (number, one) in zip(numbers, all) { errors[number] = one.error }
            }
        }
    }

    private mutating func commit() {
        steps.append("commit")
        if failingCommits > 0 {
            failingCommits -= 1
            return batching.report(.failed(StorageFailure.medium("commit")))
        }
        kept += open ?? []
        open = nil
        batching.report(.done)
    }

    private mutating func run(_ number: Int, savepoint: Bool) -> Batching.Report {
        let before = open
        switch behaviours[number] {
        case .write:
            open?.append(number)
            return .kept
        case .look: return .kept
        case .refuse: return .threw(No("\(number)"), wrote: false)
        case .writeThenRefuse:
            open?.append(number)
            if savepoint { open = before }
            return .threw(No("\(number)"), wrote: true)
        case .breakMedium:
            open = nil
            return .left(StorageFailure.medium("full"), blame: false)
        case .takeTooLong:
            open = nil
            return .left(StorageFailure.tookTooLong, blame: true)
        }
    }
}
