extension JSON {
    /// Why bytes are no JSON document, or none that is taken.
    package struct Fault: Error, Equatable, CustomStringConvertible {
        package let reason: Reason
        /// Where, as a JSON pointer (RFC 6901); the whole document is the empty pointer.
        package let pointer: String
        /// The byte at which reading stopped, counted from 0.
        package let offset: Int

        package enum Reason: Hashable, Sendable {
            /// Not what the grammar wants here.
            case malformed
            /// Something stands behind the end of the document.
            case trailingBytes
            case tooDeep(limit: Int)
            /// The document is longer than this many bytes.
            case tooLarge(limitBytes: Int)
            /// More members and elements in all than this.
            case tooMany(limit: Int)
            case duplicateKey(String)
            case invalidUTF8
            /// Half of a surrogate pair: `\ud800` alone is no character.
            case loneSurrogate
            /// The character NUL, which a database's text can't hold.
            case nul
            /// A whole number beyond 64 bits, or a real one beyond a double.
            case numberOutOfRange
        }

        package init(_ reason: Reason, pointer: String = "", offset: Int) {
            self.reason = reason
            self.pointer = pointer
            self.offset = offset
        }

        package var description: String { "\(reason.inWords), at byte \(offset)" }

        /// The same fault, seen from one step further out.
        func inside(_ step: String) -> Self {
            Fault(reason, pointer: JSONPointer.step(step) + pointer, offset: offset)
        }
    }

    /// How much of a document is taken. What is refused beyond costs no more than what is allowed.
    package struct Limits: Sendable {
        /// Enough for a configuration model of some thousand options.
        package static let standard = Limits(bytes: 4 * 1024 * 1024, depth: 32, values: 200_000)

        package let bytes: Int
        /// Objects and arrays inside each other.
        package let depth: Int
        /// Members of all objects and elements of all arrays together.
        package let values: Int

        package init(bytes: Int, depth: Int = 32, values: Int = 200_000) {
            self.bytes = bytes
            self.depth = depth
            self.values = values
        }
    }
}

extension JSON.Fault.Reason {
    /// Fit to be shown to whoever sent the document.
    package var inWords: String {
        switch self {
        case .malformed: "this is no JSON"
        case .trailingBytes: "something stands behind the end of the document"
        case .tooDeep(let limit): "lists and objects stand more than \(limit) deep inside each other"
        case .tooLarge(let limit): "the document is longer than \(limit) bytes"
        case .tooMany(let limit): "the document has more than \(limit) members and elements"
        case .duplicateKey(let name): "the member \"\(name)\" stands there twice"
        case .invalidUTF8: "a text is not UTF-8"
        case .loneSurrogate: "a text has half of a surrogate pair"
        case .nul: "a text has the character NUL"
        case .numberOutOfRange: "a number is out of range"
        }
    }
}

/// Pointers into a JSON document (RFC 6901).
package enum JSONPointer {
    /// One step, escaped: `/a~1b`.
    package static func step(_ name: String) -> String {
        guard name.contains(where: { $0 == "~" || $0 == "/" }) else { return "/" + name }
        var text = "/"
        for character in name.unicodeScalars {
            switch character {
            case "~": text += "~0"
            case "/": text += "~1"
            default: text.unicodeScalars.append(character)
            }
        }
        return text
    }
}
