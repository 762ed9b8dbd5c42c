import CBench
import Glibc

/// An open loop: journeys begin at a fixed rate, whether earlier ones have ended or not, as buyers come to a shop.
///
/// All times count from when a request should have been sent, also when the loop itself, or the lack of a connection,
/// held the journey up: a slow answer doesn't hide those behind it (G. Tene's "coordinated omission").
extension Loop {
    /// More journeys at once than a shop has that keeps up with its buyers.
    static let connectionLimit = 512

    /// - Parameters:
    ///   - rate: journeys that begin in a second. Those of the first `warmUp` seconds aren't counted.
    ///   - limit: journeys under way at once. One more waits, and what it waits counts as late.
    func arrive(
        perSecond rate: Double, warmUp: Double, seconds: Double, atOnce limit: Int = connectionLimit
    ) throws {
        let begin = Self.now
        let steady = begin + UInt64(warmUp * 1e9)
        let count = Int(rate * (warmUp + seconds))
        var events = [epoll_event](repeating: epoll_event(), count: Int(Self.eventLimit))
        var arrived = 0
        func due(_ number: Int) -> UInt64 { begin + UInt64(Double(number) / rate * 1e9) }
        while arrived < count || underWay > 0 {
            while arrived < count, due(arrived) <= Self.now, let connection = try free(limit) {
                let late = Self.now - due(arrived)
                connection.isCounted = due(arrived) >= steady
                times.isOn = connection.isCounted
                times.note(lateKind, nanoseconds: late)
                try self.begin(connection, late: late)
                arrived += 1
            }
            let wait = arrived < count ? Self.milliseconds(until: due(arrived)) : Self.waitMilliseconds
            let found = epoll_wait(poll, &events, Self.eventLimit, wait)
            for place in 0..<max(0, Int(found)) {
                guard let connection = connections[events[place].data.fd] else { continue }
                times.isOn = connection.isCounted
                try connection.receive { answer in try take(answer, connection, isOver: true) }
            }
        }
    }

    /// A connection without a journey; nil when there is none and no more may be.
    private func free(_ limit: Int) throws -> Connection? {
        if let connection = idle.popLast() { return connection }
        return connections.count < limit ? try connect() : nil
    }

    /// Never more than is waited for without an arrival; a millisecond late rather than the processor kept busy.
    private static func milliseconds(until moment: UInt64) -> Int32 {
        let now = Self.now
        return moment <= now ? 0 : min(waitMilliseconds, Int32((moment - now) / 1_000_000) + 1)
    }
}
