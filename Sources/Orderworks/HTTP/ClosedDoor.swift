import Glibc

/// Keeps new connections from beginning at a listener, while those that have begun are still handed out.
///
/// Linux can't do that by itself; but it shows a socket's filter each packet, and one that isn't taken is sent again
/// after a second: to whoever listens then, or to be refused.
enum ClosedDoor {
    /// linux/filter.h: classic BPF over the TCP header. A packet that opens a connection has SYN set and ACK not
    /// (RFC 9293, section 3.1); 0 bytes of it are kept, and all of every other.
    private static let filter: [UInt64] = [
        instruction(0x30, 13),  // load the byte of flags
        instruction(0x54, 0x12),  // of them SYN and ACK
        instruction(0x15, 0x02, ifNot: 1),  // SYN alone?
        instruction(0x06, 0),  // drop it
        instruction(0x06, 0xffff_ffff),  // keep it
    ]

    /// `struct sock_filter`: a code of 16 bits, two jumps of 8, an operand of 32; the lowest bits come first.
    private static func instruction(_ code: UInt64, _ operand: UInt64, ifNot jump: UInt64 = 0) -> UInt64 {
        code | jump << 24 | operand << 32
    }

    private static let attachFilter: Int32 = 26

    /// Does nothing where the system knows no such filters.
    static func shut(_ listener: Int32) {
        filter.withUnsafeBytes { code in
            // `struct sock_fprog`: how many, and where.
            let program = (UInt(code.count / MemoryLayout<UInt64>.stride), code.baseAddress)
            _ = withUnsafeBytes(of: program) {
                setsockopt(listener, SOL_SOCKET, attachFilter, $0.baseAddress, socklen_t($0.count))
            }
        }
    }
}
