import Storage
import Supply
import Values

/// What a buyer gets: a published product with a complete and valid selection of options, at the price in force.
package struct Configuration: Sendable {
    package let product: Product
    /// Nil for fixed goods.
    package let modelVersion: Int?
    /// With defaults filled in: completing these again comes to the same.
    package let choices: Choices
    /// In the model's order.
    package let options: [Chosen]
    /// Of the parameters that are asked for, in the model's order.
    package let settings: [Setting]
    /// What one unit takes from stock: the product's parts and its options'.
    package let demand: Demand
    package let unitTrace: PriceTrace
    package let unitPrice: Money
    package let weightGrams: Int
    /// The pictures of what is chosen.
    package let pile: PicturePile
    /// That it was found complete and valid; nil for fixed goods.
    package let mark: Mark?

    /// An option as it is printed on an order.
    package struct Chosen: Codable, Hashable, Sendable {
        package let id: ID<ConfigurationModel.Option>
        package let group: Texts
        package let name: Texts
        /// Taken because the buyer left the choice open.
        package let isDefault: Bool
        /// Why it came along by itself; nil when it was chosen or is a default.
        package let because: Texts?

        package init(
            id: ID<ConfigurationModel.Option>, group: Texts, name: Texts, isDefault: Bool, because: Texts? = nil
        ) {
            self.id = id
            self.group = group
            self.name = name
            self.isDefault = isDefault
            self.because = because
        }
    }

    /// What a parameter is set to, as it is printed on an order.
    package struct Setting: Codable, Hashable, Sendable {
        package let parameter: ID<ConfigurationModel.Parameter>
        package let name: Texts
        package let value: Int
        package let unit: Texts?
        /// As it is because the buyer said nothing.
        package let isDefault: Bool
    }

    /// A parameter that was set to what it can't be.
    package struct OutOfRange: Codable, Hashable, Sendable {
        package let parameter: ID<ConfigurationModel.Parameter>
        package let name: Texts
        package let value: Int
        package let minimum: Int
        package let maximum: Int
        package let step: Int

        init(_ parameter: ConfigurationModel.Parameter, _ value: Int) {
            self.parameter = parameter.id
            name = parameter.name
            self.value = value
            minimum = parameter.minimum
            maximum = parameter.maximum
            step = parameter.step ?? 1
        }
    }

    package enum Refusal: Error, Equatable {
        /// No such product, or still a draft.
        case unknownProduct(ID<Product>)
        case withdrawn(ID<Product>)
        /// The product has no published model of that version; nil: none at all.
        case unknownVersion(Int?)
        case unknownOptions([ID<ConfigurationModel.Option>])
        /// Parameters set to what they can't be.
        case outOfRange([OutOfRange])
        /// Groups in which something is still to be chosen.
        case incomplete([Missing])
        /// Groups in which too much was chosen, and rules that don't hold.
        case broken(tooMany: [Excess], rules: [ConfigurationModel.Rule])
        /// The product or one of these options has no price in that currency.
        case notSold(Currency)
    }

    /// A group in which `count` more options are to be chosen.
    package struct Missing: Codable, Hashable, Sendable {
        package let group: ID<ConfigurationModel.Group>
        package let name: Texts
        package let count: Int

        package init(group: ID<ConfigurationModel.Group>, name: Texts, count: Int) {
            self.group = group
            self.name = name
            self.count = count
        }
    }

    /// A group of which more was chosen than its maximum.
    package struct Excess: Codable, Hashable, Sendable {
        package let group: ID<ConfigurationModel.Group>
        package let name: Texts
        package let chosen: Int
        package let maximum: Int

        package init(group: ID<ConfigurationModel.Group>, name: Texts, chosen: Int, maximum: Int) {
            self.group = group
            self.name = name
            self.chosen = chosen
            self.maximum = maximum
        }
    }
}

extension Configuration.Setting: JSONWritable {
    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("parameter", parameter.text)
        writer.member("name", name)
        writer.member("value", value)
        writer.member("unit", unit)
        writer.member("isDefault", isDefault)
        writer.endObject()
    }

    /// `180 cm`
    package var text: Texts {
        guard let unit else { return Texts(en: String(value)) }
        return Texts(en: "\(value) \(unit.en)", de: unit.de.map { "\(value) \($0)" })
    }
}

extension Configuration.Chosen: JSONWritable {
    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", id.text)
        writer.member("group", group)
        writer.member("name", name)
        writer.member("isDefault", isDefault)
        writer.member("because", because)
        writer.endObject()
    }
}
