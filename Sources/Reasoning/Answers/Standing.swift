/// How everything stands after a buyer's choices: what is settled, by whom, and what is still open.
package struct Standing: Sendable {
    package let choices: [Choice]
    let book: Rulebook
    /// By the option's number.
    let notes: [Note]
    let bounds: [Bounds]
    /// Configurations that agree with the choices and took the solver to find: they show what is possible after the
    /// next choice.
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
    package subscript(number: Int) -> State { notes[number].state(book) }

    /// Nil where the model has no such option.
    package subscript(option: String) -> State? { book.number(ofOption: option).map { self[$0] } }

    /// Nil where the model has no such parameter.
    package func bounds(of parameter: String) -> Bounds? { book.number(ofParameter: parameter).map { bounds[$0] } }

    /// Whether nothing is open.
    package var isComplete: Bool {
        !notes.contains(.possible) && bounds.allSatisfy { $0.lowest == $0.highest }
    }

    /// Names of the options that are settled as taken, in the model's order.
    package var taken: [String] {
        notes.indices.filter { notes[$0].isForced }.map { book.model.options[$0].name }
    }
}

extension Standing {
    /// Who settled something, in four bytes.
    enum Cause: Equatable {
        case nobody
        case buyer
        case model
        /// By an owner of the rulebook's clauses; `Rulebook.nobody` where the last step isn't known.
        case consequence(of: Int)
    }

    /// An option's state in four bytes, since there are many options, and many configurations open: 0 where it is
    /// possible, above 0 where it is forced, below where it is impossible.
    struct Note: Equatable {
        private let number: Int32

        static let possible = Note(0, .nobody)

        /// - Parameter value: 1 forced, -1 impossible, 0 possible.
        init(_ value: Int8, _ cause: Cause) {
            let code: Int32 = switch cause {
            case .nobody: 0
            case .buyer: 1
            case .model: 2
            case .consequence(let owner): 3 + Int32(owner)
            }
            number = Int32(value) * code
        }

        var isForced: Bool { number > 0 }
        var isImpossible: Bool { number < 0 }

        private var cause: Cause {
            switch abs(number) {
            case 0: .nobody
            case 1: .buyer
            case 2: .model
            case let code: .consequence(of: Int(code) - 3)
            }
        }

        func state(_ book: Rulebook) -> State {
            if number == 0 { return .possible }
            let decider = book.decider(cause)
            return number > 0 ? .forced(decider) : .impossible(decider)
        }
    }

    /// The literals of all visible variables that are settled.
    var settled: [Int32] {
        var all: [Int32] = []
        for (number, note) in notes.enumerated() where note != .possible {
            all.append(note.isForced ? Int32(number + 1) : -Int32(number + 1))
        }
        for (ladder, bounds) in zip(book.variables.ladders, bounds) {
            for (value, rung) in zip(ladder.values.dropFirst(), ladder.literals) {
                if value <= bounds.lowest { all.append(rung) }
                if value > bounds.highest { all.append(-rung) }
            }
        }
        return all
    }
}

extension Rulebook {
    /// Who that is, by name.
    func decider(_ cause: Standing.Cause) -> Standing.Decider {
        switch cause {
        case .nobody, .model: .model
        case .buyer: .buyer
        case .consequence(let owner): .consequence(owners[owner])
        }
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
