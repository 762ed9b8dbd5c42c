import Dispatch
import Logging
import Storage
import Synchronization

/// Whether the server can be reached. While it can't, one call at a time tries, and all others are told at once instead
/// of waiting for what won't come.
final class Reachability: Sendable {
    private enum State { case reached, lost(why: String, nextTry: UInt64), trying(why: String) }

    private let state = Mutex(State.reached)
    private let log: Logger
    private static let pauseNanoseconds: UInt64 = 200_000_000

    init(log: Logger) { self.log = log }

    /// Calls `connect` unless the server is known to be gone. Throws `StorageFailure.unreachable`.
    func connecting<Connection>(_ connect: () throws -> Connection) throws -> Connection {
        let isProbe = try mayTry()
        do {
            let connection = try connect()
            if isProbe { log.notice("the database answers again") }
            state.withLock { $0 = .reached }
            return connection
        } catch let failure as PostgresFailure {
            let isNews = state.withLock { state in
                defer {
                    state = .lost(
                        why: failure.message, nextTry: DispatchTime.now().uptimeNanoseconds + Self.pauseNanoseconds)
                }
                if case .reached = state { return true }
                return false
            }
            if isNews { log.error("the database can't be reached", metadata: ["error": "\(failure.message)"]) }
            throw StorageFailure.unreachable(failure.message)
        } catch {
            state.withLock { $0 = .reached }
            throw error
        }
    }

    /// Whether this call is the one that tries while the server is gone.
    private func mayTry() throws -> Bool {
        try state.withLock { state in
            switch state {
            case .reached: return false
            case .lost(let why, let next):
                guard DispatchTime.now().uptimeNanoseconds >= next else { throw StorageFailure.unreachable(why) }
                state = .trying(why: why)
                return true
            case .trying(let why): throw StorageFailure.unreachable(why)
            }
        }
    }
}
