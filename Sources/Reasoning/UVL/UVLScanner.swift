/// A place in a file; lines and columns count from 1.
struct UVLPlace {
    let line: Int
    let column: Int

    func fault(_ sentence: String) -> UVLFault { UVLFault(line: line, column: column, sentence: sentence) }
}

/// Reads words of a UVL file, each with its place. Looks at every byte once.
struct UVLScanner {
    /// A word of the language.
    enum Word: Equatable {
        /// A name, bare or in double quotes.
        case name(String)
        /// In single quotes.
        case text(String)
        case whole(Int)
        case fraction(String)
        case sign(Sign)
        /// Between two constraints; the reader puts it there.
        case newLine
        case end
    }

    enum Sign: String {
        case open = "(", close = ")", openBrace = "{", closeBrace = "}", openBracket = "[", closeBracket = "]"
        case comma = ",", dot = ".", dots = "..", not = "!", and = "&", or = "|", implies = "=>", equivalent = "<=>"
        case equal = "==", different = "!=", atMost = "<=", atLeast = ">=", less = "<", more = ">"
        case plus = "+", minus = "-", times = "*", over = "/"
    }

    private let bytes: [UInt8]
    private var cursor = 0
    private var line = 1
    private var lineStart = 0
    /// Names that were read, so that each has its text once.
    private var names: [ArraySlice<UInt8>: String] = [:]

    /// Where the word that was read last begins.
    private(set) var wordLine = 1
    private(set) var wordColumn = 1
    /// How far the line is indented on which that word stands; a tab leads to the next column of eight.
    private(set) var indentation = 0
    /// Whether that word is the first of its line.
    private(set) var isFirst = true

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        names.reserveCapacity(min(bytes.count / 40, 1 << 18))
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { cursor = 3 }
    }

    /// Where the word that was read last begins.
    var place: UVLPlace { UVLPlace(line: wordLine, column: wordColumn) }

    func fault(_ sentence: String) -> UVLFault { place.fault(sentence) }

    /// The next word. Inside of brackets lines don't count: that is for the reader to know.
    mutating func next() throws(UVLFault) -> Word {
        try skip()
        wordLine = line
        wordColumn = cursor - lineStart + 1
        guard cursor < bytes.count else {
            indentation = 0
            isFirst = true
            return .end
        }
        let byte = bytes[cursor]
        switch byte {
        case UInt8(ascii: "\""): return .name(try quoted(byte, "name"))
        case UInt8(ascii: "'"): return .text(try quoted(byte, "text"))
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: return Self.isOfName(byte) ? try name() : .sign(try sign(byte))
        }
    }

    /// Goes over blanks, ends of lines and comments.
    private mutating func skip() throws(UVLFault) {
        isFirst = cursor == 0 || (cursor == 3 && line == 1)
        var column = isFirst ? 0 : indentation
        while cursor < bytes.count {
            switch bytes[cursor] {
            case UInt8(ascii: "\n"):
                cursor += 1
                line += 1
                lineStart = cursor
                isFirst = true
                column = 0
            case UInt8(ascii: "\t"):
                cursor += 1
                if isFirst { column = (column / 8 + 1) * 8 }
            case UInt8(ascii: " "), UInt8(ascii: "\r"):
                cursor += 1
                if isFirst { column += 1 }
            case UInt8(ascii: "/") where follows("//"):
                while cursor < bytes.count, bytes[cursor] != UInt8(ascii: "\n") { cursor += 1 }
            case UInt8(ascii: "/") where follows("/*"): try skipComment()
            default:
                indentation = column
                return
            }
        }
    }

    private mutating func skipComment() throws(UVLFault) {
        (wordLine, wordColumn) = (line, cursor - lineStart + 1)
        cursor += 2
        while !follows("*/") {
            guard cursor < bytes.count else { throw fault("a comment has no end") }
            if bytes[cursor] == UInt8(ascii: "\n") {
                line += 1
                lineStart = cursor + 1
            }
            cursor += 1
        }
        cursor += 2
    }

    private func follows(_ text: StaticString) -> Bool {
        guard cursor + text.utf8CodeUnitCount <= bytes.count else { return false }
        return text.withUTF8Buffer { $0.elementsEqual(bytes[cursor..<cursor + $0.count]) }
    }

    private mutating func quoted(_ quote: UInt8, _ what: String) throws(UVLFault) -> String {
        cursor += 1
        let from = cursor
        while cursor < bytes.count, bytes[cursor] != quote {
            guard bytes[cursor] != UInt8(ascii: "\n") else { throw fault("a \(what) in quotes ends with its line") }
            cursor += 1
        }
        guard cursor < bytes.count else { throw fault("a \(what) in quotes has no end") }
        defer { cursor += 1 }
        // A description may be as long as it likes; as a name it is held to the limit where it is used as one.
        return try interned(from..<cursor)
    }

    private mutating func interned(_ range: Range<Int>) throws(UVLFault) -> String {
        let slice = bytes[range]
        if let name = names[slice] { return name }
        guard let name = String(validating: slice, as: UTF8.self) else { throw fault("what stands here is not UTF-8") }
        names[slice] = name
        return name
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "#"), UInt8(ascii: "%"),
            UInt8(ascii: "?"), UInt8(ascii: "\\"), UInt8(ascii: ";"), UInt8(ascii: "'"), 0x80...: true
        default: false
        }
    }

    private mutating func name() throws(UVLFault) -> Word {
        let from = cursor
        while cursor < bytes.count, Self.isOfName(bytes[cursor]) { cursor += 1 }
        guard cursor - from <= UVLLimits.nameBytes else {
            throw fault("a name is longer than \(UVLLimits.nameBytes) bytes")
        }
        return .name(try interned(from..<cursor))
    }

    private mutating func number() throws(UVLFault) -> Word {
        let from = cursor
        func digits(_ me: inout Self) {
            while me.cursor < me.bytes.count, (0x30...0x39).contains(me.bytes[me.cursor]) { me.cursor += 1 }
        }
        digits(&self)
        if cursor + 1 < bytes.count, bytes[cursor] == UInt8(ascii: "."), (0x30...0x39).contains(bytes[cursor + 1]) {
            cursor += 1
            digits(&self)
            guard cursor - from <= 40 else { throw fault("a number is longer than 40 digits") }
            return .fraction(String(decoding: bytes[from..<cursor], as: UTF8.self))
        }
        if cursor < bytes.count, Self.isOfName(bytes[cursor]) {
            cursor = from
            throw fault("a name begins with a digit; put it in double quotes")
        }
        guard let value = Int(String(decoding: bytes[from..<cursor], as: UTF8.self)) else {
            throw fault("a number is too large")
        }
        return .whole(value)
    }

    private mutating func sign(_ byte: UInt8) throws(UVLFault) -> Sign {
        for length in stride(from: min(3, bytes.count - cursor), to: 0, by: -1) {
            if let sign = Sign(rawValue: String(decoding: bytes[cursor..<cursor + length], as: UTF8.self)) {
                cursor += length
                return sign
            }
        }
        let shown = byte < 0x20 || byte == 0x7F ? "byte \(byte)" : String(UnicodeScalar(byte))
        throw fault("\(shown) has no meaning here")
    }
}
