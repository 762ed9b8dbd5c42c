/// A rate, exact to a ten-thousandth of a percent: `19`, `7.7`, `0.0625`. 0 to 100 %.
package struct Percentage: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Millionths of the whole: 19 % is 190,000.
    package let millionths: Int64

    package static let pattern = "^(100(\\.0{1,4})?|[0-9]{1,2}(\\.[0-9]{1,4})?)$"

    package static let zero = Self(millionths: 0)

    private init(millionths: Int64) { self.millionths = millionths }

    package init?(millionthsOfWhole count: Int64) {
        guard (0...1_000_000).contains(count) else { return nil }
        millionths = count
    }

    /// Reads `19` or `7.75`.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count),
              parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }),
              parts[0].count <= 2 || parts[0] == "100", let whole = Int64(parts[0]) else { return nil }
        let decimals = parts.count == 2 ? parts[1] : "0"
        guard decimals.count <= 4,
              let fraction = Int64(decimals + String(repeating: "0", count: 4 - decimals.count)) else { return nil }
        self.init(millionthsOfWhole: whole * 10_000 + fraction)
    }

    package static func < (left: Self, right: Self) -> Bool { left.millionths < right.millionths }

    package var description: String {
        let fraction = millionths % 10_000
        guard fraction > 0 else { return String(millionths / 10_000) }
        let digits = String(10_000 + fraction).dropFirst()
        return "\(millionths / 10_000).\(String(digits.reversed().drop { $0 == "0" }.reversed()))"
    }
}

extension Percentage: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let rate = Self(text) else { throw Malformed("a rate is written \"19\" or \"7.75\", from 0 to 100") }
        self = rate
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Money {
    /// This share of the amount, rounded half to even; the product is exact in 128 bits.
    package func share(_ rate: Percentage) -> Money { fraction(rate.millionths, of: 1_000_000) }

    /// The tax that a gross amount contains at `rate`: gross × rate / (1 + rate), rounded half to even.
    package func taxIncluded(at rate: Percentage) -> Money {
        fraction(rate.millionths, of: 1_000_000 + rate.millionths)
    }

    /// amount × numerator / denominator, rounded half to even.
    package func fraction(_ numerator: Int64, of denominator: Int64) -> Money {
        precondition(denominator > 0, "a share of nothing")
        let product = Int128(amount) * Int128(numerator)
        let divisor = Int128(denominator)
        var (quotient, remainder) = product.quotientAndRemainder(dividingBy: divisor)
        let twice = remainder.magnitude * 2
        if twice > divisor.magnitude || (twice == divisor.magnitude && quotient % 2 != 0) {
            quotient += product < 0 ? -1 : 1
        }
        return Money(Int64(quotient), currency)
    }

    /// Shares the amount out in proportion to `weights`, by largest remainder, so that the shares add up to it; of
    /// equal remainders the earlier weight gets the unit. All weights zero: everything goes to the first.
    package func shared(by weights: [Int64]) -> [Money] {
        precondition(!weights.isEmpty && weights.allSatisfy { $0 >= 0 }, "weights are counts")
        let whole = weights.reduce(Int128(0)) { $0 + Int128($1) }
        guard whole > 0 else {
            return weights.indices.map { Money($0 == 0 ? amount : 0, currency) }
        }
        let products = weights.map { Int128(amount.magnitude) * Int128($0) }
        var shares = products.map { Int64($0 / whole) }
        let left = Int(Int64(amount.magnitude) - shares.reduce(0, +))
        let byRemainder = weights.indices.sorted {
            let (first, second) = (products[$0] % whole, products[$1] % whole)
            return first == second ? $0 < $1 : first > second
        }
        for place in byRemainder.prefix(left) { shares[place] += 1 }
        return shares.map { Money(amount < 0 ? -$0 : $0, currency) }
    }
}
