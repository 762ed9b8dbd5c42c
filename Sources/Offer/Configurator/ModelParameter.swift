import Supply
import Values

extension ConfigurationModel {
    /// A whole number the buyer sets: a length, a number of seats. `minimum`, `minimum + step`, … up to `maximum`.
    package struct Parameter: Codable, Hashable, Sendable {
        package let id: ID<Parameter>
        package let name: Texts
        package let description: Texts?
        package let minimum: Int
        package let maximum: Int
        /// 1 when nil.
        package let step: Int?
        /// What it counts: `cm`.
        package let unit: Texts?
        /// What it is until the buyer says otherwise; the minimum when nil.
        package let `default`: Int?
        /// The option without which it isn't asked for.
        package let under: ID<Option>?

        package init(
            id: ID<Parameter>, name: Texts, description: Texts? = nil, minimum: Int, maximum: Int, step: Int? = nil,
            unit: Texts? = nil, default: Int? = nil, under: ID<Option>? = nil
        ) {
            self.id = id
            self.name = name
            self.description = description
            self.minimum = minimum
            self.maximum = maximum
            self.step = step
            self.unit = unit
            self.default = `default`
            self.under = under
        }

        package static let valueRange = -1_000_000_000...1_000_000_000
        /// How many values one may have; a buyer sees no difference between more.
        package static let valueLimit = 10_000

        package var usual: Int { `default` ?? minimum }

        /// Whether it can be that.
        package func takes(_ value: Int) -> Bool {
            value >= minimum && value <= maximum && (value - minimum) % (step ?? 1) == 0
        }
    }

    /// What a configuration costs, weighs or is made of beyond its options' own, as far as `when` holds: for a pair of
    /// options, for each unit of a parameter, in one market.
    package struct Effect: Codable, Hashable, Sendable {
        package let id: ID<Effect>
        /// What the price trace calls it; wanted where it has prices.
        package let name: Texts?
        /// Always, when nil.
        package let when: Condition?
        /// As often as the parameter says; once, when nil.
        package let per: Per?
        /// For each time: one amount for each currency; may be below zero.
        package let prices: [Money]
        package let parts: [Part]
        package let weightGrams: Int
        package let markets: [Country]?
        package let from: Day?
        package let until: Day?

        /// How often: for each begun `each` that the parameter is above `above`.
        package struct Per: Codable, Hashable, Sendable {
            package let parameter: ID<Parameter>
            /// 0 when nil.
            package let above: Int?
            /// 1 when nil.
            package let each: Int?

            package init(_ parameter: ID<Parameter>, above: Int? = nil, each: Int? = nil) {
                self.parameter = parameter
                self.above = above
                self.each = each
            }

            package func times(_ value: Int) -> Int {
                let (over, each) = (max(0, value - (above ?? 0)), each ?? 1)
                return over / each + (over % each > 0 ? 1 : 0)
            }
        }

        package init(
            id: ID<Effect>, name: Texts? = nil, when: Condition? = nil, per: Per? = nil, prices: [Money] = [],
            parts: [Part] = [], weightGrams: Int = 0, markets: [Country]? = nil, from: Day? = nil, until: Day? = nil
        ) {
            self.id = id
            self.name = name
            self.when = when
            self.per = per
            self.prices = prices
            self.parts = parts
            self.weightGrams = weightGrams
            self.markets = markets
            self.from = from
            self.until = until
        }

        package init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                id: try container.decode(ID<Effect>.self, forKey: .id),
                name: try container.decodeIfPresent(Texts.self, forKey: .name),
                when: try container.decodeIfPresent(Condition.self, forKey: .when),
                per: try container.decodeIfPresent(Per.self, forKey: .per),
                prices: try container.decodeIfPresent([Money].self, forKey: .prices) ?? [],
                parts: try container.decodeIfPresent([Part].self, forKey: .parts) ?? [],
                weightGrams: try container.decodeIfPresent(Int.self, forKey: .weightGrams) ?? 0,
                markets: try container.decodeIfPresent([Country].self, forKey: .markets),
                from: try container.decodeIfPresent(Day.self, forKey: .from),
                until: try container.decodeIfPresent(Day.self, forKey: .until))
        }

        package func isInForce(in sphere: Sphere) -> Bool {
            sphere.isWithin(markets: markets, from: from, until: until)
        }
    }

    /// Options that together cost `prices` instead of what each of them does.
    package struct Pack: Codable, Hashable, Sendable {
        package let id: ID<Pack>
        package let name: Texts
        package let options: [ID<Option>]
        package let prices: [Money]

        package init(id: ID<Pack>, name: Texts, options: [ID<Option>], prices: [Money]) {
            self.id = id
            self.name = name
            self.options = options
            self.prices = prices
        }

        package func price(in currency: Currency) -> Money? { prices.first { $0.currency == currency } }
    }
}
