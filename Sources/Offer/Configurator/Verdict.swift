import Values

extension CompiledModel {
    /// What the model says of a selection.
    struct Verdict: Sendable, Equatable {
        var unknown: [ID<ConfigurationModel.Option>] = []
        /// Values that their parameters can't have.
        var outOfRange: [Configuration.OutOfRange] = []
        /// Numbers of the options taken, ascending, those of `defaults` and `included` among them.
        var taken: [Int] = []
        var defaults: Set<Int> = []
        /// Options that came along, and the rule that brought them; nil for one that another stands under.
        var included: [Int: Int?] = [:]
        /// Of each parameter, by number; nil for one that isn't reached.
        var values: [Int?] = []
        /// Numbers of the parameters that the buyer set.
        var set: Set<Int> = []
        var missing: [Configuration.Missing] = []
        var tooMany: [Configuration.Excess] = []
        /// Numbers of the rules that don't hold.
        var broken: [Int] = []

        var isValid: Bool {
            unknown.isEmpty && outOfRange.isEmpty && missing.isEmpty && tooMany.isEmpty && broken.isEmpty
        }
    }

    /// Holds a selection, complete or not, against groups and rules: first takes what comes along by itself, and in a
    /// group that can't stay empty and in which nothing is chosen, the default.
    ///
    /// A rule that hangs on an option of a group in which something is still to be chosen is not broken yet.
    func check(_ choices: Choices, in sphere: ConfigurationModel.Sphere) -> Verdict {
        var taking = Taking(self, rulesInForce(in: sphere))
        taking.choose(choices)
        taking.complete()
        return taking.judge()
    }
}

/// A selection on its way to a verdict.
private struct Taking {
    let model: CompiledModel
    let isInForce: [Bool]
    var verdict = CompiledModel.Verdict()
    private var isTaken: [Bool]
    /// Groups in which something is still to be chosen; known at the end alone.
    private var isOpen: [Bool]

    init(_ model: CompiledModel, _ isInForce: [Bool]) {
        self.model = model
        self.isInForce = isInForce
        isTaken = [Bool](repeating: false, count: model.options.count)
        isOpen = [Bool](repeating: false, count: model.groups.count)
        verdict.values = [Int?](repeating: nil, count: model.parameters.count)
    }

    mutating func choose(_ choices: Choices) {
        for choice in choices.options {
            if let number = model.number(of: choice) { isTaken[number] = true } else { verdict.unknown.append(choice) }
        }
        for value in choices.values {
            guard let number = model.number(of: value.parameter) else {
                verdict.unknown.append(value.parameter.of())
                continue
            }
            let parameter = model.parameters[number]
            if parameter.takes(value.number) {
                verdict.values[number] = value.number
                verdict.set.insert(number)
            } else {
                verdict.outOfRange.append(Configuration.OutOfRange(parameter, value.number))
            }
        }
    }

    /// Takes what comes along and the defaults, one group after the other, since each may bring others along.
    mutating func complete() {
        reachParameters()
        if model.hasCompany { bringCompany() }
        // Each round fills a group; a group that company was put into instead of a default isn't filled again.
        var isFilled = [Bool](repeating: false, count: model.groups.count)
        while let group = model.groups.indices.first(where: { !isFilled[$0] && wantsDefault($0) }) {
            isFilled[group] = true
            let standard = usual(of: group)
            for option in standard { isTaken[option] = true }
            verdict.defaults.formUnion(standard)
            if model.hasCompany, !standard.isEmpty { bringCompany() }
        }
    }

    /// What a group that nobody chose in begins with: what the first default rule says that speaks of it, or its own.
    private func usual(of group: Int) -> [Int] {
        for (number, clause) in model.clauses.enumerated() where clause.kind == .default && isInForce[number] {
            let others = clause.others.filter(model.members[group].contains)
            let holds = clause.condition.holds({ isTaken[$0] }, { verdict.values[$0] })
            if !others.isEmpty, holds == true { return others }
        }
        return model.defaults[group]
    }

    private func isReached(_ group: Int) -> Bool { model.parents[group].map { isTaken[$0] } ?? true }

    private func wantsDefault(_ group: Int) -> Bool {
        model.groups[group].minimum > 0 && isReached(group) && !model.members[group].contains { isTaken[$0] }
    }

    private mutating func reachParameters() {
        for (number, parameter) in model.parameters.enumerated() {
            let isReached = model.parameterParents[number].map { isTaken[$0] } ?? true
            if !isReached {
                if !verdict.set.contains(number) { verdict.values[number] = nil }
            } else if verdict.values[number] == nil {
                verdict.values[number] = parameter.usual
            }
        }
    }

    /// Until nothing more comes along; each round takes an option more, or ends it.
    private mutating func bringCompany() {
        for _ in 0...model.options.count {
            var came = false
            for number in isTaken.indices where isTaken[number] {
                guard let parent = model.parents[model.options[number].group], !isTaken[parent] else { continue }
                take(parent, by: nil)
                came = true
            }
            reachParameters()
            for (number, clause) in model.clauses.enumerated()
            where clause.kind == .includes && isInForce[number]
                && clause.condition.holds({ isTaken[$0] }, { verdict.values[$0] }) == true {
                for other in clause.others where !isTaken[other] && hasRoom(for: other) {
                    take(other, by: number)
                    came = true
                }
            }
            guard came else { return }
        }
    }

    /// Whether an option fits into its group, at most by driving out its default.
    private func hasRoom(for option: Int) -> Bool {
        let group = model.options[option].group
        let firm = model.members[group].count { isTaken[$0] && !verdict.defaults.contains($0) }
        return firm < model.groups[group].maximum
    }

    private mutating func take(_ option: Int, by rule: Int?) {
        let group = model.options[option].group
        if model.members[group].count(where: { isTaken[$0] }) >= model.groups[group].maximum {
            for rival in model.members[group] where verdict.defaults.contains(rival) {
                isTaken[rival] = false
                verdict.defaults.remove(rival)
            }
        }
        isTaken[option] = true
        verdict.included[option] = .some(rule)
    }

    mutating func judge() -> CompiledModel.Verdict {
        // A value set where it isn't asked for counts for nothing.
        for number in model.parameters.indices
        where model.parameterParents[number].map({ !isTaken[$0] }) ?? false {
            verdict.values[number] = nil
            verdict.set.remove(number)
        }
        for (number, group) in model.groups.enumerated() {
            let count = model.members[number].count { isTaken[$0] }
            if count < group.minimum, isReached(number) {
                isOpen[number] = true
                verdict.missing.append(
                    Configuration.Missing(group: group.id, name: group.name, count: group.minimum - count))
            } else if count > group.maximum {
                verdict.tooMany.append(Configuration.Excess(
                    group: group.id, name: group.name, chosen: count, maximum: group.maximum))
            }
        }
        verdict.taken = isTaken.indices.filter { isTaken[$0] }
        verdict.broken = model.clauses.indices.filter { isInForce[$0] && isBroken(model.clauses[$0]) }
        return verdict
    }

    private func isBroken(_ clause: CompiledModel.Clause) -> Bool {
        guard clause.kind != .default else { return false }
        func taken(_ option: Int) -> Bool? {
            isTaken[option] ? true : isOpen[model.options[option].group] ? nil : false
        }
        guard clause.condition.holds(taken, { verdict.values[$0] }) == true else { return false }
        return clause.consequence.holds(taken, { verdict.values[$0] }) == false
    }
}
