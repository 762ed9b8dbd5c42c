/// What a product can be, for reasoning: options, the groups they stand in, parameters, and rules over both.
///
/// A description only, as a model document or a UVL file says it; `Rulebook` finds its faults and makes it ready.
package struct FeatureModel: Sendable, Equatable {
    package var name: String
    /// In the order of the document; each by its name once.
    package var options: [Option]
    package var groups: [Group]
    package var parameters: [Parameter]
    package var rules: [Rule]

    package init(
        name: String, options: [Option] = [], groups: [Group] = [], parameters: [Parameter] = [], rules: [Rule] = []
    ) {
        self.name = name
        self.options = options
        self.groups = groups
        self.parameters = parameters
        self.rules = rules
    }

    /// What is either taken or not: an option of a product, a feature of a UVL file.
    package struct Option: Sendable, Equatable {
        package var name: String
        /// Whether every configuration takes it: the root of a tree.
        package var isRoot: Bool
        /// What a UVL file notes of it, in the file's order.
        package var attributes: [Attribute]

        package init(_ name: String, isRoot: Bool = false, attributes: [Attribute] = []) {
            self.name = name
            self.isRoot = isRoot
            self.attributes = attributes
        }
    }

    /// A note of a UVL file: `{price 30}`.
    package struct Attribute: Sendable, Equatable {
        package var key: String
        package var value: AttributeValue

        package init(_ key: String, _ value: AttributeValue) {
            self.key = key
            self.value = value
        }
    }

    package indirect enum AttributeValue: Sendable, Equatable {
        /// A key without a value.
        case mark
        case flag(Bool)
        case whole(Int)
        /// A number with a fraction, as it is written.
        case fraction(String)
        case text(String)
        case list([AttributeValue])
        case notes([Attribute])
    }

    /// Options of which from `minimum` to `maximum` are taken where `parent` is taken, and none where it isn't.
    package struct Group: Sendable, Equatable {
        /// Names the group in explanations.
        package var name: String
        /// The option it belongs to; nil for a group of the product itself.
        package var parent: String?
        package var members: [String]
        package var minimum: Int
        package var maximum: Int

        package init(_ name: String, of parent: String? = nil, _ members: [String], _ range: ClosedRange<Int>) {
            self.name = name
            self.parent = parent
            self.members = members
            minimum = range.lowerBound
            maximum = range.upperBound
        }
    }

    /// A whole number that the buyer sets: `minimum`, `minimum + step`, … up to `maximum` at most.
    package struct Parameter: Sendable, Equatable {
        package var name: String
        package var minimum: Int
        package var maximum: Int
        package var step: Int

        package init(_ name: String, _ range: ClosedRange<Int>, step: Int = 1) {
            self.name = name
            minimum = range.lowerBound
            maximum = range.upperBound
            self.step = step
        }

        /// All its values, ascending. Wants `step` of 1 or more.
        package var values: [Int] { Array(stride(from: minimum, through: maximum, by: step)) }
    }

    /// What holds in every configuration. Includes and requires are implications, excludes the negation of both.
    package struct Rule: Sendable, Equatable {
        /// Names the rule in explanations.
        package var name: String
        package var condition: Condition

        package init(_ name: String, _ condition: Condition) {
            self.name = name
            self.condition = condition
        }
    }
}
