/// What is wrong with a UVL file, and where.
package struct UVLFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// From 1 on.
    package let line: Int
    /// In bytes, from 1 on.
    package let column: Int
    package let sentence: String

    package var description: String { "line \(line), column \(column): \(sentence)" }
}

/// How large a UVL file may be.
package enum UVLLimits {
    package static let bytes = 256 << 20
    /// How deep features nest.
    package static let levels = 500
    /// How deep parentheses, negations and lists nest: less than conditions may, which gain levels by their operators.
    package static let nesting = 40
    package static let nameBytes = 1_000
}
