import Storage
import Synchronization

/// Chance that repeats itself, for all who ask it together.
package final class SeededChance: ChanceSource {
    private let generator: Mutex<SplitMix64>

    package init(_ seed: UInt64) { generator = Mutex(SplitMix64(seed)) }

    package func next() -> UInt64 { generator.withLock { $0.next() } }
}
