import Storage
import Values
import Web

/// What a file is called, fit for every system it may be saved on: letters, digits and ` -_()+,&.`, an ending that says
/// what it is, and no second one. It is shown and never used as a path.
package struct FileName: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    package static let lengthLimit = 100

    /// Nil for what is no such name.
    package init?(_ text: String) {
        guard Self.isName(text) else { return nil }
        self.text = text
    }

    package var description: String { text }

    /// In small letters, what stands behind its last point.
    package var ending: String { text.split(separator: ".").last.map { $0.lowercased() } ?? "" }

    /// A point within the name stands before a digit (`logo v1.2.pdf`): `logo.html.pdf` is refused, whatever the first
    /// ending is. The same rule as `pattern`.
    static func isName(_ text: String) -> Bool {
        let parts = text.unicodeScalars.split(separator: ".", maxSplits: lengthLimit, omittingEmptySubsequences: false)
        guard text.unicodeScalars.count <= lengthLimit, parts.count >= 2,
              let stem = parts.first, let ending = parts.last,
              let first = stem.first, isLetter(first), stem.allSatisfy(isPlain),
              (1...5).contains(ending.count), ending.allSatisfy({ $0.isASCII && isLetter($0) }) else { return false }
        return parts.dropFirst().dropLast().allSatisfy { part in
            (1...4).contains(part.count) && ("0"..."9").contains(part[part.startIndex]) && part.allSatisfy(isPlain)
        }
    }

    static let pattern = "^[\(letters)][\(letters) _()+,&-]*(\\.[0-9][\(letters) _()+,&-]{0,3})*\\.[A-Za-z0-9]{1,5}$"

    /// Latin, Greek, Cyrillic, and digits.
    private static let letters = "A-Za-z0-9\\u00C0-\\u024F\\u0370-\\u03FF\\u0400-\\u04FF"

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "A"..."Z", "a"..."z", "0"..."9", "\u{C0}"..."\u{24F}", "\u{370}"..."\u{4FF}": true
        default: false
        }
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "-", "_", "(", ")", "+", ",", "&": true
        default: isLetter(scalar)
        }
    }

    /// Saves it, and never shows it in the browser (RFC 6266; the name beyond ASCII as RFC 8187 writes it).
    package var disposition: String {
        let plain = String(text.map { $0.isASCII ? $0 : "_" })
        return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(Percent.encoded(text))"
    }
}

extension FileName: SchemaDeclaring {
    package static let schema = Schema.string(
        3...lengthLimit, pattern: pattern, example: "logo.pdf",
        reason: "must be letters, digits and -_()+,& with one ending that says what it is, as logo.pdf",
        isValid: isName)

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let name = Self(text) else { throw Malformed("must be a file's name with one ending, as logo.pdf") }
        self = name
    }
}

extension FileName: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension FileName: Storable {
    package init(stored: StoredValue) throws {
        guard case .text(let text) = stored, let name = Self(text) else { throw Unreadable(stored, as: Self.self) }
        self = name
    }

    package var stored: StoredValue { .text(text) }
}
