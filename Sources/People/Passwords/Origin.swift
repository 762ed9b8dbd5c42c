/// Where tries come from: an IPv4 address, or the 64 bits that name an IPv6 network: whoever has one address there has
/// all of them (RFC 4291, section 2.5.1).
struct Origin: Sendable, Equatable {
    let text: String

    init(_ address: String) {
        guard let groups = Self.groups(address.prefix { $0 != "%" }) else {
            text = address
            return
        }
        // An IPv4 address as sockets for both kinds write it (RFC 4291, section 2.5.5.2).
        if groups.prefix(5).allSatisfy({ $0 == 0 }), groups[5] == 0xFFFF {
            text = groups.suffix(2).map { "\($0 >> 8).\($0 & 255)" }.joined(separator: ".")
        } else {
            text = groups.prefix(4).map { String($0, radix: 16) }.joined(separator: ":") + "::/64"
        }
    }

    /// The eight groups of an IPv6 address (RFC 4291, section 2.2); nil when it is none.
    private static func groups(_ text: Substring) -> [UInt16]? {
        let halves = text.split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false).map(run)
        guard let first = halves[0] else { return nil }
        switch halves.count {
        case 1: return first.count == 8 ? first : nil
        case 2:
            guard let last = halves[1], first.count + last.count < 8 else { return nil }
            return first + [UInt16](repeating: 0, count: 8 - first.count - last.count) + last
        default: return nil
        }
    }

    /// The groups between two places where any are left out.
    private static func run(_ text: Substring) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        var groups: [UInt16] = []
        for word in text.split(separator: ":", maxSplits: 8, omittingEmptySubsequences: false) {
            let bytes = word.split(separator: ".", maxSplits: 4, omittingEmptySubsequences: false)
            if bytes.count == 4 {
                let numbers = bytes.compactMap { UInt8($0) }
                guard numbers.count == 4 else { return nil }
                groups += [0, 2].map { UInt16(numbers[$0]) << 8 | UInt16(numbers[$0 + 1]) }
            } else {
                guard (1...4).contains(word.utf8.count), let group = UInt16(word, radix: 16) else { return nil }
                groups.append(group)
            }
        }
        return groups
    }
}
