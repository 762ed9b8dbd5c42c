import Values
import Web

/// A card as the bank named it: 3 to 255 letters, digits, `_` and `-`, beginning with a letter, so that a card number
/// is none.
package struct PaymentToken: Codable, Sendable, Hashable, SchemaDeclaring {
    package let text: String

    package static let schema = Schema.string(
        3...255, pattern: "^[A-Za-z][A-Za-z0-9_-]{2,254}$", example: "pm_card_visa",
        reason: "must begin with a letter; a card number is no token", isValid: { PaymentToken($0) != nil })

    package init?(_ text: String) {
        let characters = text.utf8
        guard (3...255).contains(characters.count), let first = characters.first, Self.isLetter(first),
              characters.allSatisfy({ Self.isLetter($0) || (48...57).contains($0) || $0 == 95 || $0 == 45 })
        else { return nil }
        self.text = text
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) }

    package init(from decoder: any Decoder) throws {
        guard let token = Self(try decoder.singleValueContainer().decode(String.self)) else {
            throw Malformed("a payment token begins with a letter; a card number is none")
        }
        self = token
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
