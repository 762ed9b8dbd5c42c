/// Somewhere to send mail to: one `@` with something on both sides, no spaces or control characters, 3 to 254
/// characters (RFC 5321, section 4.5.3.1). Whether it exists, only a mail can tell.
package struct EmailAddress: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    package static let lengthLimit = 254
    package static let pattern = "^[^@\\s<>\"(),:;\\[\\]\\\\]+@[^@\\s<>\"(),:;\\[\\]\\\\]+$"

    package init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), text.utf8.count <= Self.lengthLimit,
              parts[0].utf8.count <= 64,
              text.unicodeScalars.allSatisfy({ scalar in
                  scalar.value > 32 && scalar.value != 127 && !scalar.properties.isWhitespace
                      && !"<>\"(),:;[]\\".unicodeScalars.contains(scalar)
              })
        else { return nil }
        self.text = text
    }

    package var description: String { text }
}

extension EmailAddress: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let address = Self(text) else { throw Malformed("an e-mail address is written name@example.org") }
        self = address
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
