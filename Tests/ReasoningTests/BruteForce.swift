import Reasoning

/// All configurations of a small model, valid or not, each with what it breaks: answers every question by looking at
/// all of them.
struct BruteForce {
    struct Case {
        let options: Set<String>
        let parameters: [String: Int]
        let broken: Set<Reason>

        func agrees(with choice: Choice) -> Bool {
            switch choice {
            case .option(let name, let isTaken): options.contains(name) == isTaken
            case .parameter(let name, let range): parameters[name].map(range.contains) ?? false
            }
        }

        func agrees(with choices: [Choice]) -> Bool { choices.allSatisfy { agrees(with: $0) } }
    }

    let model: FeatureModel
    let cases: [Case]
    /// The valid ones.
    let valid: [Case]

    init(_ model: FeatureModel) {
        self.model = model
        var settings: [[String: Int]] = [[:]]
        for parameter in model.parameters {
            settings = settings.flatMap { setting in
                parameter.values.map { value in setting.merging([parameter.name: value]) { $1 } }
            }
        }
        var cases: [Case] = []
        for bits in 0..<(1 << model.options.count) {
            let taken = Set(model.options.indices.filter { bits >> $0 & 1 == 1 }.map { model.options[$0].name })
            for setting in settings {
                let broken = model.faults(in: taken, setting).compactMap(Self.reason)
                cases.append(Case(options: taken, parameters: setting, broken: Set(broken)))
            }
        }
        self.cases = cases
        valid = cases.filter(\.broken.isEmpty)
    }

    private static func reason(_ fault: ConfigurationFault) -> Reason? {
        switch fault {
        case .root(let name): .root(name)
        case .withoutParent(_, let group), .tooFew(let group, _), .tooMany(let group, _): .group(group)
        case .rule(let name): .rule(name)
        case .unknownOption, .unknownParameter, .missingParameter, .impossibleValue: nil
        }
    }

    /// Whether these reasons can hold together with a wish, whatever the others say.
    func canHold(_ reasons: [Reason], wish: Choice?) -> Bool {
        let choices = reasons.compactMap { if case .choice(let choice) = $0 { choice } else { nil } }
        let others = Set(reasons)
        return cases.contains {
            $0.agrees(with: choices) && (wish.map($0.agrees) ?? true) && $0.broken.isDisjoint(with: others)
        }
    }

    /// All minimal sets of choices to drop, smallest first.
    func repairs(for wish: Choice?, among choices: [Choice]) -> [[Choice]] {
        var found: [Set<Int>] = []
        let subsets = (0..<(1 << choices.count)).sorted { $0.nonzeroBitCount < $1.nonzeroBitCount }
        for bits in subsets {
            let dropped = Set(choices.indices.filter { bits >> $0 & 1 == 1 })
            if found.contains(where: dropped.isSuperset) { continue }
            let kept = choices.indices.filter { !dropped.contains($0) }.map { choices[$0] } + (wish.map { [$0] } ?? [])
            if valid.contains(where: { $0.agrees(with: kept) }) { found.append(dropped) }
        }
        return found.map { $0.sorted().map { choices[$0] } }
    }
}
