import Synchronization
import Values

/// Bytes that are read while they are sent, so that a file of any length takes constant memory.
package protocol ByteSource: Sendable {
    var count: Int { get }

    /// At most `most` bytes from `offset` on, and at least one while `offset` is before the end.
    func bytes(from offset: Int, most: Int) async throws -> [UInt8]
}

/// Bytes that lie in a file: where nothing has to be done to them on their way, the system sends them, and they are
/// never in this program's memory.
package protocol FileSource: ByteSource {
    /// Open for as long as the source is there.
    var descriptor: Int32 { get }

    /// Returns once these bytes can be sent without waiting for the disk.
    func load(_ range: Range<Int>) async throws
}

/// Bytes that are in memory already.
package struct HeldBytes: ByteSource {
    private let held: [UInt8]

    package init(_ bytes: [UInt8]) { held = bytes }

    package var count: Int { held.count }

    package func bytes(from offset: Int, most: Int) async throws -> [UInt8] {
        Array(held[offset..<min(held.count, offset + most)])
    }
}

/// A part of a source, for an answer's body: all of it, or the range that was asked for.
package struct ByteSlice: Sendable {
    package let source: any ByteSource
    package let range: Range<Int>

    package init(_ source: any ByteSource) { self.init(source, 0..<source.count) }

    init(_ source: any ByteSource, _ range: Range<Int>) {
        self.source = source
        self.range = range
    }
}

/// A request's body that is read while it comes. One reader; what is not read by the time of the answer is lost.
package struct BodyStream: Sendable {
    /// The length that was announced; nil when none was.
    package let announced: Int?
    private let take: @Sendable () async throws -> [UInt8]?

    /// - Parameter take: the next bytes, nil after the last; throws a `Problem` when there are more than may be.
    package init(announced: Int?, _ take: @escaping @Sendable () async throws -> [UInt8]?) {
        self.announced = announced
        self.take = take
    }

    /// What is there already.
    package init(_ bytes: [UInt8]) {
        let rest = Mutex<[UInt8]?>(bytes)
        self.init(announced: bytes.count) {
            rest.withLock { rest in
                defer { rest = nil }
                return rest?.isEmpty == true ? nil : rest
            }
        }
    }

    /// The next bytes; nil after the last.
    package func next() async throws -> [UInt8]? { try await take() }
}

/// A part of a file as a client asks for it (RFC 9110, section 14): `bytes=0-499`, `bytes=500-` or `bytes=-500`.
///
/// Of several parts asked for at once nothing comes: the whole is answered, as section 14.2 allows.
package enum ByteRange {
    case whole
    case part(Range<Int>)
    /// None of these bytes is there.
    case unsatisfiable

    package init(_ field: String, of count: Int) {
        let sides = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2, sides[0].lowercased() == "bytes" else {
            self = .whole
            return
        }
        let ends = sides[1].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Self.number(ends[0]), let last = Self.number(ends[1]) else {
            self = .whole
            return
        }
        switch (first, last) {
        case (nil, nil): self = .whole
        case (nil, let length?):
            self = length == 0 || count == 0 ? .unsatisfiable : .part(max(0, count - length)..<count)
        case (let first?, nil): self = first < count ? .part(first..<count) : .unsatisfiable
        case (let first?, let last?):
            guard first <= last else {
                self = .whole
                return
            }
            self = first < count ? .part(first..<min(last, count - 1) + 1) : .unsatisfiable
        }
    }

    /// The outer nil: no number at all; the inner: nothing stands there. A number beyond 64 bits is the largest one.
    private static func number(_ text: Substring) -> Int?? {
        if text.isEmpty { return .some(nil) }
        guard text.utf8.count <= 100, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return .none }
        return .some(Int(text) ?? .max)
    }
}

extension Response {
    /// The part that was asked for, where one was and what is asked about is what we have (RFC 9110, section 14).
    func part(for head: Request.Head) -> Response {
        guard status == 200, let stream, head.method == .get || head.method == .head else { return self }
        var response = self
        response.headers["Accept-Ranges"] = "bytes"
        // No other method has parts (section 14.2).
        guard head.method == .get, let field = head.headers["Range"], head.headers.all("Range").count == 1 else {
            return response
        }
        // Another version than the client has: all of it is sent (section 13.1.5).
        if let condition = head.headers["If-Range"], condition != headers["ETag"] { return response }
        let count = stream.source.count
        switch ByteRange(field, of: count) {
        case .whole: break
        case .part(let range):
            response.status = 206
            response.headers["Content-Range"] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(count)"
            response.stream = ByteSlice(stream.source, range)
        case .unsatisfiable:
            return Problem.rangeNotSatisfiable(count: count).response
        }
        return response
    }

    /// Whether the client asks for a version that this is not (RFC 9110, section 13.1.1).
    func isOther(than head: Request.Head) -> Bool {
        guard stream != nil, let wanted = head.headers["If-Match"], wanted != "*" else { return false }
        let tag = headers["ETag"] ?? ""
        return !wanted.split(separator: ",").contains { $0.drop { $0 == " " } == tag }
    }
}

/// A file that is sent while it is read: found again by its `tag`, a part of it by `Range`.
package struct Streamed: Answer {
    package let mediaType: String
    package let source: any ByteSource
    /// Unlike for any other content, without quotation marks.
    package let tag: String
    package let headers: Headers

    package init(_ mediaType: String, _ source: any ByteSource, tag: String, headers: Headers = Headers()) {
        self.mediaType = mediaType
        self.source = source
        self.tag = tag
        self.headers = headers
    }

    package static var described: [Described] {
        [Described(200, .media(["*/*"]), headers: ["ETag"]), Described(206, .media(["*/*"]), headers: ["ETag"])]
    }

    package func response() -> Response {
        var response = Response(200, headers: headers, stream: ByteSlice(source))
        response.headers["Content-Type"] = mediaType
        response.headers["ETag"] = "\"\(tag)\""
        return response
    }
}
