import Testbed
import Testing
@testable import Values

@Suite struct MoneyTests {
    @Test("half goes to the even neighbour", arguments: [
        (1, 1, 2, 0), (3, 1, 2, 2), (5, 1, 2, 2), (7, 1, 2, 4), (-1, 1, 2, 0), (-3, 1, 2, -2), (-5, 1, 2, -2),
        (5, 1, 3, 2), (4, 1, 3, 1),
        (250, 19, 1000, 5), (350, 1, 100, 4), (450, 1, 100, 4), (1, 0, 7, 0), (0, 5, 7, 0),
    ] as [(Int64, Int64, Int64, Int64)])
    func halfEven(amount: Int64, numerator: Int64, denominator: Int64, expected: Int64) {
        #expect(Money(amount, .EUR).fraction(numerator, of: denominator).amount == expected)
    }

    @Test("the tax in a gross amount is exact beyond 64 bits")
    func taxIncluded() throws {
        let rate = try #require(Percentage("19"))
        #expect(Money(11900, .EUR).taxIncluded(at: rate).amount == 1900)
        #expect(Money(100, .EUR).taxIncluded(at: rate).amount == 16)
        #expect(Money(Money.limit, .EUR).taxIncluded(at: rate).amount == 15_966_386_554_622)
        #expect(Money(9_000_000_000_000_000_000, .EUR).share(rate).amount == 1_710_000_000_000_000_000)
    }

    @Test("shares add up, lie within one unit of what is due, and follow the largest remainder",
        arguments: 0..<20 as Range<UInt64>)
    func sharing(seed: UInt64) {
        var chance = SplitMix64(seed)
        for _ in 0..<200 {
            let amount = Int64.random(in: -1_000_000...1_000_000, using: &chance)
            let weights = (0..<Int.random(in: 1...12, using: &chance)).map { _ in
                Bool.random(using: &chance) ? Int64.random(in: 0...Money.limit,
                    using: &chance) : Int64.random(in: 0...3, using: &chance)
            }
            let whole = weights.reduce(0, +)
            let shares = Money(amount, .EUR).shared(by: weights).map(\.amount)
            #expect(shares.reduce(0, +) == amount)
            #expect(shares.count == weights.count)
            guard whole > 0 else { continue }
            var remainders: (rounded: Int128, cut: Int128) = (.max, -1)
            for (share, weight) in zip(shares, weights) {
                let due = Int128(amount.magnitude) * Int128(weight)
                let floor = due / Int128(whole)
                let extra = Int128(share.magnitude) - floor
                #expect(extra == 0 || extra == 1)
                #expect(share == 0 || (share < 0) == (amount < 0))
                if extra == 1 { remainders.rounded = min(remainders.rounded, due % Int128(whole)) }
                if extra == 0 { remainders.cut = max(remainders.cut, due % Int128(whole)) }
            }
            #expect(remainders.rounded >= remainders.cut)
        }
    }

    @Test("equal remainders go to the earlier, and without weights all goes to the first")
    func sharingTies() {
        #expect(Money(100, .EUR).shared(by: [1, 1, 1]).map(\.amount) == [34, 33, 33])
        #expect(Money(-100, .EUR).shared(by: [1, 1, 1]).map(\.amount) == [-34, -33, -33])
        #expect(Money(5, .EUR).shared(by: [0, 0]).map(\.amount) == [5, 0])
        #expect(Money(5, .EUR).shared(by: [0, 1]).map(\.amount) == [0, 5])
    }

    @Test("an amount is written with its currency's decimals", arguments: [
        (1250, Currency.EUR, "12.50"), (5, .EUR, "0.05"), (-5, .EUR, "-0.05"), (0, .EUR, "0.00"), (1250, .JPY, "1250"),
        (-7, .JPY, "-7"), (1250, .KWD, "1.250"), (1, .KWD, "0.001"), (Int64.min, .EUR, "-92233720368547758.08"),
    ] as [(Int64, Currency, String)])
    func decimals(amount: Int64, currency: Currency, text: String) {
        #expect(Money(amount, currency).decimalText == text)
        #expect("\(Money(amount, currency))" == "\(text) \(currency.code)")
    }

    @Test("amounts of one currency add, compare and multiply")
    func arithmetic() {
        let price = Money(1250, .EUR)
        #expect(price + Money(50, .EUR) == Money(1300, .EUR))
        #expect(price - Money(1300, .EUR) == Money(-50, .EUR))
        #expect(price * 3 == Money(3750, .EUR))
        #expect(price < Money(1251, .EUR) && price >= price && !(price > price))
        #expect([price, price].total(.EUR) == Money(2500, .EUR))
        #expect([Money]().total(.JPY) == .zero(.JPY))
    }

    @Test("an amount beyond the limit is not read",
        arguments: [Money.limit + 1, -Money.limit - 1, Int64.max, Int64.min])
    func limit(amount: Int64) throws {
        #expect(throws: JSONCoding.Fault.self) {
            try JSONCoding.value(Money.self, from: ["amount": .integer(amount), "currency": "EUR"])
        }
        let largest = Money(Money.limit, .EUR)
        #expect(try JSONCoding.value(Money.self, from: JSONCoding.bytes(largest)) == largest)
    }

    @Test("a rate is read and written exactly", arguments: [
        ("0", 0), ("19", 190_000), ("7.7", 77_000), ("0.0625", 625), ("100", 1_000_000), ("8.10", 81_000),
        ("100.0", 1_000_000),
    ] as [(String, Int64)])
    func percentage(text: String, millionths: Int64) throws {
        let rate = try #require(Percentage(text))
        #expect(rate.millionths == millionths)
        #expect(Percentage(rate.description) == rate)
    }

    @Test("what is no rate is refused", arguments: [
        "", "-1", "+1", "101", "100.1", "1.", ".5", "1.00001", "1,5", "19 %", "1e1", "٣", "1.2.3", "0019", "007",
    ])
    func noPercentage(text: String) {
        #expect(Percentage(text) == nil)
    }

    @Test("every rate reads back as it is written")
    func percentages() {
        for count in stride(from: Int64(0), through: 1_000_000, by: 37) {
            let rate = Percentage(millionthsOfWhole: count)
            #expect(rate.flatMap { Percentage($0.description) } == rate)
        }
        #expect(Percentage(millionthsOfWhole: -1) == nil)
        #expect(Percentage(millionthsOfWhole: 1_000_001) == nil)
    }
}
