import Reasoning
import Testbed

/// Chance that comes out the same in every run.
struct Chance: RandomNumberGenerator {
    private var generator: SplitMix64

    init(_ seed: UInt64) { generator = SplitMix64(seed) }

    mutating func next() -> UInt64 { generator.next() }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
    mutating func part(_ percent: Int) -> Bool { below(100) < percent }

    /// A small model with everything in it: nested groups, parameters, rules of all kinds.
    mutating func model() -> FeatureModel {
        let count = 3 + below(5)
        let hasRoot = part(30)
        var model = FeatureModel(
            name: "small", options: (0..<count).map { .init("o\($0)", isRoot: $0 == 0 && hasRoot) })
        for number in 0..<below(2 + 1) {
            let least = below(5) - 2
            model.parameters.append(.init("p\(number)", least...(least + below(6)), step: 1 + below(2)))
        }
        var free = model.options.map(\.name).shuffled(using: &self)
        while free.count > 1, part(70) {
            let members = Array(free.prefix(1 + below(min(4, free.count))))
            free.removeFirst(members.count)
            let least = below(members.count + 1)
            let most = least + below(members.count - least + 1)
            model.groups.append(.init(
                "g\(model.groups.count)", of: part(60) ? free.last : nil, members, least...most))
        }
        for number in 0..<below(6) { model.rules.append(.init("r\(number)", condition(model, 3))) }
        return model
    }

    mutating func condition(_ model: FeatureModel, _ depth: Int) -> Condition {
        func inner(_ me: inout Chance) -> Condition { me.condition(model, depth - 1) }
        let option = Condition.option(model.options[below(model.options.count)].name)
        if depth == 0 { return option }
        switch below(9) {
        case 0: return .not(inner(&self))
        case 1: return .all((0..<below(4)).map { _ in inner(&self) })
        case 2: return .any((0..<below(4)).map { _ in inner(&self) })
        case 3, 4: return .implies(inner(&self), inner(&self))
        case 5: return .equivalent(inner(&self), inner(&self))
        case 6, 7: return .compare(sum(model), Condition.Relation.allCases[below(6)], sum(model))
        default: return option
        }
    }

    private mutating func sum(_ model: FeatureModel) -> Condition.Sum {
        let terms = (0..<below(3)).map { _ -> Condition.Term in
            let factor = below(7) - 3
            if !model.parameters.isEmpty, part(60) {
                return .init(factor, .parameter(model.parameters[below(model.parameters.count)].name))
            }
            return .init(factor, .option(model.options[below(model.options.count)].name))
        }
        return Condition.Sum(terms, plus: below(9) - 4)
    }

    /// What a buyer may say, contradictions with himself included.
    mutating func choices(_ model: FeatureModel, _ count: Int) -> [Choice] {
        var choices: [Choice] = []
        for _ in 0..<count {
            let choice = choice(model)
            if !choices.contains(choice) { choices.append(choice) }
        }
        return choices
    }

    mutating func choice(_ model: FeatureModel) -> Choice {
        if !model.parameters.isEmpty, part(25) {
            let parameter = model.parameters[below(model.parameters.count)]
            let value = parameter.minimum + below(parameter.maximum - parameter.minimum + 1)
            return part(60) ? .set(parameter.name, value) : .parameter(parameter.name, value...(value + below(3)))
        }
        return .option(model.options[below(model.options.count)].name, isTaken: part(60))
    }
}
