import Values

/// Takes an XML text apart (https://www.w3.org/TR/xml/) as far as a drawing needs: elements, attributes, texts and
/// comments. It refuses document types, and with them entities; CDATA sections; and processing instructions but the
/// first.
struct MarkupScanner {
    private let bytes: [UInt8]
    private var position = 0

    enum Piece {
        case opening(String, [(name: String, value: String)], isEmpty: Bool)
        case closing(String)
        case text(String)
        case comment
    }

    static let attributeLimit = 200

    private static let malformed = Picture.Refusal.notOfItsType(.svg)

    init(_ text: String) {
        bytes = Array(text.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        if matches("<?xml"), let end = find("?>") { position = end + 2 }
    }

    /// The next piece; nil at the end.
    mutating func next() throws(Picture.Refusal) -> Piece? {
        guard position < bytes.count else { return nil }
        guard bytes[position] == UInt8(ascii: "<") else {
            let end = bytes[position...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
            defer { position = end }
            return .text(try Self.decoded(bytes[position..<end]))
        }
        if matches("<!--") {
            position += 4
            guard let end = find("-->") else { throw Self.malformed }
            position = end + 3
            return .comment
        }
        guard !matches("<!"), !matches("<?") else {
            throw .unsafeDrawing("a document type, CDATA section or processing instruction")
        }
        if matches("</") {
            position += 2
            let name = try name()
            skipSpace()
            try expect(">")
            return .closing(name)
        }
        position += 1
        return try element()
    }

    private mutating func element() throws(Picture.Refusal) -> Piece {
        let element = try name()
        var attributes: [(name: String, value: String)] = []
        while true {
            let hadSpace = skipSpace()
            if matches("/>") {
                position += 2
                return .opening(element, attributes, isEmpty: true)
            }
            if matches(">") {
                position += 1
                return .opening(element, attributes, isEmpty: false)
            }
            guard hadSpace, attributes.count < Self.attributeLimit else { throw Self.malformed }
            let attribute = try name()
            guard !attributes.contains(where: { $0.name == attribute }) else { throw Self.malformed }
            skipSpace()
            try expect("=")
            skipSpace()
            attributes.append((attribute, try value()))
        }
    }

    private mutating func value() throws(Picture.Refusal) -> String {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'"),
              let end = bytes[(position + 1)...].firstIndex(of: bytes[position]) else { throw Self.malformed }
        let raw = bytes[(position + 1)..<end]
        guard !raw.contains(UInt8(ascii: "<")) else { throw Self.malformed }
        position = end + 1
        return try Self.decoded(raw)
    }

    private mutating func name() throws(Picture.Refusal) -> String {
        let start = position
        while position < bytes.count, Self.isNameByte(bytes[position]) { position += 1 }
        guard position > start else { throw Self.malformed }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Names beyond ASCII are legal in XML, and not used in SVG; they are refused later by name.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
             UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "_"),
             UInt8(ascii: "."), 0x80...: true
        default: false
        }
    }

    @discardableResult
    private mutating func skipSpace() -> Bool {
        let start = position
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
        return position > start
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(Picture.Refusal) {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { throw Self.malformed }
        position += 1
    }

    private func matches(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes[position...].starts(with: $0) }
    }

    private func find(_ text: String) -> Int? {
        let wanted = Array(text.utf8)
        var place = position
        while place + wanted.count <= bytes.count {
            guard let start = bytes[place...].firstIndex(of: wanted[0]) else { return nil }
            if bytes[start...].starts(with: wanted) { return start }
            place = start + 1
        }
        return nil
    }

    /// Spells out character references; any entity but XML's own five is refused.
    private static func decoded(_ raw: ArraySlice<UInt8>) throws(Picture.Refusal) -> String {
        guard raw.contains(UInt8(ascii: "&")) else { return String(decoding: raw, as: UTF8.self) }
        let parts = raw.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
        var text = String(decoding: parts[0], as: UTF8.self)
        for part in parts.dropFirst() {
            guard let end = part.firstIndex(of: UInt8(ascii: ";")) else { throw malformed }
            text.unicodeScalars.append(try scalar(named: String(decoding: part[..<end], as: UTF8.self)))
            text += String(decoding: part[(end + 1)...], as: UTF8.self)
        }
        return text
    }

    private static func scalar(named name: String) throws(Picture.Refusal) -> Unicode.Scalar {
        switch name {
        case "lt": return "<"
        case "gt": return ">"
        case "amp": return "&"
        case "quot": return "\""
        case "apos": return "'"
        default:
            let isHexadecimal = name.hasPrefix("#x")
            let digits = name.dropFirst(isHexadecimal ? 2 : 1)
            guard name.hasPrefix("#"), let value = UInt32(digits, radix: isHexadecimal ? 16 : 10), value > 0,
                  let scalar = Unicode.Scalar(value) else { throw .unsafeDrawing("an entity") }
            return scalar
        }
    }
}
