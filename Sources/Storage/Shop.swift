import Logging
import Values

/// What every part of the business works with: the shop's database, its clock, its chance, its log
/// and whom it tells its news.
///
/// Time and chance come from here alone, so that the same code runs under a simulator.
package struct Shop: Sendable {
    package let database: any Database
    package let time: any TimeSource
    package let chance: any ChanceSource
    package let log: Logger
    package let outbox: Outbox
    /// How many requests wait to share a transaction; see `Gathering`.
    let gathered = GatheredCount()
    package var gatheredCount: Int { gathered.value }
    /// Nil unless the program was started to end at a failpoint.
    let passing: (@Sendable (Failpoint) -> Void)?

    package init(
        database: any Database, time: any TimeSource, chance: any ChanceSource, log: Logger, outbox: Outbox = .silent,
        passing: (@Sendable (Failpoint) -> Void)? = nil
    ) {
        self.database = database
        self.time = time
        self.chance = chance
        self.log = log
        self.outbox = outbox
        self.passing = passing
    }

    package var now: Instant { time.now }

    /// How many may wait to write before nothing new is begun: at the pace of two cores about a third of a second.
    package static let crowd = 512

    /// Lets something new begin, such as a buyer's cart, unless so much is waiting that it would only take the time of
    /// what was begun before it: half a cart is worth nothing to anybody. Throws `StorageFailure.overloaded`.
    package func letBegin() throws {
        guard database.waitingWrites + gathered.value < Self.crowd else { throw StorageFailure.overloaded }
    }

    @discardableResult
    package func write<Answer: Sendable>(
        _ isolation: Isolation, _ work: @escaping @Sendable (any Transaction) throws -> Answer
    ) async throws -> Answer {
        try await database.write(isolation, work)
    }

    @discardableResult
    package func write<Answer: Sendable>(
        _ work: @escaping @Sendable (any Transaction) throws -> Answer
    ) async throws -> Answer {
        try await database.write(.serializable, work)
    }

    package func read<Answer: Sendable>(
        _ work: @escaping @Sendable (any Transaction) throws -> Answer
    ) async throws -> Answer {
        try await database.read(work)
    }

    /// A new identifier. Make it outside a transaction's closure, which may run more than once.
    package func newID<Of>(_ kind: Of.Type = Of.self) -> ID<Of> { ID(at: now, random: chance.next(), chance.next()) }
}

/// Where time comes from.
package protocol TimeSource: Sendable {
    var now: Instant { get }

    /// Throws `CancellationError` when the task is cancelled meanwhile.
    func sleep(_ span: Instant.Span) async throws
}

/// Where chance comes from: 64 bits that nobody can foretell.
package protocol ChanceSource: Sendable {
    func next() -> UInt64
}
