import Values

/// A model made ready for checking selections: its options and parameters by number, in the model's order.
package struct CompiledModel: Sendable {
    let document: ModelDocument
    /// The hash of what was published; nil for a draft's.
    let digest: [UInt8]?
    let options: [Place]
    /// The numbers of each group's options, and of its default.
    let members: [Range<Int>]
    let defaults: [[Int]]
    /// The number of the option that each group, and each parameter, stands under.
    let parents: [Int?]
    let parameterParents: [Int?]
    /// The rules, with options and parameters as numbers.
    let clauses: [Clause]
    let effects: [Term]
    /// The numbers of each pack's options.
    let packs: [[Int]]
    /// Whether some option is taken for another's sake, so that one look at everything isn't enough.
    let hasCompany: Bool
    private let numbers: [ID<ConfigurationModel.Option>: Int]
    private let parameterNumbers: [ID<ConfigurationModel.Parameter>: Int]

    var groups: [ConfigurationModel.Group] { document.groups }
    var rules: [ConfigurationModel.Rule] { document.rules }
    var parameters: [ConfigurationModel.Parameter] { document.parameters }

    /// An option and the number of its group.
    struct Place: Sendable {
        let group: Int
        let option: ConfigurationModel.Option
    }

    struct Clause: Sendable {
        let kind: ConfigurationModel.Rule.Kind
        let condition: Term
        /// True for a default, which asks for nothing.
        let consequence: Term
        let others: [Int]
    }

    /// Wants a document without faults (`ModelDocument.faults`); a name it doesn't know stops the program.
    init(_ document: ModelDocument, digest: [UInt8]? = nil) {
        self.document = document
        self.digest = digest
        var options: [Place] = []
        var members: [Range<Int>] = []
        for (number, group) in document.groups.enumerated() {
            members.append(options.count..<options.count + group.options.count)
            options += group.options.map { Place(group: number, option: $0) }
        }
        let numbers = Dictionary(uniqueKeysWithValues: options.enumerated().map { ($1.option.id, $0) })
        let parameterNumbers = Dictionary(uniqueKeysWithValues: document.parameters.enumerated().map { ($1.id, $0) })
        func number(_ id: ID<ConfigurationModel.Option>) -> Int {
            guard let number = numbers[id] else { preconditionFailure("\(id) is no option of this model") }
            return number
        }
        func term(_ condition: Condition) -> Term {
            Term(condition, option: number) { id in
                guard let number = parameterNumbers[id] else {
                    preconditionFailure("\(id) is no parameter of this model")
                }
                return number
            }
        }
        self.options = options
        self.members = members
        self.numbers = numbers
        self.parameterNumbers = parameterNumbers
        defaults = document.groups.map { $0.default.map(number) }
        parents = document.groups.map { $0.under.map(number) }
        parameterParents = document.parameters.map { $0.under.map(number) }
        clauses = document.rules.map { rule in
            Clause(
                kind: rule.kind, condition: term(rule.condition),
                consequence: term(rule.consequence ?? .all([])), others: rule.others.map(number))
        }
        effects = document.effects.map { term($0.when ?? .all([])) }
        packs = document.packs.map { $0.options.map(number) }
        hasCompany = document.groups.contains { $0.under != nil } || document.parameters.contains { $0.under != nil }
            || document.rules.contains { $0.kind == .includes || $0.kind == .default }
    }

    func number(of option: ID<ConfigurationModel.Option>) -> Int? { numbers[option] }

    func number(of parameter: ID<ConfigurationModel.Parameter>) -> Int? { parameterNumbers[parameter] }

    /// Which rules say anything there and then.
    func rulesInForce(in sphere: ConfigurationModel.Sphere) -> [Bool] { rules.map { $0.isInForce(in: sphere) } }
}

extension CompiledModel {
    /// A condition, with options and parameters as numbers.
    indirect enum Term: Sendable {
        case option(Int)
        case number(Int, Condition.Comparison, Int)
        case parameters(Int, Condition.Comparison, Int)
        case not(Term)
        case all([Term])
        case any([Term])

        init(
            _ condition: Condition, option: (ID<ConfigurationModel.Option>) -> Int,
            parameter: (ID<ConfigurationModel.Parameter>) -> Int
        ) {
            func term(_ condition: Condition) -> Term { Term(condition, option: option, parameter: parameter) }
            switch condition {
            case .option(let id): self = .option(option(id))
            case .compared(let id, let sign, .number(let number)): self = .number(parameter(id), sign, number)
            case .compared(let id, let sign, .parameter(let other)):
                self = .parameters(parameter(id), sign, parameter(other))
            case .not(let part): self = .not(term(part))
            case .all(let parts): self = .all(parts.map(term))
            case .any(let parts): self = .any(parts.map(term))
            case .implies(let left, let right): self = .any([.not(term(left)), term(right)])
            case .same(let left, let right):
                let (left, right) = (term(left), term(right))
                self = .any([.all([left, right]), .all([.not(left), .not(right)])])
            }
        }

        /// True or false, or nil while it hangs on options that are still open: `isTaken` says nil of these, and
        /// `value` nil of parameters that aren't reached.
        func holds(_ isTaken: (Int) -> Bool?, _ value: (Int) -> Int?) -> Bool? {
            switch self {
            case .option(let number): return isTaken(number)
            case .number(let parameter, let sign, let number):
                return value(parameter).map { sign.holds($0, number) } ?? false
            case .parameters(let left, let sign, let right):
                guard let left = value(left), let right = value(right) else { return false }
                return sign.holds(left, right)
            case .not(let part): return part.holds(isTaken, value).map { !$0 }
            case .all(let parts):
                var isOpen = false
                for part in parts {
                    switch part.holds(isTaken, value) {
                    case false?: return false
                    case nil: isOpen = true
                    case true?: continue
                    }
                }
                return isOpen ? nil : true
            case .any(let parts):
                var isOpen = false
                for part in parts {
                    switch part.holds(isTaken, value) {
                    case true?: return true
                    case nil: isOpen = true
                    case false?: continue
                    }
                }
                return isOpen ? nil : false
            }
        }
    }
}
