import GRDB
import Storage
import Values

/// One of a few connections that read, each closure in one snapshot.
struct Reader: PooledLine {
    private let line: Line
    private let limit: Instant.Span

    /// Any reader's, for what the driver itself wants to know.
    var queue: DatabaseQueue { line.queue }

    /// Opens as many as the limits say, or none.
    static func pool(path: String, limits: SQLiteLimits) throws -> Pool<Reader> {
        var readers: [Reader] = []
        do {
            for number in 1...limits.readers {
                readers.append(Reader(line: try .reading(path, number: number), limit: limits.closure))
            }
        } catch {
            readers.forEach { $0.close() }
            throw error
        }
        return Pool(readers, queueLimit: limits.queue)
    }

    func start(_ body: @escaping @Sendable () -> Void) { line.queue.asyncWriteWithoutTransaction { _ in body() } }

    func run(_ work: any Waiting, _ mode: Void) -> (any Error)? {
        let connection = line.connection
        let transaction = SQLiteTransaction(on: connection)
        defer { transaction.end() }
        do {
            try connection.beginReading()
            try connection.within(limit) { try work.run(in: transaction) }
            try connection.commit()
            return nil
        } catch {
            // A snapshot left open would keep the log from being checkpointed.
            do { try connection.rollBack() } catch { return error }
            return error
        }
    }

    func close() { line.close() }
}
