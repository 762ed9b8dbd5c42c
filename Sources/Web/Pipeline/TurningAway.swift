import Synchronization

/// Remembers that an endpoint let nobody begin: while a shop has too much to do, most who come are turned away, and
/// that is to take as little as possible of what those need who are being served.
final class TurningAway: Sendable {
    /// For so long after a refusal, refusals are at hand.
    private static let lasting = Duration.milliseconds(100)

    private let start = ContinuousClock.now
    /// Milliseconds since `start` until which it is under way.
    private let end = Atomic<Int64>(0)

    var isUnderWay: Bool {
        let end = end.load(ordering: .relaxed)
        return end > 0 && milliseconds(start.duration(to: .now)) < end
    }

    /// Notes what `letBegin` refuses.
    func noting(_ letBegin: () throws -> Void) throws {
        do { try letBegin() } catch {
            end.store(milliseconds(start.duration(to: .now) + Self.lasting), ordering: .relaxed)
            throw error
        }
    }

    private func milliseconds(_ span: Duration) -> Int64 {
        span.components.seconds * 1000 + span.components.attoseconds / 1_000_000_000_000_000
    }
}
