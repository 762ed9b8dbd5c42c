import Storage
import Supply
import Values
import Web

/// One immutable version of how a configurable product may be configured: option groups, parameters, rules between
/// them, and what depends on them. Carts and orders pin the version they were made with.
package struct ConfigurationModel: Hashable, Sendable {
    package let product: ID<Product>
    /// Counts a product's published versions from 1.
    package let version: Int
    let document: ModelDocument

    package enum Refusal: Error, Equatable {
        case unknownVersion(ID<Product>, Int)
        /// Nothing has been drafted yet.
        case withoutDraft(ID<Product>)
        /// The draft is what was published last, as that version.
        case unchanged(version: Int)
        /// Options without a price in a currency that others have one in; pointers into the draft.
        case unpriced([Problem.Fault])
        /// No selection satisfies groups and rules.
        case impossible(ModelReport.Contradiction)
        /// Whether a valid configuration exists couldn't be told in time.
        case tooIntricate
        /// Too many questions are being thought about.
        case busy
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
        /// The option without which nothing of it can be taken, and nothing need be.
        package let under: ID<Option>?

        package init(
            id: ID<Group>, name: Texts, minimum: Int, maximum: Int, options: [Option], default: [ID<Option>] = [],
            under: ID<Option>? = nil
        ) {
            self.id = id
            self.name = name
            self.minimum = minimum
            self.maximum = maximum
            self.options = options
            self.default = `default`
            self.under = under
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
        package let swatch: Swatch?
        /// Of those that hang at the product for its options.
        package let picture: ID<Picture>?
        /// The picture's place in the pile, 1 to 99, where higher lies on top; the lowest when nil.
        package let layer: Int?

        package static let lowestLayer = 1

        package init(
            id: ID<Option>, name: Texts, description: Texts? = nil, prices: [Money], parts: [Part] = [],
            weightGrams: Int = 0, swatch: Swatch? = nil, picture: ID<Picture>? = nil, layer: Int? = nil
        ) {
            self.id = id
            self.name = name
            self.description = description
            self.prices = prices
            self.parts = parts
            self.weightGrams = weightGrams
            self.swatch = swatch
            self.picture = picture
            self.layer = layer
        }

        package func price(in currency: Currency) -> Money? { prices.first { $0.currency == currency } }
    }
}

/// What staff may leave out.
extension ConfigurationModel.Group {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try container.decode(ID<ConfigurationModel.Group>.self, forKey: .id),
            name: try container.decode(Texts.self, forKey: .name),
            minimum: try container.decode(Int.self, forKey: .minimum),
            maximum: try container.decode(Int.self, forKey: .maximum),
            options: try container.decode([ConfigurationModel.Option].self, forKey: .options),
            default: try container.decodeIfPresent([ID<ConfigurationModel.Option>].self, forKey: .default) ?? [],
            under: try container.decodeIfPresent(ID<ConfigurationModel.Option>.self, forKey: .under))
    }
}

extension ConfigurationModel.Option {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try container.decode(ID<ConfigurationModel.Option>.self, forKey: .id),
            name: try container.decode(Texts.self, forKey: .name),
            description: try container.decodeIfPresent(Texts.self, forKey: .description),
            prices: try container.decode([Money].self, forKey: .prices),
            parts: try container.decodeIfPresent([Part].self, forKey: .parts) ?? [],
            weightGrams: try container.decodeIfPresent(Int.self, forKey: .weightGrams) ?? 0,
            swatch: try container.decodeIfPresent(Swatch.self, forKey: .swatch),
            picture: try container.decodeIfPresent(ID<Picture>.self, forKey: .picture),
            layer: try container.decodeIfPresent(Int.self, forKey: .layer))
    }
}
