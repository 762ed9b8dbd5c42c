/// One thing that takes part in a contradiction or a conclusion.
package enum Reason: Sendable, Hashable {
    case choice(Choice)
    /// A rule, by its name.
    case rule(String)
    /// A group's minimum and maximum, and that its options need its parent; by its name.
    case group(String)
    /// That every configuration takes this option.
    case root(String)
}

/// Choices and rules that can't hold together, of which none can be left out: without any one of them the others can.
package struct Explanation: Sendable, Equatable {
    /// What is asked for: it holds together with neither all `reasons`, nor is it one of them. Nil where the choices
    /// alone contradict the rules.
    package let wish: Choice?
    /// Choices first, in the buyer's order; then rules and groups in the model's.
    package let reasons: [Reason]

    package var choices: [Choice] {
        reasons.compactMap { if case .choice(let choice) = $0 { choice } else { nil } }
    }
    package var rules: [String] { reasons.compactMap { if case .rule(let name) = $0 { name } else { nil } } }
}

/// Choices to drop so that a wish becomes possible. No part of them would do.
package struct Repair: Sendable, Equatable {
    /// In the buyer's order.
    package let dropped: [Choice]
}

/// Ways to have what is wished, smallest first; of equal size in the buyer's order.
package struct Repairs: Sendable, Equatable {
    /// Empty where no dropping helps: the model itself has no room for the wish.
    package let ways: [Repair]
    /// Whether there are more than were asked for.
    package let hasMore: Bool
}
