/// What makes a model none that can be reasoned with, and where.
package struct ModelFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// What of the model is at fault.
    package enum Place: Sendable, Equatable {
        case model
        case option(String)
        case group(String)
        case parameter(String)
        case rule(String)
        /// A wish about prices, by its place in the list.
        case cost(Int)
        /// A choice of a buyer.
        case choice
    }

    package enum Reason: Sendable, Equatable {
        case isNamedTwice
        case knowsNoOption(String)
        case knowsNoParameter(String)
        /// A group without options.
        case isEmpty
        /// A group from which more are to be taken than it has, or more than may be.
        case cannotBeFilled(minimum: Int, maximum: Int, members: Int)
        case namesOptionTwice(String)
        /// A parameter whose range is turned round or whose step isn't positive.
        case hasNoValues
        /// More than a named limit allows.
        case isTooLarge(String, limit: Int)
    }

    package var place: Place
    package var reason: Reason

    package init(_ place: Place, _ reason: Reason) {
        self.place = place
        self.reason = reason
    }

    package var description: String {
        let subject = switch place {
        case .model: "The model"
        case .option(let name): "Option \(name)"
        case .group(let name): "Group \(name)"
        case .parameter(let name): "Parameter \(name)"
        case .rule(let name): "Rule \(name)"
        case .cost(let number): "Cost \(number + 1)"
        case .choice: "A choice"
        }
        return "\(subject) \(reason.words)."
    }
}

extension ModelFault.Reason {
    var words: String {
        switch self {
        case .isNamedTwice: "has a name that is given twice"
        case .knowsNoOption(let name): "names \(name), which is no option of the model"
        case .knowsNoParameter(let name): "names \(name), which is no parameter of the model"
        case .isEmpty: "has no options"
        case .cannotBeFilled(let minimum, let maximum, let members):
            "wants from \(minimum) to \(maximum) of \(members) options, which can't be"
        case .namesOptionTwice(let name): "names \(name) twice"
        case .hasNoValues: "has no values between its minimum and maximum"
        case .isTooLarge(let what, let limit): "has more \(what) than \(limit)"
        }
    }
}

/// How large a model may be. What is larger is refused by name before any work is done on it.
package enum ModelLimits {
    package static let options = 200_000
    package static let groups = 200_000
    package static let rules = 1_000_000
    package static let parameters = 1_000
    /// Values of one parameter.
    package static let values = 10_000
    /// How deep conditions nest.
    package static let depth = 100
    /// Literals of all clauses together.
    package static let literals = 40_000_000
    /// What counting in one group may take: its options, times the least number of them that has to be told apart.
    package static let counting = 1_000_000
    /// What comparing one sum with another may take: partial sums that are told apart.
    package static let partialSums = 100_000
    /// Factors, constants and values of parameters are this far from 0 at most: a thousand products of two fit.
    package static let number = 50_000_000
    /// Costs are this far from 0 at most.
    package static let cost = 1_000_000_000_000
}
