import Values
import Web

/// A colour that stands for an option where there is no room for a picture: `#rrggbb`, in lower case.
package struct Swatch: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    /// Nil when `text` is no such colour; takes capital digits and makes them small.
    package init?(_ text: String) {
        let bytes = Array(text.lowercased().utf8)
        let isHex = bytes.dropFirst().allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
        guard bytes.count == 7, bytes.first == 35, isHex else { return nil }
        self.text = String(decoding: bytes, as: UTF8.self)
    }

    package var description: String { text }
}

extension Swatch: ExpressibleByStringLiteral {
    /// For samples and tests; stops the program when the literal is no such colour.
    package init(stringLiteral text: String) {
        guard let swatch = Self(text) else { preconditionFailure("\(text) is no swatch") }
        self = swatch
    }
}

extension Swatch: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let swatch = Self(text) else { throw Malformed("must be a colour like #27496d") }
        self = swatch
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension Swatch: SchemaDeclaring {
    package static let schema = Schema.string(
        7...7, pattern: "^#[0-9A-Fa-f]{6}$", example: "#27496d", reason: "must be a colour like #27496d",
        isValid: { Self($0) != nil })
}
