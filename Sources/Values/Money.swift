/// An amount of one currency, in its smallest unit: 12.50 EUR is 1250.
///
/// In JSON `{"amount": 1250, "currency": "EUR"}`. Adding amounts of two currencies, or beyond 64 bits, is a mistake of
/// the program and stops it; what comes from outside is bounded by `limit` first.
package struct Money: Hashable, Sendable {
    package let amount: Int64
    package let currency: Currency

    /// Larger than any order, small enough that a cart of them can't overflow.
    package static let limit: Int64 = 100_000_000_000_000

    package init(_ amount: Int64, _ currency: Currency) {
        self.amount = amount
        self.currency = currency
    }

    package static func zero(_ currency: Currency) -> Self { Self(0, currency) }

    package static func + (left: Self, right: Self) -> Self {
        precondition(left.currency == right.currency, "amounts of two currencies don't add up")
        return Self(left.amount + right.amount, left.currency)
    }

    package static func - (left: Self, right: Self) -> Self { left + -right }

    package static prefix func - (money: Self) -> Self { Self(-money.amount, money.currency) }

    package static func * (money: Self, quantity: Quantity) -> Self {
        Self(money.amount * Int64(quantity.count), money.currency)
    }

    package static func += (left: inout Self, right: Self) { left = left + right }

    package static func < (left: Self, right: Self) -> Bool {
        precondition(left.currency == right.currency, "amounts of two currencies don't compare")
        return left.amount < right.amount
    }

    package static func <= (left: Self, right: Self) -> Bool { !(right < left) }
    package static func > (left: Self, right: Self) -> Bool { right < left }
    package static func >= (left: Self, right: Self) -> Bool { !(left < right) }
}

extension Sequence<Money> {
    /// The sum, which is zero of `currency` when there is nothing to add.
    package func total(_ currency: Currency) -> Money { reduce(.zero(currency), +) }
}

extension Money: CustomStringConvertible {
    /// `12.50 EUR`: the amount with as many decimals as the currency has.
    package var description: String { "\(decimalText) \(currency.code)" }

    /// `12.50`
    package var decimalText: String {
        let digits = String(amount.magnitude)
        let sign = amount < 0 ? "-" : ""
        guard currency.decimals > 0 else { return sign + digits }
        let filled = String(repeating: "0", count: max(0, currency.decimals + 1 - digits.count)) + digits
        return "\(sign)\(filled.dropLast(currency.decimals)).\(filled.suffix(currency.decimals))"
    }
}

extension Money: JSONReadable, JSONWritable {
    private enum Key: String, CodingKey { case amount, currency }

    package init?(json: JSON) {
        guard case .object(let object) = json, case .integer(let amount)? = object["amount"],
              (-Self.limit...Self.limit).contains(amount), case .string(let code)? = object["currency"],
              let currency = Currency(rawValue: code) else { return nil }
        self.init(amount, currency)
    }

    package init(containersOf decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        amount = try container.decode(Int64.self, forKey: .amount)
        guard (-Self.limit...Self.limit).contains(amount) else {
            throw Malformed("an amount is \(Self.limit) of the smallest unit at most")
        }
        currency = try container.decode(Currency.self, forKey: .currency)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("amount", amount)
        writer.member("currency", currency.code)
        writer.endObject()
    }
}

/// A currency of ISO 4217 with the number of decimals its smallest unit has.
package enum Currency: String, CaseIterable, Codable, Sendable {
    case AED, AUD, BHD, BRL, CAD, CHF, CLP, CNY, CZK, DKK, EUR, GBP, HKD, HUF, ILS, INR, ISK, JOD, JPY, KRW, KWD
    case MXN, MYR, NOK, NZD, OMR, PLN, RON, SEK, SGD, THB, TND, TRY, USD, VND, ZAR

    package var code: String { rawValue }

    /// ISO 4217's exponent: 100 minor units to a euro are 2 decimals.
    package var decimals: Int {
        switch self {
        case .CLP, .ISK, .JPY, .KRW, .VND: 0
        case .BHD, .JOD, .KWD, .OMR, .TND: 3
        default: 2
        }
    }
}
