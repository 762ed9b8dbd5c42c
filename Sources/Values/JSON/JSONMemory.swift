/// The bytes that a writer has written, in memory that is always larger: nine of ten pieces are a few bytes, for which
/// an array's own `append` takes ten times as long as the copying.
struct JSONMemory {
    private var memory = [UInt8](repeating: 0, count: 1024)
    private(set) var count = 0

    var bytes: [UInt8] { Array(memory[..<count]) }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        if count == memory.count { grow(by: 1) }
        memory.withUnsafeMutableBufferPointer { $0[count] = byte }
        count += 1
    }

    @inline(__always)
    mutating func append(_ piece: UnsafeBufferPointer<UInt8>) {
        if memory.count - count < piece.count { grow(by: piece.count) }
        memory.withUnsafeMutableBytes { all in
            UnsafeMutableRawBufferPointer(rebasing: all[count...]).copyMemory(from: UnsafeRawBufferPointer(piece))
        }
        count += piece.count
    }

    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append($0) }
    }

    mutating func append(digitsOf value: UInt64) {
        var rest = value
        let start = count
        repeat {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
            rest = quotient
        } while rest > 0
        memory[start..<count].reverse()
    }

    private mutating func grow(by more: Int) {
        memory += [UInt8](repeating: 0, count: max(memory.count, more))
    }

    static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    /// Whether nothing in it has to be escaped. Looks at eight bytes at once: a word in which none of those sought is
    /// leaves the highest bit of each byte clear (S. Anderson, "Bit Twiddling Hacks", hasless and haszero).
    static func arePlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let high = ones << 7
        let raw = UnsafeRawBufferPointer(bytes)
        var place = 0
        while place + 8 <= raw.count {
            let word = raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
            let slashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
            let below = (word &- ones &* 0x20) & ~word
            let found = below | ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes)
            guard found & high == 0 else { return false }
            place += 8
        }
        while place < raw.count {
            guard isPlain(raw[place]) else { return false }
            place += 1
        }
        return true
    }
}
