/// Text in a mail's header, where only printable ASCII may stand and a line break begins the next field.
enum HeaderText {
    /// RFC 2047, section 2: no encoded word is longer than 75, and no line with one in it longer than 76. What is left
    /// for the text keeps room for the field's name.
    private static let wordLimit = 52

    /// Longer text is encoded, which folds it.
    private static let plainLimit = 60

    /// No control character, and none of the line ends Unicode has besides.
    static func isOneLine(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy {
            $0.value >= 32 && !(127...159).contains($0.value) && $0.value != 0x2028 && $0.value != 0x2029
        }
    }

    /// The text itself where it is short and plain, otherwise encoded words (RFC 2047, "Q"), one to a line.
    static func unstructured(_ text: String) -> String {
        let isPlain = text.utf8.count <= plainLimit && !text.contains("=?")
            && text.utf8.allSatisfy { (32...126).contains($0) }
        return isPlain ? text : encodedWords(text)
    }

    /// `Ada Lovelace <ada@example.org>`
    static func mailbox(_ correspondent: Correspondent) -> String {
        guard let name = correspondent.name, !name.isEmpty else { return "<\(correspondent.address)>" }
        let isAtoms = name.utf8.count <= plainLimit && name.utf8.allSatisfy { isWordSafe($0) || $0 == 32 }
        let phrase = isAtoms ? name : encodedWords(name)
        return "\(phrase)\r\n <\(correspondent.address)>"
    }

    private static func encodedWords(_ text: String) -> String {
        var words: [String] = []
        var word = ""
        // A character's bytes stay in one word (RFC 2047, section 5).
        for scalar in text.unicodeScalars {
            let encoded = String(scalar).utf8.map(encoded).joined()
            if word.utf8.count + encoded.utf8.count > wordLimit {
                words.append(word)
                word = ""
            }
            word += encoded
        }
        words.append(word)
        return words.map { "=?UTF-8?Q?\($0)?=" }.joined(separator: "\r\n ")
    }

    private static func encoded(_ byte: UInt8) -> String {
        if byte == 32 { return "_" }
        return isWordSafe(byte) ? String(UnicodeScalar(byte)) : QuotedPrintable.escaped(byte)
    }

    /// What may stand unencoded in a word wherever a word may stand (RFC 2047, section 5 (3)).
    private static func isWordSafe(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }
}

/// The transfer encoding for text that is mostly ASCII (RFC 2045, section 6.7): every mail server carries it unharmed.
enum QuotedPrintable {
    /// Without the line's end, with a soft break's `=`.
    private static let lineLimit = 76

    /// Lines end with CRLF, whatever they ended with before.
    static func encode(_ text: String) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count * 5 / 4)
        var column = 0
        var bytes = text.utf8.makeIterator()
        var next = bytes.next()
        while let byte = next {
            next = bytes.next()
            if byte == 13 || byte == 10 {
                if byte == 13, next == 10 { next = bytes.next() }
                output += [13, 10]
                column = 0
                continue
            }
            let endsLine = next == nil || next == 10 || next == 13
            // White space at a line's end would be trimmed on the way.
            let isPlain = (33...126).contains(byte) && byte != UInt8(ascii: "=")
                || (byte == 32 || byte == 9) && !endsLine
            let width = isPlain ? 1 : 3
            if column + width > lineLimit - 1 {
                output += [UInt8(ascii: "="), 13, 10]
                column = 0
            }
            if isPlain { output.append(byte) } else { output += escape(byte) }
            column += width
        }
        return output
    }

    static func escaped(_ byte: UInt8) -> String { String(decoding: escape(byte), as: UTF8.self) }

    private static func escape(_ byte: UInt8) -> [UInt8] {
        [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }

    private static let digits = Array("0123456789ABCDEF".utf8)
}
