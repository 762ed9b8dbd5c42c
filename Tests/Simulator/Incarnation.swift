import Logging
import Storage
import StorageSQLite
import Values

/// One run of the shop's process. When it has ended, whatever its tasks still ask of the world outside throws and has
/// no effect.
///
/// Unchecked like the world it lives in.
final class Incarnation: @unchecked Sendable {
    let world: World
    private(set) var isAlive = true
    private var calls: [Int: (any Error) -> Void] = [:]
    private var callCount = 0
    private var tasks: [Task<Void, Never>] = []
    private var sleeperCount = 0

    struct Ended: Error {}

    init(in world: World) { self.world = world }

    /// Starts a task of the process.
    func start(_ work: @escaping @Sendable () async -> Void) {
        guard isAlive else { return }
        tasks.append(Task(executorPreference: world.executor) { await work() })
    }

    /// The process ends: who waits for something from outside never gets it, and nobody goes on unharmed.
    func end() {
        isAlive = false
        tasks.forEach { $0.cancel() }
        tasks = []
        let open = calls.sorted { $0.key < $1.key }.map(\.value)
        calls = [:]
        open.forEach { $0(Ended()) }
    }

    /// Waits until `begin` calls what it is given, or the process has ended.
    func call<Answer: Sendable>(
        _ begin: (@escaping (Result<Answer, any Error>) -> Void) -> Void
    ) async throws -> Answer {
        guard isAlive else { throw Ended() }
        return try await withCheckedThrowingContinuation { caller in
            callCount += 1
            let number = callCount
            calls[number] = { caller.resume(throwing: $0) }
            begin { [self] result in
                guard calls.removeValue(forKey: number) != nil else { return }
                caller.resume(with: result)
            }
        }
    }

    func sleep(_ span: Instant.Span) async throws {
        guard isAlive, !Task.isCancelled else { throw CancellationError() }
        let waker = Waker()
        try await withTaskCancellationHandler {
            do {
                try await call { (finish: @escaping (Result<Void, any Error>) -> Void) in
                    waker.wake = { finish(.failure(CancellationError())) }
                    world.after(span) { finish(.success(())) }
                }
            } catch is Ended {
                throw CancellationError()
            }
        } onCancel: {
            waker.wake?()
        }
    }

    /// Unchecked: on the history's thread alone.
    private final class Waker: @unchecked Sendable {
        var wake: (() -> Void)?
    }
}

/// The virtual clock, as a process sees it.
struct SimulatedTime: TimeSource {
    let incarnation: Incarnation

    var now: Instant { incarnation.world.now }

    func sleep(_ span: Instant.Span) async throws { try await incarnation.sleep(span) }
}

/// The database, as a process sees it.
struct SimulatedDatabase: Database {
    let incarnation: Incarnation
    let mutant: Mutant?

    private var world: World { incarnation.world }

    var sharesCommits: Bool { world.sharesCommits }

    func write<Answer: Sendable>(
        _ isolation: Isolation, _ work: @escaping @Sendable (any Transaction) throws -> Answer
    ) async throws -> Answer {
        guard incarnation.isAlive else { throw StorageFailure.closed }
        return try await withCheckedThrowingContinuation { caller in
            let mutated = mutated(work)
            let waiting = WaitingClosure({ [world] db in try mutated(WatchedTransaction(db, world)) }, caller)
            world.database.add(mutant == .answersBeforeCommit ? EagerAnswer(waiting) : waiting)
        }
    }

    func read<Answer: Sendable>(_ work: @escaping @Sendable (any Transaction) throws -> Answer) async throws -> Answer {
        guard incarnation.isAlive else { throw StorageFailure.closed }
        return try await withCheckedThrowingContinuation { world.read(WaitingClosure(mutated(work), $0)) }
    }

    /// Whoever opened the file has seen to that.
    func migrate(_ migrations: [Migration]) async throws {}

    var commitCount: Int? { world.database.commitCount }

    func notifications(on channel: Channel) -> AsyncStream<Void> { world.database.notifications(on: channel) }

    func close() async {}

    private func mutated<Answer>(
        _ work: @escaping @Sendable (any Transaction) throws -> Answer
    ) -> @Sendable (any Transaction) throws -> Answer {
        guard let changes = mutant?.statements, !changes.isEmpty else { return work }
        return { db in try work(MutatedTransaction(db, changes)) }
    }
}
