import CBench
import Glibc

/// Many connections on one thread. Closed: each begins its next journey at the end of the last. Open: journeys begin
/// when they are due, whatever the server does.
final class Loop {
    enum Pace {
        case closed
        /// So many journeys begin each second, at random distances.
        case open(perSecond: Double)
    }

    private let port: UInt16
    private let pace: Pace
    private let makeVisitor: () -> any Visitor
    private let poll: Int32
    private var connections: [Int32: Connection] = [:]
    private var idle: [Connection] = []
    private var chance = SystemRandomNumberGenerator()
    private var under = 0
    private(set) var times: Times

    /// Journeys that can be under way at a time.
    private static let connectionLimit = 2000

    init(port: UInt16, pace: Pace, kinds: Int, makeVisitor: @escaping () -> any Visitor) {
        self.port = port
        self.pace = pace
        self.makeVisitor = makeVisitor
        poll = epoll_create1(0)
        times = Times(kinds: kinds)
    }

    deinit { close(poll) }

    /// Runs `warmUp` seconds unmeasured and then `seconds` measured, with so many connections from the start; ends once
    /// the last journey has.
    func run(
        connections count: Int, warmUp: Double, seconds: Double, onSteady: () -> Void = {}, onEnd: () -> Void = {}
    ) throws {
        for _ in 0..<count { idle.append(try connect()) }
        let start = Self.now
        let steady = start + UInt64(warmUp * 1e9)
        let end = steady + UInt64(seconds * 1e9)
        var due = start
        var events = [epoll_event](repeating: epoll_event(), count: 256)
        var (isSteady, isOver) = (false, false)
        if case .closed = pace {
            for connection in idle { try begin(connection, wantedAt: Self.now) }
            idle = []
        }
        while true {
            let now = Self.now
            if !isSteady, now >= steady { (isSteady, _) = (true, onSteady()) }
            if !isOver, now >= end { (isOver, _) = (true, onEnd()) }
            times.isOn = isSteady && !isOver
            if isOver, under == 0 { return }
            if case .open(let rate) = pace, !isOver {
                while due <= now {
                    try begin(try idle.popLast() ?? connect(), wantedAt: due)
                    due += UInt64(-log(Double.random(in: Double.leastNonzeroMagnitude...1, using: &chance)) / rate * 1e9)
                }
            }
            let wait = if case .open = pace, !isOver { Int32(due > now ? (due - now) / 1_000_000 : 0) } else { Int32(20) }
            let found = epoll_wait(poll, &events, 256, wait)
            for place in 0..<max(0, Int(found)) {
                guard let connection = connections[events[place].data.fd] else { continue }
                try connection.receive { answer in try take(answer, connection, isOver: isOver) }
            }
        }
    }

    private func connect() throws -> Connection {
        guard connections.count < Self.connectionLimit else { throw Overrun(limit: Self.connectionLimit) }
        let connection = try Connection(port: port, visitor: makeVisitor())
        connections[connection.descriptor] = connection
        var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data(fd: connection.descriptor))
        epoll_ctl(poll, EPOLL_CTL_ADD, connection.descriptor, &event)
        return connection
    }

    private func begin(_ connection: Connection, wantedAt: UInt64) throws {
        under += 1
        connection.wantedAt = wantedAt
        connection.out.clear()
        connection.kind = connection.visitor.begin(&connection.out)
        try send(connection)
    }

    private func send(_ connection: Connection) throws {
        connection.sentAt = Self.now
        try connection.send()
    }

    private func take(_ answer: borrowing Answer, _ connection: Connection, isOver: Bool) throws {
        let now = Self.now
        guard (200..<300).contains(answer.status) else {
            times.refuse(connection.kind, answer)
            connection.visitor.fail()
            return try end(connection, isOver)
        }
        times.note(connection.kind, nanoseconds: now - connection.sentAt)
        connection.out.clear()
        guard let kind = connection.visitor.next(after: answer, &connection.out) else {
            times.noteJourney(nanoseconds: now - connection.wantedAt)
            return try end(connection, isOver)
        }
        connection.kind = kind
        try send(connection)
    }

    private func end(_ connection: Connection, _ isOver: Bool) throws {
        under -= 1
        if case .closed = pace, !isOver { return try begin(connection, wantedAt: Self.now) }
        idle.append(connection)
    }

    static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    struct Overrun: Error { let limit: Int }
}
