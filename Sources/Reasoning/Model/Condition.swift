/// A boolean expression over options and comparisons of parameters.
package indirect enum Condition: Sendable, Equatable {
    case constant(Bool)
    case option(String)
    case not(Condition)
    case all([Condition])
    case any([Condition])
    case implies(Condition, Condition)
    case equivalent(Condition, Condition)
    case compare(Sum, Relation, Sum)

    /// A comparison's side: whole multiples of parameters, and of options (1 where taken, else 0), and a constant.
    package struct Sum: Sendable, Equatable {
        package var terms: [Term]
        package var constant: Int

        package init(_ terms: [Term] = [], plus constant: Int = 0) {
            self.terms = terms
            self.constant = constant
        }

        package static func parameter(_ name: String) -> Sum { Sum([Term(1, .parameter(name))]) }
        package static func number(_ value: Int) -> Sum { Sum(plus: value) }
    }

    package struct Term: Sendable, Equatable {
        package var factor: Int
        package var quantity: Quantity

        package init(_ factor: Int, _ quantity: Quantity) {
            self.factor = factor
            self.quantity = quantity
        }
    }

    package enum Quantity: Sendable, Hashable {
        case parameter(String)
        case option(String)
    }

    package enum Relation: String, Sendable, Equatable, CaseIterable {
        case less = "<"
        case atMost = "<="
        case equal = "=="
        case different = "!="
        case atLeast = ">="
        case more = ">"

        package func holds(_ left: Int, _ right: Int) -> Bool {
            switch self {
            case .less: left < right
            case .atMost: left <= right
            case .equal: left == right
            case .different: left != right
            case .atLeast: left >= right
            case .more: left > right
            }
        }
    }

    /// Whether it holds for a complete configuration: the options that are taken, and the parameters' values.
    /// A parameter without a value counts as 0.
    package func holds(taking options: Set<String>, _ parameters: [String: Int]) -> Bool {
        switch self {
        case .constant(let value): return value
        case .option(let name): return options.contains(name)
        case .not(let inner): return !inner.holds(taking: options, parameters)
        case .all(let parts): return parts.allSatisfy { $0.holds(taking: options, parameters) }
        case .any(let parts): return parts.contains { $0.holds(taking: options, parameters) }
        case .implies(let from, let to):
            return !from.holds(taking: options, parameters) || to.holds(taking: options, parameters)
        case .equivalent(let left, let right):
            return left.holds(taking: options, parameters) == right.holds(taking: options, parameters)
        case .compare(let left, let relation, let right):
            return relation.holds(left.value(options, parameters), right.value(options, parameters))
        }
    }
}

extension Condition.Sum {
    func value(_ options: Set<String>, _ parameters: [String: Int]) -> Int {
        terms.reduce(constant) { sum, term in
            switch term.quantity {
            case .option(let name): sum + (options.contains(name) ? term.factor : 0)
            case .parameter(let name): sum + term.factor * (parameters[name] ?? 0)
            }
        }
    }
}
