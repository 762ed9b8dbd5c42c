/// How everything stands after a buyer's choices: what is settled, by whom, and what is still open.
package struct Standing: Sendable {
    package let choices: [Choice]
    let book: Rulebook
    /// By the option's number.
    let states: [State]
    let bounds: [Bounds]
    /// The literals of all visible variables that are settled.
    let settled: [Int32]
    /// Configurations that agree with the choices, as far as they were met: they show quickly what is possible after
    /// the next choice.
    let witnesses: [Witness]

    /// Of an option.
    package enum State: Sendable, Hashable {
        /// It may be taken and may be left.
        case possible
        /// Every configuration that agrees with the choices takes it.
        case forced(Decider)
        /// None does.
        case impossible(Decider)

        package var isPossible: Bool { self == .possible }
    }

    /// Who settled something.
    package enum Decider: Sendable, Hashable {
        /// The buyer chose just this.
        case buyer
        /// It follows from the choices. The reason is the last step of the conclusion where that is a simple one.
        case consequence(Reason?)
        /// The model alone, whatever is chosen.
        case model
    }

    /// Of a parameter: the least and the greatest value it can have. Not each value between them has to be possible.
    package struct Bounds: Sendable, Hashable {
        package let lowest: Int
        package let highest: Int
        /// Nil while more than one value is possible.
        package let decider: Decider?

        package init(lowest: Int, highest: Int, decider: Decider?) {
            self.lowest = lowest
            self.highest = highest
            self.decider = decider
        }
    }

    /// By the place of the option in the model.
    package subscript(number: Int) -> State { states[number] }

    /// Nil where the model has no such option.
    package subscript(option: String) -> State? { book.number(ofOption: option).map { states[$0] } }

    /// Nil where the model has no such parameter.
    package func bounds(of parameter: String) -> Bounds? { book.number(ofParameter: parameter).map { bounds[$0] } }

    /// Whether nothing is open.
    package var isComplete: Bool {
        !states.contains { $0.isPossible } && bounds.allSatisfy { $0.lowest == $0.highest }
    }

    /// Names of the options that are settled as taken, in the model's order.
    package var taken: [String] {
        states.indices.filter { if case .forced = states[$0] { true } else { false } }
            .map { book.model.options[$0].name }
    }
}

/// What a click changes.
package struct Consequences: Sendable {
    /// How all stands after it.
    package let standing: Standing
    /// The options whose state changes, in the model's order; a change of who decided alone counts too.
    package let options: [Change<Standing.State>]
    package let parameters: [Change<Standing.Bounds>]

    package struct Change<Value: Sendable & Hashable>: Sendable, Hashable {
        package let name: String
        package let before: Value
        package let after: Value
    }
}
