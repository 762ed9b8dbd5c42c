import Values
import Web

/// Looks through a file whose first bytes told its kind: it must be that from the first byte to the last. What hangs
/// behind a picture's end, an archive or a page with scripts, would make it two files in one.
package struct FileShape {
    private let source: any ByteSource
    private var window: [UInt8] = []
    private var windowStart = 0

    private static let windowBytes = 64 * 1024
    /// Chunks of a PNG, segments of a JPEG: far more than any picture has.
    private static let partLimit = 1_000_000

    /// A file that isn't what it begins as.
    package struct Broken: Error, Equatable {
        package let reason: String
    }

    /// Throws `Broken`.
    package static func check(_ source: any ByteSource, is kind: FileKind) async throws {
        var shape = Self(source: source)
        switch kind {
        case .png: try await shape.checkPNG()
        case .jpeg: try await shape.checkJPEG()
        case .webp: try await shape.checkWebP()
        case .pdf: try await shape.checkPDF()
        case .csv: break
        }
    }

    private init(source: any ByteSource) { self.source = source }

    /// Chunks up to IEND, and nothing after it (PNG, third edition, section 5).
    private mutating func checkPNG() async throws {
        var place = 8
        for _ in 0..<Self.partLimit {
            let head = try await bytes(place, 8)
            let length = Int(head[0]) << 24 | Int(head[1]) << 16 | Int(head[2]) << 8 | Int(head[3])
            let isFirst = place == 8
            guard isFirst == (Array(head[4...]) == Array("IHDR".utf8)) else { throw Broken(reason: "no header") }
            place += 12 + length
            guard Array(head[4...]) == Array("IEND".utf8) else { continue }
            guard length == 0, place == source.count else { throw Broken(reason: "more after its end") }
            return
        }
        throw Broken(reason: "too many parts")
    }

    /// Segments, and behind a scan's head its data up to the next marker, to EOI as the last two bytes (ITU T.81,
    /// annex B).
    private mutating func checkJPEG() async throws {
        var place = 2
        for _ in 0..<Self.partLimit {
            let marker = try await bytes(place, 2)
            guard marker[0] == 0xFF else { throw Broken(reason: "no marker where one must be") }
            switch marker[1] {
            case 0xFF: place += 1
            case 0xD9:
                guard place + 2 == source.count else { throw Broken(reason: "more after its end") }
                return
            case 0x01, 0xD0...0xD7: place += 2
            case 0x00, 0xD8: throw Broken(reason: "a marker that can't be there")
            default:
                let length = try await bytes(place + 2, 2)
                let count = Int(length[0]) << 8 | Int(length[1])
                guard count >= 2 else { throw Broken(reason: "a segment without length") }
                place += 2 + count
                if marker[1] == 0xDA { place = try await endOfScan(from: place) }
            }
        }
        throw Broken(reason: "too many parts")
    }

    /// Where the first marker stands that isn't part of a scan's data.
    private mutating func endOfScan(from start: Int) async throws -> Int {
        var place = start
        while true {
            guard try await show(place), let found = window[(place - windowStart)...].firstIndex(of: 0xFF) else {
                guard place < source.count else { throw Broken(reason: "it ends amid a picture") }
                place = windowStart + window.count
                continue
            }
            place = windowStart + found
            let next = try await bytes(place + 1, 1)[0]
            if next != 0, !(0xD0...0xD7).contains(next) { return place }
            place += next == 0xFF ? 1 : 2
        }
    }

    /// The length in its head is all there is (RFC 9649, section 2.4).
    private mutating func checkWebP() async throws {
        let head = try await bytes(0, 12)
        let length = Int(head[4]) | Int(head[5]) << 8 | Int(head[6]) << 16 | Int(head[7]) << 24
        guard length + 8 == source.count || length + 9 == source.count && length % 2 == 1 else {
            throw Broken(reason: "more or less than its head says")
        }
    }

    /// Ends with `%%EOF`, and no archive's directory hides in its tail (ISO 32000-1, section 7.5.5).
    private mutating func checkPDF() async throws {
        let count = min(source.count, Self.windowBytes)
        let tail = try await bytes(source.count - count, count)
        guard let end = tail.lastIndex(where: { !Self.isBlank($0) }),
              tail[...end].suffix(5) == ArraySlice("%%EOF".utf8) else { throw Broken(reason: "no end of a PDF") }
        let archive: [UInt8] = [0x50, 0x4B, 0x05, 0x06]
        for place in tail.indices where tail[place] == archive[0] && tail[place...].starts(with: archive) {
            throw Broken(reason: "an archive in a PDF")
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 || byte == 32 || byte == 9 }

    /// Whether the window has the byte at `place`, once it was moved there if need be.
    private mutating func show(_ place: Int) async throws -> Bool {
        if place >= windowStart, place < windowStart + window.count { return true }
        guard place >= 0, place < source.count else { return false }
        window = try await source.bytes(from: place, most: min(Self.windowBytes, source.count - place))
        windowStart = place
        return !window.isEmpty
    }

    /// Throws when the file ends before.
    private mutating func bytes(_ place: Int, _ count: Int) async throws -> [UInt8] {
        guard place >= 0, place + count <= source.count else { throw Broken(reason: "it ends too early") }
        var bytes: [UInt8] = []
        while bytes.count < count {
            guard try await show(place + bytes.count) else { throw Broken(reason: "it ends too early") }
            let start = place + bytes.count - windowStart
            bytes += window[start..<min(window.count, start + count - bytes.count)]
        }
        return bytes
    }
}
