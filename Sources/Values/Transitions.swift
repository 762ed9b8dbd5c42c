/// A state machine as a table: which states may follow which. Checked as a whole when the program starts.
package struct Transitions<State: Hashable & CaseIterable & Sendable & RawRepresentable<String>>: Sendable {
    private let table: [State: Set<State>]
    private let beginnings: Set<State>

    /// A step the table doesn't allow; `from` is nil at the beginning.
    package struct Illegal: Error, Equatable, CustomStringConvertible {
        package let from: String?
        package let to: String

        package var description: String { "no step leads from \(from ?? "the beginning") to \(to)" }
    }

    /// Stops the program when a state can't be reached from a beginning: such a table is a mistake.
    package init(beginning: Set<State>, _ table: [State: Set<State>]) {
        self.table = table
        beginnings = beginning
        var reached = beginning
        var frontier = Array(beginning)
        while let state = frontier.popLast() {
            for next in table[state, default: []] where reached.insert(next).inserted { frontier.append(next) }
        }
        for state in State.allCases {
            precondition(reached.contains(state), "no step leads to \(state.rawValue)")
        }
    }

    package func allows(_ from: State?, _ to: State) -> Bool {
        guard let from else { return beginnings.contains(to) }
        return table[from, default: []].contains(to)
    }

    package func check(_ from: State?, _ to: State) throws(Illegal) {
        guard allows(from, to) else { throw Illegal(from: from?.rawValue, to: to.rawValue) }
    }

    /// Whether `path`, read from a history, is one the table allows from its beginning.
    package func isLegal(_ path: [State]) -> Bool {
        zip([nil] + path.map(Optional.some), path).allSatisfy { allows($0, $1) }
    }
}
