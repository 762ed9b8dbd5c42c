/// HTML put together from literals, which are markup, and values, which are text and are escaped as they are put in:
/// `"<b>\(name)</b>" as HTML`.
package struct HTML: Sendable, ExpressibleByStringInterpolation {
    package let text: String

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        package init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity * 2) }

        package mutating func appendLiteral(_ markup: String) { text += markup }

        package mutating func appendInterpolation(_ value: String) { text += HTML.escape(value) }

        package mutating func appendInterpolation(_ markup: HTML) { text += markup.text }

        /// One after the other.
        package mutating func appendInterpolation(_ markup: [HTML]) { for part in markup { text += part.text } }
    }

    package init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

    package init(stringLiteral markup: String) { text = markup }

    /// Text as it stands in HTML, in a body and in a quoted attribute alike.
    ///
    /// Goes by code units: a quotation mark with an accent on it is one to a browser, though no character `"` to Swift.
    package static func escape(_ text: String) -> String {
        guard text.utf8.contains(where: { entity($0) != nil }) else { return text }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(text.utf8.count + 32)
        for byte in text.utf8 {
            if let entity = entity(byte) { escaped += entity.utf8 } else { escaped.append(byte) }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    private static func entity(_ byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
