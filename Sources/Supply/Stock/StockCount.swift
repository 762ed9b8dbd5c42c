import Values
import Web

/// How many came in at once: 1 to 1,000,000.
struct StockCount: Sendable, Hashable {
    let number: Int

    static let range = 1...1_000_000
}

/// By how much a stocktaking changes a count: up or down by 1 to 1,000,000.
struct StockChange: Sendable, Hashable {
    let number: Int
}

extension StockCount: SchemaDeclaring {
    static let schema = Schema.integer(Int64(range.lowerBound)...Int64(range.upperBound))

    init(from decoder: any Decoder) throws {
        number = try decoder.singleValueContainer().decode(Int.self)
        guard Self.range.contains(number) else { throw Malformed("must be from 1 to \(Self.range.upperBound)") }
    }
}

extension StockChange: SchemaDeclaring {
    private static let most = Int64(StockCount.range.upperBound)

    static let schema = Schema.anyOf([.integer(1...most), .integer(-most ... -1)])
        .example(.integer(-1)).described("Not zero: below it goods are gone, above it some were found.")

    init(from decoder: any Decoder) throws {
        number = try decoder.singleValueContainer().decode(Int.self)
        guard StockCount.range.contains(Int(number.magnitude)) else {
            throw Malformed("must be from 1 to \(StockCount.range.upperBound), up or down")
        }
    }
}
