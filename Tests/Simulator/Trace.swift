/// What happened, folded into a number (FNV-1a of 64 bits) as it happens; and kept in words when somebody wants to read
/// it.
struct Trace: Sendable {
    private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    private(set) var lines: [String] = []
    private let keepsLines: Bool

    init(keepsLines: Bool) { self.keepsLines = keepsLines }

    mutating func note(_ number: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) { fold(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    mutating func note(_ text: String, at milliseconds: Int64) {
        for byte in text.utf8 { fold(byte) }
        note(UInt64(bitPattern: milliseconds))
        if keepsLines { lines.append("\(Double(milliseconds) / 1000) s  \(text)") }
    }

    private mutating func fold(_ byte: UInt8) {
        hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
}
