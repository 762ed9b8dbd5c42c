import Storage
import Values

/// The options a buyer picked: sorted, each once, at most 100. In JSON an array of option ids.
package struct Choices: Hashable, Sendable {
    package let options: [ID<ConfigurationModel.Option>]

    /// More than anybody ticks on one car.
    package static let limit = 100

    package static let none = Self(unchecked: [])

    /// Nil when there are too many, or one twice.
    package init?(_ options: some Sequence<ID<ConfigurationModel.Option>>) {
        let sorted = options.sorted()
        guard sorted.count <= Self.limit, zip(sorted, sorted.dropFirst()).allSatisfy({ $0 != $1 }) else { return nil }
        self.options = sorted
    }

    private init(unchecked options: [ID<ConfigurationModel.Option>]) { self.options = options }
}

extension Choices: ExpressibleByArrayLiteral {
    /// For samples and tests; stops the program when the literal has an option twice.
    package init(arrayLiteral options: ID<ConfigurationModel.Option>...) {
        guard let choices = Self(options) else { preconditionFailure("\(options) are no choices") }
        self = choices
    }
}

extension Choices: Codable {
    package init(from decoder: any Decoder) throws {
        let options = try [ID<ConfigurationModel.Option>](from: decoder)
        guard let choices = Self(options) else {
            throw Malformed("choices are at most \(Self.limit) options, each named once")
        }
        self = choices
    }

    package func encode(to encoder: any Encoder) throws { try options.encode(to: encoder) }
}
