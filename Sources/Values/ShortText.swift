/// A name or a note of one line: 1 to 120 characters, no control characters, no space at either end.
package struct ShortText: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    package static let lengthLimit = 120
    package static let pattern =
        "^[^\\u0000-\\u0020\\u007f-\\u009f]([^\\u0000-\\u001f\\u007f-\\u009f]*[^\\u0000-\\u0020\\u007f-\\u009f])?$"

    /// Nil when `text` is no such line.
    package init?(_ text: String) {
        guard Self.isLine(text, lengthLimit: Self.lengthLimit) else { return nil }
        self.text = text
    }

    package var description: String { text }

    /// Whether `text` is a line of that many Unicode scalars at most; the same rule as `pattern`.
    package static func isLine(_ text: String, lengthLimit: Int) -> Bool {
        let scalars = text.unicodeScalars
        guard let first = scalars.first, let last = scalars.last, first != " ", last != " " else { return false }
        // A scalar has four bytes at most, so this bounds the counting.
        guard text.utf8.count <= lengthLimit * 4, scalars.count <= lengthLimit else { return false }
        return scalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
    }
}

extension ShortText: ExpressibleByStringLiteral {
    /// For samples and tests; stops the program when the literal is no such line.
    package init(stringLiteral text: String) {
        guard let line = Self(text) else { preconditionFailure("\(text) is no short text") }
        self = line
    }
}

extension ShortText: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let line = Self(text) else { throw Malformed("must be one line of 1 to \(Self.lengthLimit) characters") }
        self = line
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
