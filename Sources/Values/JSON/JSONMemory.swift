/// The bytes that a writer has written, in memory of its own that is given back with it: nine of ten pieces are a few
/// bytes, for which an array's `append` takes ten times as long as the copying, and asking each time whether somebody
/// else holds the array twice as long. Nothing is written behind the end: whoever appends makes room first.
struct JSONMemory: ~Copyable {
    private var start: UnsafeMutablePointer<UInt8>
    private var capacity = 1024
    private(set) var count = 0

    /// Digits of the longest number.
    private static let mostDigits = 20

    init() { start = .allocate(capacity: capacity) }

    deinit { start.deallocate() }

    var bytes: [UInt8] { Array(UnsafeBufferPointer(start: start, count: count)) }

    var text: String { String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self) }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        makeRoom(for: 1)
        put(byte)
    }

    @inline(__always)
    mutating func append(_ piece: UnsafeBufferPointer<UInt8>) {
        makeRoom(for: piece.count)
        put(piece)
    }

    /// The piece in quotation marks.
    @inline(__always)
    mutating func append(quoted piece: UnsafeBufferPointer<UInt8>) {
        makeRoom(for: piece.count + 2)
        put(quoted: piece)
    }

    /// The same with the colon of a member's name, and with the comma before all but the first.
    @inline(__always)
    mutating func append(name: UnsafeBufferPointer<UInt8>, isFirst: Bool) {
        makeRoom(for: name.count + 4)
        if !isFirst { put(UInt8(ascii: ",")) }
        put(quoted: name)
        put(UInt8(ascii: ":"))
    }

    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append($0) }
    }

    mutating func append(digitsOf value: UInt64) {
        makeRoom(for: Self.mostDigits)
        var digits = 1
        var power: UInt64 = 10
        while digits < Self.mostDigits, value >= power {
            digits += 1
            power = power &* 10
        }
        var rest = value
        for place in (count..<count + digits).reversed() {
            start[place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += digits
    }

    @inline(__always)
    private mutating func put(_ byte: UInt8) {
        start[count] = byte
        count &+= 1
    }

    @inline(__always)
    private mutating func put(_ piece: UnsafeBufferPointer<UInt8>) {
        guard let first = piece.baseAddress else { return }
        (start + count).update(from: first, count: piece.count)
        count &+= piece.count
    }

    @inline(__always)
    private mutating func put(quoted piece: UnsafeBufferPointer<UInt8>) {
        put(UInt8(ascii: "\""))
        put(piece)
        put(UInt8(ascii: "\""))
    }

    @inline(__always)
    private mutating func makeRoom(for more: Int) {
        if capacity &- count < more { grow(by: more) }
    }

    @inline(never)
    private mutating func grow(by more: Int) {
        let larger = capacity + max(capacity, more)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        moved.update(from: start, count: count)
        start.deallocate()
        start = moved
        capacity = larger
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
