import Values

/// A model made ready for checking selections: its options by number, in the model's order.
package struct CompiledModel: Sendable {
    let groups: [ConfigurationModel.Group]
    let rules: [ConfigurationModel.Rule]
    let options: [Place]
    /// The numbers of each group's options, and of its default.
    let members: [Range<Int>]
    let defaults: [[Int]]
    /// The rules, with options as numbers.
    let clauses: [Clause]
    private let numbers: [ID<ConfigurationModel.Option>: Int]

    /// An option and the number of its group.
    struct Place: Sendable {
        let group: Int
        let option: ConfigurationModel.Option
    }

    struct Clause: Sendable {
        let kind: ConfigurationModel.Rule.Kind
        let option: Int
        let others: [Int]
    }

    /// Wants a document without faults (`ModelDocument.faults`); an option it doesn't know stops the program.
    init(_ document: ModelDocument) {
        groups = document.groups
        rules = document.rules
        var options: [Place] = []
        var members: [Range<Int>] = []
        for (number, group) in document.groups.enumerated() {
            members.append(options.count..<options.count + group.options.count)
            options += group.options.map { Place(group: number, option: $0) }
        }
        let numbers = Dictionary(uniqueKeysWithValues: options.enumerated().map { ($1.option.id, $0) })
        func number(_ id: ID<ConfigurationModel.Option>) -> Int {
            guard let number = numbers[id] else { preconditionFailure("\(id) is no option of this model") }
            return number
        }
        self.options = options
        self.members = members
        self.numbers = numbers
        defaults = document.groups.map { $0.default.map(number) }
        clauses = document.rules.map {
            Clause(kind: $0.kind, option: number($0.option), others: $0.others.map(number))
        }
    }

    /// What the model says of a selection.
    struct Verdict: Sendable, Equatable {
        var unknown: [ID<ConfigurationModel.Option>] = []
        /// Numbers of the options taken, ascending, those of `defaults` among them.
        var taken: [Int] = []
        var defaults: Set<Int> = []
        var missing: [Configuration.Missing] = []
        var tooMany: [Configuration.Excess] = []
        /// Numbers of the rules that don't hold.
        var broken: [Int] = []

        var isValid: Bool { unknown.isEmpty && missing.isEmpty && tooMany.isEmpty && broken.isEmpty }
    }

    /// Holds a selection, complete or not, against groups and rules; in a group that can't stay empty and in which
    /// nothing is chosen, the default is taken first.
    ///
    /// A rule that requires an option of a group in which something is still to be chosen is not broken yet.
    func check(_ choices: Choices) -> Verdict {
        var verdict = Verdict()
        var isTaken = [Bool](repeating: false, count: options.count)
        for choice in choices.options {
            if let number = numbers[choice] { isTaken[number] = true } else { verdict.unknown.append(choice) }
        }
        var isOpen = [Bool](repeating: false, count: groups.count)
        for (number, group) in groups.enumerated() {
            var count = members[number].count { isTaken[$0] }
            if count == 0, group.minimum > 0 {
                for option in defaults[number] { isTaken[option] = true }
                verdict.defaults.formUnion(defaults[number])
                count = defaults[number].count
            }
            if count < group.minimum {
                isOpen[number] = true
                let missing = Configuration.Missing(group: group.id, name: group.name, count: group.minimum - count)
                verdict.missing.append(missing)
            } else if count > group.maximum {
                verdict.tooMany.append(Configuration.Excess(
                    group: group.id, name: group.name, chosen: count, maximum: group.maximum))
            }
        }
        verdict.taken = isTaken.indices.filter { isTaken[$0] }
        verdict.broken = clauses.indices.filter { isBroken(clauses[$0], isTaken, isOpen) }
        return verdict
    }

    private func isBroken(_ clause: Clause, _ isTaken: [Bool], _ isOpen: [Bool]) -> Bool {
        guard isTaken[clause.option] else { return false }
        return switch clause.kind {
        case .excludes: clause.others.contains { isTaken[$0] }
        case .requires: !clause.others.contains { isTaken[$0] || isOpen[options[$0].group] }
        }
    }
}
