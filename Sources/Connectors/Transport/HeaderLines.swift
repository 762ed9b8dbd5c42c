import Web

/// The lines libcurl hands on before a body.
enum HeaderLines {
    static func fields(_ bytes: UnsafeBufferPointer<UInt8>) -> Headers {
        var fields: [(name: String, value: String)] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")).dropFirst() {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let value = line[(colon + 1)...].drop(while: isBlank)
            let end = value.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? value.startIndex
            fields.append((
                String(decoding: line[..<colon], as: UTF8.self),
                String(decoding: value[..<end], as: UTF8.self)))
        }
        return Headers(fields)
    }

    /// A mail server's no, which its goodbye may stand behind: replies that begin with 4 or 5 (RFC 5321, section
    /// 4.2.1).
    static func refusal(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        let lines = bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        return lines.last { $0.first == UInt8(ascii: "4") || $0.first == UInt8(ascii: "5") }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 }
}
