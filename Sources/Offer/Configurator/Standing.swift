import Values

extension CompiledModel {
    /// What taking one option would come to, as the selection stands.
    package struct Standing: Sendable, Equatable {
        let option: Int
        let state: State
        /// Options that must be taken as well; only where the state is `needsMore`.
        let more: [Int]
        /// The rules that stand in the way, or ask for more.
        let rules: [Int]
        /// What would be taken then.
        let taken: [Int]

        package enum State: String, CaseIterable, Codable, Sendable {
            /// The buyer chose it.
            case chosen
            /// Taken because a rule brings it along, or an option that was chosen stands under it.
            case byRule
            /// Taken because the buyer left the choice open.
            case byDefault
            /// May be taken; in a group that takes one, instead of what is taken there.
            case possible
            /// May be taken together with others.
            case needsMore
            /// Can't be taken while the other choices stand.
            case impossible
        }
    }

    /// Where every option stands, in the model's order. `verdict` is this model's on `choices`.
    func standings(
        _ choices: Choices, _ verdict: Verdict, in sphere: ConfigurationModel.Sphere
    ) -> [Standing] {
        let taken = Set(verdict.taken)
        return options.indices.map { number in
            guard !taken.contains(number) else {
                let state: Standing.State = verdict.defaults.contains(number) ? .byDefault
                    : verdict.included[number] != nil ? .byRule : .chosen
                return Standing(option: number, state: state, more: [], rules: [], taken: verdict.taken)
            }
            return standing(of: number, choices, verdict, in: sphere)
        }
    }

    /// Options that must come along are found one by one: each rule that asks for one gets the first that breaks
    /// nothing new, at most as many as choices may have.
    private func standing(
        of number: Int, _ choices: Choices, _ verdict: Verdict, in sphere: ConfigurationModel.Sphere
    ) -> Standing {
        let before = Set(verdict.broken)
        var wanted = Set(choices.options)
        var more: [Int] = []
        var asked: [Int] = []
        take(number, into: &wanted)
        while let candidate = Choices(wanted, values: choices.values) {
            let outcome = check(candidate, in: sphere)
            let new = outcome.broken.filter { !before.contains($0) }
            guard !new.isEmpty || outcome.tooMany.count > verdict.tooMany.count else {
                return Standing(
                    option: number, state: more.isEmpty ? .possible : .needsMore, more: more, rules: asked,
                    taken: outcome.taken)
            }
            let needing = new.first { clauses[$0].kind == .requires }
            guard let rule = needing, new.allSatisfy({ clauses[$0].kind == .requires }), more.count < options.count,
                  outcome.tooMany.count <= verdict.tooMany.count,
                  let companion = clauses[rule].others.first(where: {
                      fits($0, beside: [number] + more, wanted, before, in: sphere)
                  })
            else {
                return Standing(option: number, state: .impossible, more: [], rules: new, taken: outcome.taken)
            }
            asked.append(rule)
            more.append(companion)
            take(companion, into: &wanted)
        }
        return Standing(option: number, state: .impossible, more: [], rules: [], taken: verdict.taken)
    }

    /// Puts an option in; in a group that takes one, in place of the other.
    private func take(_ number: Int, into wanted: inout Set<ID<ConfigurationModel.Option>>) {
        let place = options[number]
        if groups[place.group].maximum == 1 {
            for other in members[place.group] { wanted.remove(options[other].option.id) }
        }
        wanted.insert(place.option.id)
    }

    /// Whether an option may come along without driving out one of those it shall help, or breaking what none of them
    /// breaks.
    private func fits(
        _ number: Int, beside helped: [Int], _ wanted: Set<ID<ConfigurationModel.Option>>, _ before: Set<Int>,
        in sphere: ConfigurationModel.Sphere
    ) -> Bool {
        var wanted = wanted
        take(number, into: &wanted)
        guard helped.allSatisfy({ wanted.contains(options[$0].option.id) }), let candidate = Choices(wanted) else {
            return false
        }
        return check(candidate, in: sphere).broken.allSatisfy { before.contains($0) || clauses[$0].kind == .requires }
    }
}
