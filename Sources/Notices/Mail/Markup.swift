import Mustache

/// How text is escaped in HTML, in a body and in a quoted attribute alike.
///
/// Mustache's own escaping goes by characters, and a quotation mark with an accent on it is not a quotation mark to it,
/// though it is one to a browser. This one goes by code units.
package struct Markup: MustacheContentType {
    /// The templates' pragma: `{{% CONTENT_TYPE:MARKUP}}`.
    package static let name = "MARKUP"

    package init() {}

    package func escapeText(_ text: String) -> String {
        guard text.utf8.contains(where: { Self.entity($0) != nil }) else { return text }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(text.utf8.count + 32)
        for byte in text.utf8 {
            if let entity = Self.entity(byte) { escaped += entity.utf8 } else { escaped.append(byte) }
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

    /// Templates that know this escaping, by name. Stops the program when one can't be read: they are part of it.
    package static func library(_ templates: [String: [UInt8]]) -> MustacheLibrary {
        MustacheContentTypes.register(Markup(), named: name)
        var library = MustacheLibrary()
        for (name, bytes) in templates {
            do {
                try library.register(String(decoding: bytes, as: UTF8.self), named: name)
            } catch {
                preconditionFailure("template \(name): \(error)")
            }
        }
        return library
    }
}
