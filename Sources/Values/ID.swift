/// An identifier of one kind of thing: an `ID<Cart>` can't be passed where an `ID<Product>` is wanted.
///
/// 1 to 64 characters of `a-z 0-9 - _`, beginning with a letter or digit. Staff name what people read (`roof-box`);
/// the shop makes up the rest with `IDSource`.
package struct ID<Of>: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    /// Nil when `text` is no identifier.
    package init?(_ text: String) {
        guard IDText.isValid(text) else { return nil }
        self.text = text
    }

    fileprivate init(unchecked text: String) { self.text = text }

    package var description: String { text }

    /// The same identifier for another kind of thing, where one is known by the other's name.
    package func of<Other>(_ kind: Other.Type = Other.self) -> ID<Other> { ID<Other>(unchecked: text) }
}

extension ID: Comparable {
    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

extension ID: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let id = Self(text) else { throw Malformed("an identifier is 1 to 64 of a-z, 0-9, - and _") }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension ID: ExpressibleByStringLiteral {
    /// For samples and tests; stops the program when the literal is no identifier.
    package init(stringLiteral text: String) {
        precondition(IDText.isValid(text), "\(text) is no identifier")
        self.text = text
    }
}

/// What makes an identifier, apart from what it identifies.
package enum IDText {
    package static let pattern = "^[a-z0-9][a-z0-9_-]{0,63}$"
    package static let lengthLimit = 64

    package static func isValid(_ text: String) -> Bool {
        // Of the characters themselves, since all that is read comes through here: their view takes four times as long.
        var text = text
        return text.withUTF8 { characters in
            guard let first = characters.first, characters.count <= lengthLimit, isAlphanumeric(first) else {
                return false
            }
            return characters.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// 26 characters: 48 bits of time in ms, so that new rows lie side by side in an index, then 80 random bits.
    /// The layout is ULID's (https://github.com/ulid/spec), in lower case.
    package static func timeOrdered(at instant: Instant, random high: UInt64, _ low: UInt64) -> String {
        let value = UInt128(UInt64(max(0, instant.milliseconds)) & 0xFFFF_FFFF_FFFF) << 80
            | UInt128(high & 0xFFFF) << 64 | UInt128(low)
        return String(unsafeUninitializedCapacity: 26) { buffer in
            var rest = value
            for place in (0..<26).reversed() {
                buffer[place] = alphabet[Int(truncatingIfNeeded: rest) & 31]
                rest >>= 5
            }
            return 26
        }
    }

    /// A number people read out on the telephone: `K7Q2-M9XD-4T`, 50 random bits.
    package static func spoken(random: UInt64) -> String {
        var characters: [UInt8] = []
        for place in 0..<10 {
            if place == 4 || place == 8 { characters.append(UInt8(ascii: "-")) }
            let letter = alphabet[Int(truncatingIfNeeded: random >> UInt64(place * 5)) & 31]
            characters.append(letter >= UInt8(ascii: "a") ? letter - 32 : letter)
        }
        return String(decoding: characters, as: UTF8.self)
    }
}

extension ID {
    /// A new identifier, unlike any other.
    package init(at instant: Instant, random high: UInt64, _ low: UInt64) {
        self.init(unchecked: IDText.timeOrdered(at: instant, random: high, low))
    }
}
