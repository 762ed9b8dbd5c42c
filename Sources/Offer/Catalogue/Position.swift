import Values
import Web

/// Where something stands in a list that staff put in order; lower comes first.
struct Position: Hashable, Sendable {
    let number: Int
}

extension Position: SchemaDeclaring {
    static let schema = Schema.integer(
        Int64(Category.positionRange.lowerBound)...Int64(Category.positionRange.upperBound))

    init(from decoder: any Decoder) throws {
        number = try decoder.singleValueContainer().decode(Int.self)
        guard Category.positionRange.contains(number) else { throw Malformed("a position is 0 to 1,000,000") }
    }
}
