import CPostgres
import Dispatch
import Foundation
import Logging
import Storage
import Synchronization
import Values

/// Carries news of commits between the servers of one database, on a connection of its own.
///
/// It says them after the commit, some milliseconds' worth at a time: `NOTIFY` inside the transaction would make all
/// commits of the database wait for each other. News may be lost with a connection; who listens also looks by itself.
final class PostgresListener: Sendable {
    private struct State {
        var unsaid: Set<Channel> = []
        var isStopped = false
    }

    private static let name = "orderworks"
    /// News of so long a time are told at once.
    private static let gatherMicroseconds: UInt32 = 2000
    private static let lookMilliseconds: Int32 = 1000
    private static let retrySeconds = 1.0

    private let target: PostgresTarget
    private let bells: Bells
    private let log: Logger
    private let state = Mutex(State())
    private let stopped = DispatchSemaphore(value: 0)
    /// Wakes the thread: https://man7.org/linux/man-pages/man2/eventfd.2.html
    private let call = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))

    init(_ target: PostgresTarget, bells: Bells, log: Logger) {
        self.target = target
        self.bells = bells
        self.log = log
    }

    deinit { close(call) }

    func start() {
        let thread = Thread { [self] in
            while !isStopped {
                do {
                    try listen()
                } catch {
                    log.debug("news of other servers can't be heard", metadata: ["error": "\(error)"])
                }
                if !isStopped { Thread.sleep(forTimeInterval: Self.retrySeconds) }
            }
            stopped.signal()
        }
        thread.name = "orderworks.listener"
        thread.start()
    }

    /// Leaves `channels` to be told to the other servers.
    func say(_ channels: Set<Channel>) {
        guard !channels.isEmpty else { return }
        let isFirst = state.withLock { state in
            defer { state.unsaid.formUnion(channels) }
            return state.unsaid.isEmpty
        }
        if isFirst { eventfd_write(call, 1) }
    }

    /// Lets it end.
    func dismiss() {
        state.withLock { $0.isStopped = true }
        eventfd_write(call, 1)
    }

    /// Waits for its end.
    func stop() {
        dismiss()
        stopped.wait()
    }

    private var isStopped: Bool { state.withLock(\.isStopped) }

    private func listen() throws {
        let connection = try target.connect()
        defer { PQfinish(connection) }
        try run("LISTEN \(Self.name)", on: connection)
        while !isStopped {
            let said = state.withLock { state in
                defer { state.unsaid = [] }
                return state.unsaid
            }
            for channel in said { try run("NOTIFY \(Self.name), '\(channel.name)'", on: connection) }
            var waited = [
                pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0),
                pollfd(fd: call, events: Int16(POLLIN), revents: 0),
            ]
            poll(&waited, nfds_t(waited.count), Self.lookMilliseconds)
            var calls: eventfd_t = 0
            if eventfd_read(call, &calls) == 0 { usleep(Self.gatherMicroseconds) }
            guard PQconsumeInput(connection) == 1 else { throw PostgresFailure(result: nil, on: connection) }
            hear(connection)
        }
    }

    private func hear(_ connection: OpaquePointer) {
        let own = PQbackendPID(connection)
        var heard: Set<Channel> = []
        while let news = PQnotifies(connection) {
            defer { PQfreemem(news) }
            if news.pointee.be_pid != own { heard.insert(Channel(String(cString: news.pointee.extra))) }
        }
        bells.ring(heard)
    }

    private func run(_ text: String, on connection: OpaquePointer) throws {
        let result = PQexec(connection, text)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw PostgresFailure(result: result, on: connection) }
    }
}
