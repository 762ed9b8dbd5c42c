import Logging
import Storage
import Values

/// Takes the steps of a batch on the connection that writes, as `Batching` asks for them, and says what came of each.
struct BatchSteps {
    private let connection: Connection
    private let closureLimit: Instant.Span
    private let log: Logger
    /// Whom the batch's commit is news for.
    private(set) var channels: Set<Channel> = []
    private var changesBefore: Int64 = 0

    typealias Report = Batching.Report

    init(on connection: Connection, closureLimit: Instant.Span, log: Logger) {
        self.connection = connection
        self.closureLimit = closureLimit
        self.log = log
    }

    mutating func begin() -> Report {
        channels = []
        changesBefore = connection.totalChanges
        return attempt { try connection.beginWriting() }
    }

    /// Whether the batch's commit changes anything that others may read: much of what looks for work finds none.
    func hasChanges() -> Bool { connection.totalChanges != changesBefore || connection.hasNewSchema() }

    func commit() -> Report { attempt { try connection.commit() } }

    func rollBack() -> Report { attempt { try connection.rollBack() } }

    mutating func run(_ work: any Waiting, savepoint: Bool) -> Report {
        let transaction = SQLiteTransaction(on: connection)
        let before = connection.totalChanges
        do {
            if savepoint { try connection.setSavepoint() }
            try connection.within(closureLimit) { try work.run(in: transaction) }
            transaction.end()
            guard connection.isInTransaction else { return left(StorageFailure.medium("the transaction was lost")) }
            if savepoint { try connection.releaseSavepoint() }
            channels.formUnion(transaction.channels)
            return .kept
        } catch {
            transaction.end()
            guard connection.isInTransaction else { return left(error) }
            let wrote = connection.totalChanges != before
            guard savepoint else { return .threw(error, wrote: wrote) }
            do {
                try connection.undoSavepoint()
            } catch let failure {
                return left(failure)
            }
            return .threw(error, wrote: wrote)
        }
    }

    private func attempt(_ step: () throws -> Void) -> Report {
        do {
            try step()
            return .done
        } catch {
            return .failed(error)
        }
    }

    private func left(_ error: any Error) -> Report {
        log.error("the engine left a transaction", metadata: ["error": "\(error)"])
        guard let failure = error as? StorageFailure else {
            // A refusal is its own caller's alone, and says nothing of why the transaction is gone.
            return .left(StorageFailure.medium("the transaction was lost"), blame: false)
        }
        // An interrupted change takes the whole transaction along: https://www.sqlite.org/c3ref/interrupt.html
        return .left(failure, blame: failure == .tookTooLong)
    }
}
