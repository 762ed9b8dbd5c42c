import Values
import Web

/// A form with files in it (`multipart/form-data`, RFC 7578).
struct Multipart: Sendable {
    let parts: [Part]

    /// More are not read.
    static let limit = 50

    struct Part: Sendable {
        let name: String
        /// Nil for a field that is no file.
        let fileName: String?
        let mediaType: String
        let bytes: [UInt8]
    }

    /// Nil when the request is none, or a broken one.
    init?(_ request: Request) {
        guard let type = request.head.headers["Content-Type"], MediaType.essence(type) == "multipart/form-data",
              let boundary = Self.parameter("boundary", of: type), !boundary.isEmpty, boundary.utf8.count <= 70
        else { return nil }
        let mark = Array("\r\n--\(boundary)".utf8)
        // The first boundary needs no line end before it.
        let body = [13, 10] + request.body
        var parts: [Part] = []
        guard var start = Self.find(mark, in: body[...]) else { return nil }
        while parts.count < Self.limit {
            let rest = body[start.upperBound...]
            if rest.starts(with: "--".utf8) { break }
            guard rest.starts(with: [13, 10]), let end = Self.find(mark, in: rest),
                  let part = Self.part(rest.dropFirst(2)[..<end.lowerBound]) else { return nil }
            parts.append(part)
            start = end
        }
        self.parts = parts
    }

    /// The fields that are no files; none when the request is no such form.
    static func fields(_ request: Request) -> Fields {
        let parts = Multipart(request)?.parts.filter { $0.fileName == nil } ?? []
        return Fields(parts.map { (name: $0.name, value: String(decoding: $0.bytes, as: UTF8.self)) })
    }

    private static func part(_ bytes: ArraySlice<UInt8>) -> Part? {
        guard let gap = find([13, 10, 13, 10], in: bytes) else { return nil }
        var name: String?
        var fileName: String?
        var mediaType = "text/plain"
        for line in String(decoding: bytes[..<gap.lowerBound], as: UTF8.self).split(separator: "\r\n") {
            let halves = line.split(separator: ":", maxSplits: 1).map { String($0).trimmed }
            guard halves.count == 2 else { return nil }
            switch halves[0].lowercased() {
            case "content-disposition":
                name = parameter("name", of: halves[1])
                fileName = parameter("filename", of: halves[1])
            case "content-type": mediaType = MediaType.essence(halves[1])
            default: break
            }
        }
        return name.map {
            Part(name: $0, fileName: fileName, mediaType: mediaType, bytes: Array(bytes[gap.upperBound...]))
        }
    }

    /// A parameter of a header field, with or without quotation marks.
    private static func parameter(_ name: String, of field: String) -> String? {
        for part in field.split(separator: ";").dropFirst() {
            let halves = part.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
            guard halves.count == 2, halves[0].lowercased() == name else { continue }
            let value = halves[1]
            return value.count >= 2 && value.hasPrefix("\"") && value.hasSuffix("\"")
                ? String(value.dropFirst().dropLast()) : value
        }
        return nil
    }

    private static func find(_ mark: [UInt8], in bytes: ArraySlice<UInt8>) -> Range<Int>? {
        guard let first = mark.first else { return nil }
        var place = bytes.startIndex
        while let start = bytes[place...].firstIndex(of: first), bytes.endIndex - start >= mark.count {
            if bytes[start..<start + mark.count].elementsEqual(mark) { return start..<start + mark.count }
            place = start + 1
        }
        return nil
    }
}
