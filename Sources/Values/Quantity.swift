/// How many of something: 1 to 999.
package struct Quantity: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let count: Int

    package static let range = 1...999

    package static let one = Self(unchecked: 1)

    private init(unchecked count: Int) { self.count = count }

    package init?(_ count: Int) {
        guard Self.range.contains(count) else { return nil }
        self.count = count
    }

    package static func < (left: Self, right: Self) -> Bool { left.count < right.count }

    package var description: String { String(count) }
}

extension Quantity: ExpressibleByIntegerLiteral {
    /// For samples and tests; stops the program when the literal is out of range.
    package init(integerLiteral count: Int) {
        precondition(Self.range.contains(count), "\(count) is no quantity")
        self.count = count
    }
}

extension Quantity: Codable {
    package init(from decoder: any Decoder) throws {
        let count = try decoder.singleValueContainer().decode(Int.self)
        guard let quantity = Self(count) else { throw Malformed("a quantity is 1 to 999") }
        self = quantity
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(count)
    }
}
