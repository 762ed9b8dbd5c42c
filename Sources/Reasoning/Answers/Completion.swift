/// What a completion aims at.
package enum Aim: Sendable {
    /// As near to these as can be: each option that isn't as it is here counts 1, each parameter 1 for each step away.
    case nearest(options: Set<String>, parameters: [String: Int])
    /// The least sum of costs.
    case cheapest([Cost])
}

/// A linear cost in the smallest unit of money; negative for what makes the whole cheaper.
package enum Cost: Sendable, Equatable {
    /// Counts where the condition holds: an option, a pair, a pack.
    case condition(Condition, Int)
    /// Counts for each unit of a parameter's value.
    case perUnit(parameter: String, Int)
}

/// A complete configuration that agrees with the choices.
package struct Completion: Sendable, Equatable {
    /// Names of the options it takes.
    package let options: Set<String>
    package let parameters: [String: Int]
    /// What it costs, or how far it is from the defaults.
    package let cost: Int
    /// No configuration costs less than this: proven.
    package let proven: Int

    package var isOptimal: Bool { cost == proven }
}
