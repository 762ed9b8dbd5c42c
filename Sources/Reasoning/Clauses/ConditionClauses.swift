/// Turns conditions into clauses: small ones by distribution, so that they propagate without detours; larger ones by
/// names for their parts (Plaisted and Greenbaum, "A Structure-preserving Clause Form Translation", 1986).
struct ConditionClauses {
    let variables: Variables
    var clauses: ClauseSet
    /// What the clauses come from.
    var owner = 0
    /// What faults are said of.
    var place = ModelFault.Place.model

    /// Clauses that a disjunction may become before its parts get names.
    private static let distributionLimit = 8

    /// A conjunction of clauses: none is always true, an empty clause never.
    typealias Form = [[Int32]]

    /// Adds that a condition holds.
    mutating func add(_ condition: Condition) throws(ModelFault) {
        for clause in try form(condition, true, 0) { clauses.add(clause, owner: owner) }
    }

    /// A literal that is true just where the condition holds.
    mutating func literal(_ condition: Condition, _ depth: Int = 0) throws(ModelFault) -> Int32 {
        try check(depth)
        switch condition {
        case .constant(let value):
            let one = clauses.newVariable()
            clauses.add([one], owner: owner)
            return value ? one : -one
        case .option(let name): return try variables.option(name, place)
        case .not(let inner): return -(try literal(inner, depth + 1))
        case .all(let parts):
            var negated: [Int32] = []
            for part in parts { negated.append(-(try literal(part, depth + 1))) }
            return -named(anyOf: negated)
        case .any(let parts):
            var literals: [Int32] = []
            for part in parts { literals.append(try literal(part, depth + 1)) }
            return named(anyOf: literals)
        case .implies(let from, let to):
            return named(anyOf: [-(try literal(from, depth + 1)), try literal(to, depth + 1)])
        case .equivalent(let left, let right):
            let (left, right) = (try literal(left, depth + 1), try literal(right, depth + 1))
            let name = clauses.newVariable()
            for clause in [[-name, -left, right], [-name, left, -right], [name, left, right], [name, -left, -right]] {
                clauses.add(clause, owner: owner)
            }
            return name
        case .compare:
            let form = try form(condition, true, depth)
            guard form != [[]] else { return try literal(.constant(false)) }
            var negated: [Int32] = []
            for clause in form { negated.append(-(clause.count == 1 ? clause[0] : named(anyOf: clause))) }
            return -named(anyOf: negated)
        }
    }

    private mutating func named(anyOf literals: [Int32]) -> Int32 {
        if literals.count == 1 { return literals[0] }
        let name = clauses.newVariable()
        clauses.add([-name] + literals, owner: owner)
        for literal in literals { clauses.add([name, -literal], owner: owner) }
        return name
    }

    private func check(_ depth: Int) throws(ModelFault) {
        guard depth <= ModelLimits.depth else {
            throw ModelFault(place, .isTooLarge("levels of nesting", limit: ModelLimits.depth))
        }
        try checkSize()
    }

    func checkSize() throws(ModelFault) {
        guard clauses.literals.count <= ModelLimits.literals else {
            throw ModelFault(.model, .isTooLarge("literals in its clauses", limit: ModelLimits.literals))
        }
    }

    private mutating func form(_ condition: Condition, _ holds: Bool, _ depth: Int) throws(ModelFault) -> Form {
        try check(depth)
        switch condition {
        case .constant(let value): return value == holds ? [] : [[]]
        case .option(let name):
            let variable = try variables.option(name, place)
            return [[holds ? variable : -variable]]
        case .not(let inner): return try form(inner, !holds, depth + 1)
        case .all(let parts), .any(let parts):
            var forms: [Form] = []
            for part in parts { forms.append(try form(part, holds, depth + 1)) }
            let isConjunction = if case .all = condition { holds } else { !holds }
            return isConjunction ? conjunction(forms) : disjunction(forms)
        case .implies(let from, let to):
            let forms = [try form(from, !holds, depth + 1), try form(to, holds, depth + 1)]
            return holds ? disjunction(forms) : conjunction(forms)
        case .equivalent(let left, let right):
            let (left, right) = (try literal(left, depth + 1), try literal(right, depth + 1))
            return holds ? [[-left, right], [left, -right]] : [[left, right], [-left, -right]]
        case .compare(let left, let relation, let right):
            return try comparison(left, relation, right, holds)
        }
    }

    private func conjunction(_ forms: [Form]) -> Form {
        let all = Form(forms.joined())
        return all.contains([]) ? [[]] : all
    }

    private mutating func disjunction(_ forms: [Form]) -> Form {
        if forms.contains(where: \.isEmpty) { return [] }
        var one: [Int32] = []
        var several: [Form] = []
        for form in forms {
            if form.count == 1 { one += form[0] } else { several.append(form) }
        }
        var product: Form = [one]
        for form in several.sorted(by: { $0.count < $1.count }) {
            if product.count * form.count <= Self.distributionLimit {
                product = product.flatMap { left in form.map { left + $0 } }
            } else {
                let name = clauses.newVariable()
                for clause in form { clauses.add([-name] + clause, owner: owner) }
                for place in product.indices { product[place].append(name) }
            }
        }
        return product
    }

    private mutating func comparison(
        _ left: Condition.Sum, _ relation: Condition.Relation, _ right: Condition.Sum, _ holds: Bool
    ) throws(ModelFault) -> Form {
        var sum = try LinearSum(left, minus: right, variables, place)
        // Left minus right, at most this.
        func atMost(_ limit: Int, _ me: inout Self) throws(ModelFault) -> Form {
            try sum.atMost(limit, &me.clauses, owner: me.owner, place: me.place)
        }
        func more(_ limit: Int, _ me: inout Self) throws(ModelFault) -> Form {
            switch try atMost(limit, &me) {
            case []: [[]]
            case [[]]: []
            case let form: [[-form[0][0]]]
            }
        }
        switch (relation, holds) {
        case (.less, true), (.atLeast, false): return try atMost(-1, &self)
        case (.atMost, true), (.more, false): return try atMost(0, &self)
        case (.atLeast, true), (.less, false): return try more(-1, &self)
        case (.more, true), (.atMost, false): return try more(0, &self)
        case (.equal, true), (.different, false):
            return conjunction([try atMost(0, &self), try more(-1, &self)])
        case (.different, true), (.equal, false):
            return disjunction([try atMost(-1, &self), try more(0, &self)])
        }
    }
}
