/// A country by its two letters in ISO 3166-1: `DE`, `AT`.
package struct Country: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let code: String

    package static let pattern = "^[A-Z]{2}$"

    package init?(_ code: String) {
        guard code.utf8.count == 2, code.utf8.allSatisfy({ (65...90).contains($0) }) else { return nil }
        self.code = code
    }

    package static func < (left: Self, right: Self) -> Bool { left.code < right.code }

    package var description: String { code }
}

extension Country: ExpressibleByStringLiteral {
    package init(stringLiteral code: String) {
        guard let country = Self(code) else { preconditionFailure("\(code) is no country") }
        self = country
    }
}

extension Country: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let country = Self(text) else { throw Malformed("a country is two capital letters, ISO 3166-1") }
        self = country
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(code)
    }
}
