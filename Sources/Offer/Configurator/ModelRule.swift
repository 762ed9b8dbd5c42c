import Values

extension ConfigurationModel {
    /// What must hold between options and parameters, with a message for people.
    ///
    /// What it is about is either `option`, or any condition, `when`; what it asks is `others`, or, where it requires
    /// or excludes, any condition, `then`.
    package struct Rule: Codable, Hashable, Sendable {
        /// By which staff and explanations name it.
        package let id: ID<Rule>?
        package let kind: Kind
        package let option: ID<Option>?
        package let others: [ID<Option>]
        package let when: Condition?
        package let then: Condition?
        package let message: Texts
        /// Where it is in force; everywhere when nil. With `available`: where alone the options may be had.
        package let markets: [Country]?
        /// The first and the last day on which it is in force.
        package let from: Day?
        package let until: Day?

        package enum Kind: String, CaseIterable, Codable, Sendable {
            /// With it goes any one, at least, of `others`; or `then` holds.
            case requires
            /// With it goes none of `others`; or `then` doesn't hold.
            case excludes
            /// With it come all of `others`, by themselves.
            case includes
            /// With it `others` are taken where the buyer leaves their groups open, instead of the groups' defaults.
            case `default`
            /// `others` can be had in `markets` alone, from `from` until `until`.
            case available
        }

        package init(
            _ kind: Kind, _ option: ID<Option>? = nil, _ others: [ID<Option>] = [], id: ID<Rule>? = nil,
            when: Condition? = nil, then: Condition? = nil, markets: [Country]? = nil, from: Day? = nil,
            until: Day? = nil, message: Texts
        ) {
            self.id = id
            self.kind = kind
            self.option = option
            self.others = others
            self.when = when
            self.then = then
            self.message = message
            self.markets = markets
            self.from = from
            self.until = until
        }

        package init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                try container.decode(Kind.self, forKey: .kind),
                try container.decodeIfPresent(ID<Option>.self, forKey: .option),
                try container.decodeIfPresent([ID<Option>].self, forKey: .others) ?? [],
                id: try container.decodeIfPresent(ID<Rule>.self, forKey: .id),
                when: try container.decodeIfPresent(Condition.self, forKey: .when),
                then: try container.decodeIfPresent(Condition.self, forKey: .then),
                markets: try container.decodeIfPresent([Country].self, forKey: .markets),
                from: try container.decodeIfPresent(Day.self, forKey: .from),
                until: try container.decodeIfPresent(Day.self, forKey: .until),
                message: try container.decode(Texts.self, forKey: .message))
        }

        /// A list of others is left out where there are none, as clients leave it out.
        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encodeIfPresent(id, forKey: .id)
            try container.encode(kind, forKey: .kind)
            try container.encodeIfPresent(option, forKey: .option)
            if !others.isEmpty { try container.encode(others, forKey: .others) }
            try container.encodeIfPresent(when, forKey: .when)
            try container.encodeIfPresent(then, forKey: .then)
            try container.encode(message, forKey: .message)
            try container.encodeIfPresent(markets, forKey: .markets)
            try container.encodeIfPresent(from, forKey: .from)
            try container.encodeIfPresent(until, forKey: .until)
        }

        private enum CodingKeys: String, CodingKey {
            case id, kind, option, others, when, then, message, markets, from, until
        }

        /// What it is about, whichever way it was written.
        package var condition: Condition { when ?? option.map(Condition.option) ?? .all([]) }

        /// What must hold where its condition does; nil for a default, which only proposes.
        package var consequence: Condition? {
            let listed = others.map(Condition.option)
            return switch kind {
            case .requires: then ?? .any(listed)
            case .excludes: .not(then ?? .any(listed))
            case .includes: .all(listed)
            case .default: nil
            case .available: .not(.any(listed))
            }
        }

        /// Whether it says anything there and then. One on availability speaks outside its markets and days.
        package func isInForce(in sphere: Sphere) -> Bool {
            let isWithin = sphere.isWithin(markets: markets, from: from, until: until)
            return kind == .available ? !isWithin : isWithin
        }
    }

    /// Where and when something is bought: what rules and prices that don't hold everywhere and always depend on.
    package struct Sphere: Hashable, Sendable {
        /// The country the goods go to; as long as it isn't known, the shop's own.
        package let market: Country
        package let day: Day

        package init(market: Country, day: Day) {
            self.market = market
            self.day = day
        }

        /// Days are counted in, first and last.
        package func isWithin(markets: [Country]?, from: Day?, until: Day?) -> Bool {
            guard markets?.contains(market) ?? true else { return false }
            return from.map { $0 <= day } ?? true && until.map { day <= $0 } ?? true
        }
    }
}
