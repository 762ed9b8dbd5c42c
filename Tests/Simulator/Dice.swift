import Testbed

/// Chance that a seed repeats.
struct Dice: Sendable {
    private var generator: SplitMix64

    init(_ seed: UInt64) { generator = SplitMix64(seed) }

    /// Dice of their own for one purpose, so that one more throw for it changes no other.
    init(_ seed: UInt64, for purpose: UInt64) {
        var parent = Dice(seed &+ purpose &* 0xD6E8_FEB8_6659_FD93)
        generator = SplitMix64(parent.next())
    }

    mutating func next() -> UInt64 { generator.next() }

    /// One of `0..<count`.
    mutating func below(_ count: Int) -> Int { Int(next() % UInt64(max(1, count))) }

    mutating func within(_ range: ClosedRange<Int64>) -> Int64 {
        range.lowerBound + Int64(next() % UInt64(range.upperBound - range.lowerBound + 1))
    }

    mutating func percent(_ share: Int) -> Bool { below(100) < share }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
