/// Somewhere to send mail to: one `@`, before it 64 bytes at most of what needs no quotes, behind it a host's name;
/// 3 to 254 characters (RFC 5321, sections 4.1.2 and 4.5.3.1), letters beyond ASCII among them (RFC 6531). Whether it
/// exists, only a mail can tell.
package struct EmailAddress: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    package static let lengthLimit = 254
    /// What a regular expression can say of it; no part between dots is empty besides.
    package static let pattern = #"^[^\s\u0000-\u0020"(),:;<>@\[\\\]\u007F-\u00A0]{1,64}"#
        + #"@[^\s\u0000-\u002C\u002F\u003A-\u0040\u005B-\u0060\u007B-\u00A0]{1,252}$"#

    private static let marks = Set("!#$%&'*+/=?^_`{|}~-".unicodeScalars)
    private static let hyphen: Unicode.Scalar = "-"
    private static let nameLimit = 64
    private static let labelLimit = 63

    package init?(_ text: String) {
        let parts = text.unicodeScalars.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= Self.lengthLimit, Substring(parts[0]).utf8.count <= Self.nameLimit,
              Self.dotted(parts[0]).allSatisfy(Self.isWord), Self.dotted(parts[1]).allSatisfy(Self.isLabel)
        else { return nil }
        self.text = text
    }

    private static func dotted(_ part: Substring.UnicodeScalarView) -> [Substring.UnicodeScalarView] {
        part.split(separator: ".", omittingEmptySubsequences: false)
    }

    private static func isWord(_ word: Substring.UnicodeScalarView) -> Bool {
        !word.isEmpty && word.allSatisfy { isLetter($0) || marks.contains($0) }
    }

    /// One part of a host's name (RFC 1123, section 2.1).
    private static func isLabel(_ label: Substring.UnicodeScalarView) -> Bool {
        (1...labelLimit).contains(label.count) && label.first != hyphen && label.last != hyphen
            && label.allSatisfy { isLetter($0) || $0 == hyphen }
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: scalar.value > 0xA0 && !scalar.properties.isWhitespace
        }
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
