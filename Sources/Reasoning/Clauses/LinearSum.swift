/// A sum of multiples of parameters and options, as decisions on the value of one after another: each way to spend
/// what is left over the rest gets a name once (Abío and others, "A New Look at BDDs for Pseudo-Boolean Constraints",
/// 2012; here with several values a step).
struct LinearSum {
    private var steps: [Step] = []
    private var constant = 0
    /// The least and greatest sums of the steps from each on.
    private var least: [Int] = [0]
    private var greatest: [Int] = [0]
    private var names: [Key: Int32] = [:]
    private var spent = 0

    private struct Key: Hashable {
        let step: Int
        let limit: Int
    }

    /// One term: what it can amount to, ascending, and the literals that say that it amounts to at least each but the
    /// first of these.
    private struct Step {
        var amounts: [Int]
        var reached: [Int32]
    }

    private static let termLimit = 1_000

    init(
        _ left: Condition.Sum, minus right: Condition.Sum, _ variables: Variables, _ place: ModelFault.Place
    ) throws(ModelFault) {
        guard left.terms.count + right.terms.count <= Self.termLimit else {
            throw ModelFault(place, .isTooLarge("terms in a comparison", limit: Self.termLimit))
        }
        var factors: [Condition.Quantity: Int] = [:]
        var order: [Condition.Quantity] = []
        for (terms, sign) in [(left.terms, 1), (right.terms, -1)] {
            for term in terms {
                try Self.check(term.factor, place)
                if factors[term.quantity] == nil { order.append(term.quantity) }
                factors[term.quantity, default: 0] += sign * term.factor
            }
        }
        try Self.check(left.constant, place)
        try Self.check(right.constant, place)
        constant = left.constant - right.constant
        for quantity in order {
            guard let factor = factors[quantity] else { continue }
            let (values, literals) = try variables.ladder(of: quantity, place)
            if factor != 0 { steps.append(Self.step(factor, values, literals)) }
        }
        // Few values last: their partial sums are shared most.
        steps.sort { $0.amounts.count > $1.amounts.count }
        for step in steps.reversed() {
            least.append(least[least.count - 1] + step.amounts[0])
            greatest.append(greatest[greatest.count - 1] + step.amounts[step.amounts.count - 1])
        }
        least.reverse()
        greatest.reverse()
    }

    private static func check(_ number: Int, _ place: ModelFault.Place) throws(ModelFault) {
        guard (-ModelLimits.number...ModelLimits.number).contains(number) else {
            throw ModelFault(place, .isTooLarge("in a number", limit: ModelLimits.number))
        }
    }

    private static func step(_ factor: Int, _ values: [Int], _ literals: [Int32]) -> Step {
        factor > 0
            ? Step(amounts: values.map { factor * $0 }, reached: literals)
            : Step(amounts: values.reversed().map { factor * $0 }, reached: literals.reversed().map { -$0 })
    }

    /// That the sum is `limit` or less: always, never, or where one literal is true.
    mutating func atMost(
        _ limit: Int, _ clauses: inout ClauseSet, owner: Int, place: ModelFault.Place
    ) throws(ModelFault) -> ConditionClauses.Form {
        switch try node(0, limit - constant, &clauses, owner, place) {
        case .always: []
        case .never: [[]]
        case .where(let literal): [[literal]]
        }
    }

    private enum Node {
        case always
        case never
        case `where`(Int32)
    }

    private mutating func node(
        _ step: Int, _ limit: Int, _ clauses: inout ClauseSet, _ owner: Int, _ place: ModelFault.Place
    ) throws(ModelFault) -> Node {
        if limit >= greatest[step] { return .always }
        if limit < least[step] { return .never }
        let (amounts, reached) = (steps[step].amounts, steps[step].reached)
        if step == steps.count - 1 {
            // The amounts that are too much begin after the first, and before the end.
            let over = amounts.firstIndex { $0 > limit } ?? 0
            return .where(-reached[over - 1])
        }
        let key = Key(step: step, limit: limit)
        if let name = names[key] { return .where(name) }
        spent += amounts.count
        guard spent <= ModelLimits.partialSums else {
            throw ModelFault(place, .isTooLarge("partial sums in a comparison", limit: ModelLimits.partialSums))
        }
        let name = clauses.newVariable()
        names[key] = name
        for (number, amount) in amounts.enumerated() {
            let isReached = number == 0 ? [] : [-reached[number - 1]]
            let isPassed = number == reached.count ? [] : [reached[number]]
            switch try node(step + 1, limit - amount, &clauses, owner, place) {
            case .always: clauses.add([name] + isPassed, owner: owner)
            case .never: clauses.add([-name] + isReached, owner: owner)
            case .where(let rest):
                clauses.add([-name] + isReached + [rest], owner: owner)
                clauses.add([name] + isPassed + [-rest], owner: owner)
            }
        }
        return .where(name)
    }
}
