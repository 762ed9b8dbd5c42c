import Storage
import Values

/// Countries to which delivery costs the same. A country lies in one zone at most.
package struct DeliveryZone: Hashable, Sendable {
    package let id: ID<DeliveryZone>
    /// How delivery there reads on an invoice: `Delivery within Germany`.
    package let name: Texts
    package let countries: [Country]
    /// One for each currency in which the shop delivers there.
    package let tariffs: [Tariff]
    /// Counts edits, for `ETag`.
    package let version: Int

    package static let countLimit = 100
    package static let countryLimit = 250

    package enum Refusal: Error, Equatable {
        case unknown(ID<DeliveryZone>)
        case taken(ID<DeliveryZone>)
        /// The country lies in another zone.
        case countryTaken(Country)
        case tooMany(limit: Int)
    }

    package init(
        id: ID<DeliveryZone>, name: Texts, countries: [Country], tariffs: [Tariff], version: Int = 1
    ) {
        self.id = id
        self.name = name
        self.countries = countries
        self.tariffs = tariffs
        self.version = version
    }

    /// What delivery costs in one currency, by the basket's weight or value.
    package struct Tariff: Hashable, Sendable {
        package let basis: Basis
        /// By ascending `upTo`; the first that reaches is taken.
        package let steps: [Step]
        package let currency: Currency

        package static let stepLimit = 50

        package enum Basis: String, CaseIterable, Codable, Storable {
            /// Grams of all goods.
            case weight
            /// Smallest units of the currency, of all goods after discounts.
            case value
        }

        /// Nil unless there are 1 to `stepLimit` steps of one currency, each reaching further than the one before.
        package init?(_ basis: Basis, _ steps: [Step]) {
            let reaches = steps.map { $0.upTo ?? .max }
            guard let currency = steps.first?.price.currency, steps.count <= Self.stepLimit,
                  steps.allSatisfy({ $0.price.currency == currency && $0.price.amount >= 0 && $0.upTo ?? 0 >= 0 }),
                  zip(reaches, reaches.dropFirst()).allSatisfy(<) else { return nil }
            self.basis = basis
            self.steps = steps
            self.currency = currency
        }

        /// Nil when the goods are beyond the last step.
        package func price(of measure: Int64) -> Money? {
            steps.first { step in step.upTo.map { measure <= $0 } ?? true }?.price
        }
    }

    package struct Step: Codable, Hashable, Sendable {
        /// Reaches to this measure and no further; nil: to any.
        package let upTo: Int64?
        /// Zero or more.
        package let price: Money

        package init(upTo: Int64?, price: Money) {
            self.upTo = upTo
            self.price = price
        }
    }
}
