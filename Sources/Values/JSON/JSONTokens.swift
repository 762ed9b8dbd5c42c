/// Strings and numbers.
extension JSONParser {
    mutating func string() throws(JSON.Fault) -> String {
        try take(UInt8(ascii: "\""))
        let start = position
        var isASCII = true
        var hasEscapes = false
        scan: while true {
            guard position < bytes.count else { throw fault(.malformed) }
            switch bytes[position] {
            case UInt8(ascii: "\""): break scan
            case UInt8(ascii: "\\"):
                hasEscapes = true
                guard position + 1 < bytes.count else { throw fault(.malformed) }
                position += 1
            case 0..<0x20: throw fault(bytes[position] == 0 ? .nul : .malformed)
            case 0x80...: isASCII = false
            default: break
            }
            position += 1
        }
        let raw = start..<position
        if !isASCII { try checkUTF8(raw) }
        if hasEscapes { return try unescaped(raw) }
        position = raw.upperBound + 1
        return text(raw)
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }

    private mutating func checkUTF8(_ raw: Range<Int>) throws(JSON.Fault) {
        guard String(validating: bytes[raw], as: UTF8.self) == nil else { return }
        var parser = Unicode.UTF8.ForwardParser()
        var rest = bytes[raw].makeIterator()
        position = raw.lowerBound
        while case .valid(let encoded) = parser.parseScalar(from: &rest) { position += encoded.count }
        throw fault(.invalidUTF8)
    }

    private mutating func unescaped(_ raw: Range<Int>) throws(JSON.Fault) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(raw.count)
        position = raw.lowerBound
        while position < raw.upperBound {
            let byte = bytes[position]
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                position += 1
                continue
            }
            try appendEscape(to: &text)
        }
        position = raw.upperBound + 1
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func appendEscape(to text: inout [UInt8]) throws(JSON.Fault) {
        let kind = bytes[position + 1]
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(kind)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            text.append(contentsOf: String(try escapedCharacter()).utf8)
            return
        default: throw fault(.malformed)
        }
        position += 2
    }

    /// `\u00e9`, or two of them that make one character beyond the first plane (RFC 8259, section 7).
    private mutating func escapedCharacter() throws(JSON.Fault) -> Unicode.Scalar {
        let first = try codeUnit(at: position)
        var code = UInt32(first)
        var length = 6
        if (0xD800...0xDBFF).contains(first) {
            guard position + 7 < bytes.count, bytes[position + 6] == UInt8(ascii: "\\"),
                  bytes[position + 7] == UInt8(ascii: "u") else { throw fault(.loneSurrogate) }
            let second = try codeUnit(at: position + 6)
            guard (0xDC00...0xDFFF).contains(second) else { throw fault(.loneSurrogate) }
            code = 0x10000 + UInt32(first - 0xD800) << 10 + UInt32(second - 0xDC00)
            length = 12
        }
        guard code != 0 else { throw fault(.nul) }
        guard let character = Unicode.Scalar(code) else { throw fault(.loneSurrogate) }
        position += length
        return character
    }

    /// The four hexadecimal digits of the escape that begins at `start`.
    private mutating func codeUnit(at start: Int) throws(JSON.Fault) -> UInt16 {
        var unit: UInt16 = 0
        for place in start + 2..<start + 6 {
            guard place < bytes.count, let digit = Character(UnicodeScalar(bytes[place])).hexDigitValue else {
                position = start
                throw fault(.malformed)
            }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    mutating func number() throws(JSON.Fault) -> JSON {
        let start = position
        if next == UInt8(ascii: "-") { position += 1 }
        if next == UInt8(ascii: "0") { position += 1 } else { try digits() }
        var isWhole = true
        if next == UInt8(ascii: ".") {
            isWhole = false
            position += 1
            try digits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            isWhole = false
            position += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        let text = text(start..<position)
        if isWhole {
            guard let value = Int64(text) else { throw JSON.Fault(.numberOutOfRange, offset: start) }
            return .integer(value)
        }
        guard let value = Double(text), value.isFinite else { throw JSON.Fault(.numberOutOfRange, offset: start) }
        return .real(value)
    }

    /// One digit or more. Behind a leading zero they never come: whoever called sees them as what doesn't belong there.
    private mutating func digits() throws(JSON.Fault) {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) else { throw fault(.malformed) }
        while (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) { position += 1 }
    }
}
