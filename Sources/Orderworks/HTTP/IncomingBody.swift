import HummingbirdCore
import NIOCore
import Web

/// A request's body on its way in: no longer than it may be, and not slower.
///
/// Unchecked, because the library's iterator is nobody's to send: one reader at a time asks for the next part, first
/// the endpoint, then, once that has answered, the adapter.
final class IncomingBody: @unchecked Sendable {
    private var iterator: RequestBody.AsyncIterator
    private let limitBytes: Int
    private var pace: Pace
    private(set) var received = 0
    /// Whether its last byte was read.
    private(set) var isRead = false

    init(_ iterator: RequestBody.AsyncIterator, limitBytes: Int, _ limits: Server.Limits) {
        self.iterator = iterator
        self.limitBytes = limitBytes
        pace = Pace(limits)
    }

    /// The next part; nil after the last. Throws `TooLong`, or `Pace.TooSlow`.
    func next() async throws -> ByteBuffer? {
        guard let part = try await iterator.next() else {
            isRead = true
            return nil
        }
        received += part.readableBytes
        guard received <= limitBytes else { throw TooLong() }
        try pace.check(received)
        return part
    }

    /// What is left of it is thrown away, at most so much.
    func waste(_ limitBytes: Int) async throws {
        var left = limitBytes
        while left > 0, let part = try await iterator.next() {
            left -= part.readableBytes
            received += part.readableBytes
            try pace.check(received)
        }
    }

    /// There is more of it than may be.
    struct TooLong: Error {}
}

/// How slow a body may come or go: one that takes a byte a minute would hold its connection for ever.
struct Pace {
    private let begin = ContinuousClock.now
    private let grace: Duration
    private let bytesPerSecond: Int

    init(_ limits: Server.Limits) {
        grace = .seconds(limits.slowSeconds)
        bytesPerSecond = limits.slowestBytesPerSecond
    }

    /// Slower than any line that somebody waits at.
    struct TooSlow: Error {}

    func check(_ bytes: Int) throws(TooSlow) {
        let spent = ContinuousClock.now - begin
        guard spent > grace else { return }
        if bytes < Int(spent.components.seconds) * bytesPerSecond { throw TooSlow() }
    }
}
