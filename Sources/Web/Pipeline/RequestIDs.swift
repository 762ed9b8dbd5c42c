import Synchronization

/// Names requests, so that a client's complaint finds its lines in the log.
final class RequestIDs: Sendable {
    /// Tells the names of one run of the program from those of the next.
    private let run: String
    private let count = Atomic<UInt64>(0)

    static let lengthLimit = 64

    init() {
        var chance = SystemRandomNumberGenerator()
        run = String(chance.next() >> 24, radix: 36)
    }

    /// The name a proxy in front of us gave it, when that is a plain one; else one of our own.
    func id(for head: Request.Head) -> String {
        if let given = head.headers["X-Request-ID"], (1...Self.lengthLimit).contains(given.utf8.count),
           given.utf8.allSatisfy({ Self.isPlain($0) }) {
            return given
        }
        return "\(run)-\(count.wrappingAdd(1, ordering: .relaxed).newValue)"
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
             UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
        default: false
        }
    }
}
