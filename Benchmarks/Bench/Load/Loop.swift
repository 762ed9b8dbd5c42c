import CBench
import Glibc

/// Many connections on one thread, each of which begins its next journey at the end of the last.
final class Loop {
    private let port: UInt16
    private let makeVisitor: () -> any Visitor
    let poll: Int32
    private(set) var connections: [Int32: Connection] = [:]
    /// Those whose journey has ended, when no other follows.
    var idle: [Connection] = []
    private(set) var underWay = 0
    var times: Times
    /// The kind of a whole journey, behind those of its requests, and of how late journeys began.
    let journeyKind: Kind
    var lateKind: Kind { journeyKind + 1 }
    /// The kind of a request that was refused.
    var refusedKind: Kind { journeyKind + 2 }

    /// Events that are taken from the kernel at once, and how long it is waited for them.
    static let eventLimit: Int32 = 256
    static let waitMilliseconds: Int32 = 20

    init(port: UInt16, kinds: Int, makeVisitor: @escaping () -> any Visitor) {
        self.port = port
        self.makeVisitor = makeVisitor
        poll = epoll_create1(0)
        journeyKind = kinds
        times = Times(kinds: kinds + 3)
    }

    deinit { close(poll) }

    /// Runs `warmUp` seconds unmeasured and then `seconds` measured; ends once the last journey has.
    func run(
        connections count: Int, warmUp: Double, seconds: Double, onSteady: () -> Void = {}, onEnd: () -> Void = {}
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

    func connect() throws -> Connection {
        let connection = try Connection(port: port, visitor: makeVisitor())
        connections[connection.descriptor] = connection
        var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data(fd: connection.descriptor))
        epoll_ctl(poll, EPOLL_CTL_ADD, connection.descriptor, &event)
        return connection
    }

    /// - Parameter late: nanoseconds since the journey should have begun.
    func begin(_ connection: Connection, late: UInt64 = 0) throws {
        underWay += 1
        connection.late = late
        connection.begunAt = Self.now - late
        connection.out.clear()
        connection.kind = connection.visitor.begin(&connection.out)
        try send(connection)
    }

    private func send(_ connection: Connection) throws {
        connection.sentAt = Self.now - connection.late
        try connection.send()
    }

    func take(_ answer: borrowing Answer, _ connection: Connection, isOver: Bool) throws {
        guard (200..<300).contains(answer.status) || answer.status == 304 else {
            times.refuse(connection.kind, answer)
            times.note(refusedKind, nanoseconds: Self.now - connection.sentAt)
            connection.visitor.fail()
            return try end(connection, isOver)
        }
        times.note(connection.kind, nanoseconds: Self.now - connection.sentAt)
        connection.out.clear()
        guard let kind = connection.visitor.next(after: answer, &connection.out) else {
            times.noteJourney()
            times.note(journeyKind, nanoseconds: Self.now - connection.begunAt)
            return try end(connection, isOver)
        }
        connection.kind = kind
        try send(connection)
    }

    private func end(_ connection: Connection, _ isOver: Bool) throws {
        underWay -= 1
        if isOver { idle.append(connection) } else { try begin(connection) }
    }

    static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
