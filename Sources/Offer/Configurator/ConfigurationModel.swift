import Supply
import Storage
import Values

/// One immutable version of how a configurable product may be configured: option groups and rules between options.
/// Carts and orders pin the version they were made with.
package struct ConfigurationModel: Codable, Hashable, Sendable {
    package let product: ID<Product>
    /// Counts a product's published versions from 1.
    package let version: Int
    package let groups: [Group]
    package let rules: [Rule]

    package init(product: ID<Product>, version: Int, groups: [Group], rules: [Rule]) {
        self.product = product
        self.version = version
        self.groups = groups
        self.rules = rules
    }

    /// Choices of which at least `minimum` and at most `maximum` are taken: paint, exactly 1; extra equipment, 0 to n.
    package struct Group: Codable, Hashable, Sendable {
        package let id: ID<Group>
        package let name: Texts
        package let minimum: Int
        package let maximum: Int
        package let options: [Option]
        /// Taken when a buyer chose nothing in a group that can't stay empty.
        package let `default`: [ID<Option>]

        package init(
            id: ID<Group>, name: Texts, minimum: Int, maximum: Int, options: [Option], default: [ID<Option>] = []
        ) {
            self.id = id
            self.name = name
            self.minimum = minimum
            self.maximum = maximum
            self.options = options
            self.default = `default`
        }
    }

    /// One choice: heated back seats. Its id is unique within the model.
    package struct Option: Codable, Hashable, Sendable {
        package let id: ID<Option>
        package let name: Texts
        package let description: Texts?
        /// What it adds to the product's price: one amount for each currency the model is sold in; may be below zero.
        package let prices: [Money]
        /// What it takes from stock beyond the product's own parts.
        package let parts: [Part]
        package let weightGrams: Int

        package init(
            id: ID<Option>, name: Texts, description: Texts? = nil, prices: [Money], parts: [Part] = [],
            weightGrams: Int = 0
        ) {
            self.id = id
            self.name = name
            self.description = description
            self.prices = prices
            self.parts = parts
            self.weightGrams = weightGrams
        }

        package func price(in currency: Currency) -> Money? { prices.first { $0.currency == currency } }
    }

    /// What must hold between options, with a message for people.
    package struct Rule: Codable, Hashable, Sendable {
        package let kind: Kind
        package let option: ID<Option>
        package let others: [ID<Option>]
        package let message: Texts

        package enum Kind: String, CaseIterable, Codable, Sendable {
            /// With `option` goes any one, at least, of `others`.
            case requires
            /// With `option` goes none of `others`.
            case excludes
        }

        package init(_ kind: Kind, _ option: ID<Option>, _ others: [ID<Option>], message: Texts) {
            self.kind = kind
            self.option = option
            self.others = others
            self.message = message
        }
    }
}
