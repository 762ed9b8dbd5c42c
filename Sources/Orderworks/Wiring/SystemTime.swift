import Glibc
import Storage
import Values

/// The machine's clock.
package struct SystemTime: TimeSource {
    package init() {}

    package var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    package func sleep(_ span: Instant.Span) async throws {
        try await AlarmClock.shared.sleep(milliseconds: span.milliseconds)
    }
}

/// The machine's chance: the kernel's random numbers.
package struct SystemChance: ChanceSource {
    package init() {}

    package func next() -> UInt64 {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }
}
