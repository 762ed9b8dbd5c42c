/// Finds what must not be on a disk: card numbers and security codes (PCI DSS, requirement 3).
package enum CardData {
    /// Where in `bytes` something reads like a card number (digits in a row, or in the groups that cards are printed
    /// in, that begin as a card does and pass the Luhn check) or like a named security code (`cvc` or `cvv`, then three
    /// or four digits).
    package static func offsets(in bytes: [UInt8]) -> [Int] {
        var found: [Int] = []
        var place = 0
        while place < bytes.count {
            if isDigit(bytes[place]), place == 0 || !isWord(bytes[place - 1]) {
                let groups = groups(bytes, from: place)
                found += cardNumbers(groups, in: bytes)
                place = groups.last?.upperBound ?? place + 1
            } else {
                if isSecurityCode(bytes, at: place) { found.append(place) }
                place += 1
            }
        }
        return found
    }

    /// How the digits of cards are grouped: those of 16 and 19, American Express, and the short ones. Other groups are
    /// other numbers: a drawing's path is full of them.
    private static let printed = [[4, 4, 4, 4], [4, 4, 4, 4, 3], [4, 6, 5], [4, 6, 4]]

    /// Groups of digits from `start`, with single spaces or hyphens between them; a word's digits end them.
    private static func groups(_ bytes: [UInt8], from start: Int) -> [Range<Int>] {
        var groups: [Range<Int>] = []
        var begin = start
        while begin < bytes.count, isDigit(bytes[begin]) {
            var end = begin
            while end < bytes.count, isDigit(bytes[end]) { end += 1 }
            guard end == bytes.count || !isWord(bytes[end]) else { break }
            groups.append(begin..<end)
            guard end < bytes.count, bytes[end] == 32 || bytes[end] == 45 else { break }
            begin = end + 1
        }
        return groups
    }

    private static func cardNumbers(_ groups: [Range<Int>], in bytes: [UInt8]) -> [Int] {
        groups.indices.compactMap { first in
            let isFound = ([[groups[first].count]] + printed).contains { counts in
                let wanted = groups[first...].prefix(counts.count)
                return wanted.map(\.count) == counts
                    && isCardNumber(wanted.flatMap { bytes[$0].map { $0 - 48 } })
            }
            return isFound ? groups[first].lowerBound : nil
        }
    }

    private static func isCardNumber(_ digits: [UInt8]) -> Bool {
        guard let first = digits.first, lengths(of: first).contains(digits.count) else { return false }
        let sum = digits.reversed().enumerated().reduce(0) { sum, item in
            let digit = Int(item.element)
            guard !item.offset.isMultiple(of: 2) else { return sum + digit }
            return sum + (digit > 4 ? digit * 2 - 9 : digit * 2)
        }
        return sum.isMultiple(of: 10)
    }

    /// How long the numbers are that begin with this digit: American Express, Visa, Mastercard, Discover and UnionPay.
    private static func lengths(of first: UInt8) -> [Int] {
        switch first {
        case 3: [14, 15]
        case 4: [13, 16, 19]
        case 5: [16]
        case 6: [16, 19]
        default: []
        }
    }

    /// `cvc` or `cvv`, then up to six signs such as `": "` or `]=`, then three or four digits and no more.
    private static func isSecurityCode(_ bytes: [UInt8], at place: Int) -> Bool {
        guard place + 6 <= bytes.count,
              bytes[place] | 32 == UInt8(ascii: "c"), bytes[place + 1] | 32 == UInt8(ascii: "v"),
              [UInt8(ascii: "c"), UInt8(ascii: "v")].contains(bytes[place + 2] | 32) else { return false }
        var next = place + 3
        while next < bytes.count, next < place + 9, !isWord(bytes[next]) { next += 1 }
        let begin = next
        while next < bytes.count, next < begin + 5, isDigit(bytes[next]) { next += 1 }
        return begin > place + 3 && (3...4).contains(next - begin)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func isWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
    }
}
