/// A model without faults, made into clauses. Immutable; made once for a version and shared by all who ask.
package final class Rulebook: Sendable {
    package let model: FeatureModel
    let variables: Variables
    let clauses: ClauseSet
    /// What the clauses of each number come from; nil for what holds by itself, such as that 5 or more is 4 or more.
    let owners: [Reason?]

    /// The owner of what holds by itself.
    static let nobody = 0

    package convenience init(_ model: FeatureModel) throws(ModelFault) {
        try Self.checkSizes(model)
        let variables = try Variables(model)
        var compiling = ConditionClauses(
            variables: variables, clauses: ClauseSet(variables: variables.visible))
        var owners: [Reason?] = [nil]
        for ladder in variables.ladders {
            for (lower, higher) in zip(ladder.literals, ladder.literals.dropFirst()) {
                compiling.clauses.add([-higher, lower], owner: Self.nobody)
            }
        }
        for (number, option) in model.options.enumerated() where option.isRoot {
            compiling.clauses.add([Int32(number + 1)], owner: owners.count)
            owners.append(.root(option.name))
        }
        for group in model.groups {
            try Self.add(group, to: &compiling.clauses, variables, owner: owners.count)
            owners.append(.group(group.name))
            try compiling.checkSize()
        }
        var names = Set<String>(minimumCapacity: model.rules.count)
        for rule in model.rules {
            guard names.insert(rule.name).inserted else { throw ModelFault(.rule(rule.name), .isNamedTwice) }
            compiling.owner = owners.count
            compiling.place = .rule(rule.name)
            try compiling.add(rule.condition)
            owners.append(.rule(rule.name))
        }
        self.init(model, variables, compiling.clauses, owners)
    }

    private init(_ model: FeatureModel, _ variables: Variables, _ clauses: ClauseSet, _ owners: [Reason?]) {
        self.model = model
        self.variables = variables
        self.clauses = clauses
        self.owners = owners
    }

    private static func checkSizes(_ model: FeatureModel) throws(ModelFault) {
        for (what, count, limit) in [
            ("options", model.options.count, ModelLimits.options),
            ("groups", model.groups.count, ModelLimits.groups),
            ("rules", model.rules.count, ModelLimits.rules),
            ("parameters", model.parameters.count, ModelLimits.parameters),
        ] where count > limit {
            throw ModelFault(.model, .isTooLarge(what, limit: limit))
        }
    }

    private static func add(
        _ group: FeatureModel.Group, to clauses: inout ClauseSet, _ variables: Variables, owner: Int
    ) throws(ModelFault) {
        let place = ModelFault.Place.group(group.name)
        guard !group.members.isEmpty else { throw ModelFault(place, .isEmpty) }
        var seen = Set<Int32>()
        var members: [Int32] = []
        for name in group.members {
            let member = try variables.option(name, place)
            guard seen.insert(member).inserted else { throw ModelFault(place, .namesOptionTwice(name)) }
            members.append(member)
        }
        guard 0 <= group.minimum, group.minimum <= group.maximum, group.minimum <= members.count else {
            throw ModelFault(place, .cannotBeFilled(
                minimum: group.minimum, maximum: group.maximum, members: members.count))
        }
        for limit in [group.minimum, group.maximum] {
            guard ClauseSet.countingVariables(limit, of: members.count) <= ModelLimits.counting else {
                throw ModelFault(place, .isTooLarge("steps of counting", limit: ModelLimits.counting))
            }
        }
        var parent: Int32 = 0
        if let name = group.parent {
            parent = try variables.option(name, place)
            for member in members { clauses.add([-member, parent], owner: owner) }
        }
        clauses.addAtLeast(group.minimum, of: members, when: parent, owner: owner)
        // Without the parent there are no members at all: no need to say when.
        clauses.addAtMost(group.maximum, of: members, when: 0, owner: owner)
    }

    func number(ofOption name: String) -> Int? { variables.options[name].map { Int($0) - 1 } }
    func number(ofParameter name: String) -> Int? { variables.parameters[name] }

    /// The literals that say what a choice says: all of them have to be true. Nil where none can be: a value that the
    /// parameter doesn't have.
    func literals(_ choice: Choice) throws(ModelFault) -> [Int32]? {
        switch choice {
        case .option(let name, let isTaken):
            let variable = try variables.option(name, .choice)
            return [isTaken ? variable : -variable]
        case .parameter(let name, let range):
            let ladder = try variables.ladder(name, .choice)
            guard ladder.values.contains(where: range.contains) else { return nil }
            var literals: [Int32] = []
            if case .literal(let literal) = ladder.atLeast(range.lowerBound) { literals.append(literal) }
            if range.upperBound < Int.max, case .literal(let literal) = ladder.atLeast(range.upperBound + 1) {
                literals.append(-literal)
            }
            return literals
        }
    }
}

extension Rulebook {
    /// Variables and clauses the model is made of, for figures.
    package var variableCount: Int { clauses.variables }
    package var clauseCount: Int { clauses.count }
    /// The variables of options are 1 to this.
    package var optionCount: Int { model.options.count }
    package var ownerCount: Int { owners.count }

    package func load(into solver: any Solver) { Inquiry.load(clauses, into: solver) }

    /// The clauses in DIMACS, for other solvers. With selectors, each clause has the negation of a variable behind
    /// those of the model, which stands for the rule, group or root that the clause comes from.
    package func dimacs(withSelectors: Bool) -> String {
        var text = "p cnf \(clauses.variables + (withSelectors ? owners.count : 0)) \(clauses.count)\n"
        for clause in 0..<clauses.count {
            for literal in clauses[clause] { text += "\(literal) " }
            let owner = clauses.owners[clause]
            if withSelectors, owner != Self.nobody { text += "-\(clauses.variables + Int(owner)) " }
            text += "0\n"
        }
        return text
    }
}
