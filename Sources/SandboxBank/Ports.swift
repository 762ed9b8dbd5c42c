import Glibc
import Synchronization
import Values
import Web

/// Where the bank's time comes from; a simulator turns its own clock.
package protocol BankClock: Sendable {
    var now: Instant { get }

    /// Throws `CancellationError` when the task is cancelled meanwhile.
    func sleep(_ span: Instant.Span) async throws
}

/// Where the bank's identifiers get their random bits from.
package protocol BankChance: Sendable {
    func next() -> UInt64
}

/// Takes the bank's webhooks to whoever listens.
package protocol WebhookSender: Sendable {
    /// Posts `body` and returns the answer's status. Throws when there was no answer; a time limit is the sender's to
    /// keep.
    func post(url: String, headers: Headers, body: [UInt8]) async throws -> Int
}

/// The machine's own clock.
package struct WallClock: BankClock {
    private let offset: Instant.Span

    /// - Parameter offset: how much it is fast: a clock that is set wrong.
    package init(offset: Instant.Span = .milliseconds(0)) { self.offset = offset }

    package var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000) + offset
    }

    package func sleep(_ span: Instant.Span) async throws {
        try await Task.sleep(for: .milliseconds(max(0, span.milliseconds)))
    }
}

/// The machine's own chance.
package struct SystemChance: BankChance {
    package init() {}

    package func next() -> UInt64 {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }
}

/// Chance that can be had again from its seed: SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number
/// Generators", 2014).
package final class SeededChance: BankChance {
    private let state: Mutex<UInt64>

    package init(seed: UInt64) { state = Mutex(seed) }

    package func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
