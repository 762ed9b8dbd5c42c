/// How large a picture says it is, read from its head without decoding it: a picture of a few kilobytes may fill the
/// memory of the machine once it is.
package struct PictureSize: Equatable, Sendable {
    package let width: Int
    package let height: Int

    /// A camera's; 160 MB when decoded.
    package static let pixelLimit = 40_000_000
    package static let sideLimit = 16_000
    /// Segments of a JPEG before its frame.
    private static let segmentLimit = 1000

    var isTooLarge: Bool {
        width > Self.sideLimit || height > Self.sideLimit || width * height > Self.pixelLimit
    }

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// Nil for what doesn't say, and for sizes of nothing.
    package init?(of bytes: [UInt8], _ kind: Picture.Kind) {
        let found = switch kind {
        case .png: Self.ofPNG(bytes)
        case .jpeg: Self.ofJPEG(bytes)
        case .webp: Self.ofWebP(bytes)
        case .svg: Self?.none
        }
        guard let found, found.width > 0, found.height > 0 else { return nil }
        self = found
    }

    /// IHDR comes first (PNG, third edition, section 11.2.1).
    private static func ofPNG(_ bytes: [UInt8]) -> Self? {
        guard bytes.count >= 24 else { return nil }
        let width = bytes[16..<20].reduce(0) { $0 << 8 | Int($1) }
        let height = bytes[20..<24].reduce(0) { $0 << 8 | Int($1) }
        return Self(width: width, height: height)
    }

    /// The first frame's head (ITU T.81, section B.2.2).
    private static func ofJPEG(_ bytes: [UInt8]) -> Self? {
        var place = 2
        for _ in 0..<segmentLimit {
            guard place + 9 < bytes.count, bytes[place] == 0xFF else { return nil }
            switch bytes[place + 1] {
            case 0xFF: place += 1
            case 0x01, 0xD0...0xD7: place += 2
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                let height = Int(bytes[place + 5]) << 8 | Int(bytes[place + 6])
                let width = Int(bytes[place + 7]) << 8 | Int(bytes[place + 8])
                return Self(width: width, height: height)
            case 0xD8...0xDA, 0x00: return nil
            default: place += 2 + (Int(bytes[place + 2]) << 8 | Int(bytes[place + 3]))
            }
        }
        return nil
    }

    /// Lossy, lossless or extended (RFC 9649, sections 2.5 to 2.7; RFC 6386, section 9.1).
    private static func ofWebP(_ bytes: [UInt8]) -> Self? {
        guard bytes.count >= 30 else { return nil }
        func little(_ range: Range<Int>) -> Int { range.reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) } }
        switch bytes[15] {
        case UInt8(ascii: " "):
            guard bytes[23] == 0x9D, bytes[24] == 0x01, bytes[25] == 0x2A else { return nil }
            return Self(width: little(26..<28) & 0x3FFF, height: little(28..<30) & 0x3FFF)
        case UInt8(ascii: "L"):
            guard bytes[20] == 0x2F else { return nil }
            let packed = little(21..<25)
            return Self(width: (packed & 0x3FFF) + 1, height: (packed >> 14 & 0x3FFF) + 1)
        case UInt8(ascii: "X"):
            return Self(width: little(24..<27) + 1, height: little(27..<30) + 1)
        default: return nil
        }
    }
}
