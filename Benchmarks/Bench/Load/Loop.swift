import CBench
import Glibc

/// Many connections on one thread, each of which begins its next journey at the end of the last.
final class Loop {
    private let port: UInt16
    private let makeVisitor: () -> any Visitor
    private let poll: Int32
    private var connections: [Int32: Connection] = [:]
    private var underWay = 0
    private(set) var times: Times

    /// Events that are taken from the kernel at once, and how long it is waited for them.
    private static let eventLimit: Int32 = 256
    private static let waitMilliseconds: Int32 = 20

    init(port: UInt16, kinds: Int, makeVisitor: @escaping () -> any Visitor) {
        self.port = port
        self.makeVisitor = makeVisitor
        poll = epoll_create1(0)
        times = Times(kinds: kinds)
    }

    deinit { close(poll) }

    /// Runs `warmUp` seconds unmeasured and then `seconds` measured; ends once the last journey has.
    func run(
        connections count: Int, warmUp: Double, seconds: Double, onSteady: () -> Void, onEnd: () -> Void
    ) throws {
        let steady = Self.now + UInt64(warmUp * 1e9)
        let end = steady + UInt64(seconds * 1e9)
        var events = [epoll_event](repeating: epoll_event(), count: Int(Self.eventLimit))
        var (isSteady, isOver) = (false, false)
        for _ in 0..<count { try begin(try connect()) }
        while underWay > 0 {
            let now = Self.now
            if !isSteady, now >= steady { (isSteady, _) = (true, onSteady()) }
            if !isOver, now >= end { (isOver, _) = (true, onEnd()) }
            times.isOn = isSteady && !isOver
            let found = epoll_wait(poll, &events, Self.eventLimit, Self.waitMilliseconds)
            for place in 0..<max(0, Int(found)) {
                guard let connection = connections[events[place].data.fd] else { continue }
                try connection.receive { answer in try take(answer, connection, isOver: isOver) }
            }
        }
    }

    private func connect() throws -> Connection {
        let connection = try Connection(port: port, visitor: makeVisitor())
        connections[connection.descriptor] = connection
        var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data(fd: connection.descriptor))
        epoll_ctl(poll, EPOLL_CTL_ADD, connection.descriptor, &event)
        return connection
    }

    private func begin(_ connection: Connection) throws {
        underWay += 1
        connection.out.clear()
        connection.kind = connection.visitor.begin(&connection.out)
        try send(connection)
    }

    private func send(_ connection: Connection) throws {
        connection.sentAt = Self.now
        try connection.send()
    }

    private func take(_ answer: borrowing Answer, _ connection: Connection, isOver: Bool) throws {
        guard (200..<300).contains(answer.status) || answer.status == 304 else {
            times.refuse(connection.kind, answer)
            connection.visitor.fail()
            return try end(connection, isOver)
        }
        times.note(connection.kind, nanoseconds: Self.now - connection.sentAt)
        connection.out.clear()
        guard let kind = connection.visitor.next(after: answer, &connection.out) else {
            times.noteJourney()
            return try end(connection, isOver)
        }
        connection.kind = kind
        try send(connection)
    }

    private func end(_ connection: Connection, _ isOver: Bool) throws {
        underWay -= 1
        if !isOver { try begin(connection) }
    }

    static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
