import Values

extension CompiledModel {
    /// What taking one option would come to, as the selection stands.
    package struct Standing: Sendable, Equatable {
        let option: Int
        var state: State
        /// Options that must be taken as well; only where the state is `needsMore`.
        var more: [Int] = []
        /// Values that must change; only where the state is `needsMore`.
        var set: [Choices.Value] = []
        /// The rules that stand in the way, or ask for more.
        var rules: [Int] = []
        /// What would be taken then.
        var taken: [Int]
        /// What parameters would be then; nil where they stay as they are.
        var values: [Int?]?
        /// The choices with which it would be taken; nil where they aren't known.
        var chosen: Choices?
        /// Why it can't be taken, and what to drop for it; only where the state is `impossible`.
        var conflict: Deliberation.Conflict?

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

        init(option: Int, state: State, taken: [Int]) {
            self.option = option
            self.state = state
            self.taken = taken
        }
    }

    func standing(ofTaken number: Int, _ verdict: Verdict) -> Standing {
        let state: Standing.State = verdict.defaults.contains(number) ? .byDefault
            : verdict.included[number] != nil ? .byRule : .chosen
        return Standing(option: number, state: state, taken: verdict.taken)
    }

    /// Where every option stands, in the model's order, as far as one sees without reasoning: an option may be called
    /// impossible that isn't. `verdict` is this model's on `choices`.
    func standings(
        _ choices: Choices, _ verdict: Verdict, in sphere: ConfigurationModel.Sphere
    ) -> [Standing] {
        let taken = Set(verdict.taken)
        return options.indices.map { number in
            taken.contains(number) ? standing(ofTaken: number, verdict)
                : standing(of: number, choices, verdict, in: sphere)
        }
    }

    /// Options that must come along are found one by one: each rule that asks for one gets the first that breaks
    /// nothing new, at most as many as choices may have.
    func standing(
        of number: Int, _ choices: Choices, _ verdict: Verdict, in sphere: ConfigurationModel.Sphere
    ) -> Standing {
        let before = Set(verdict.broken)
        var wanted = Set(choices.options)
        var asked: [Int] = []
        var standing = Standing(option: number, state: .impossible, taken: verdict.taken)
        take(number, into: &wanted)
        while let candidate = Choices(wanted, values: choices.values) {
            let outcome = check(candidate, in: sphere)
            let new = outcome.broken.filter { !before.contains($0) }
            standing.chosen = candidate
            standing.taken = outcome.taken
            standing.values = outcome.values
            guard !new.isEmpty || outcome.tooMany.count > verdict.tooMany.count else {
                standing.state = standing.more.isEmpty ? .possible : .needsMore
                standing.rules = asked
                return standing
            }
            standing.rules = new
            let needing = new.first { clauses[$0].kind == .requires }
            guard let rule = needing, new.allSatisfy({ clauses[$0].kind == .requires }),
                  standing.more.count < options.count, outcome.tooMany.count <= verdict.tooMany.count,
                  let companion = clauses[rule].others.first(where: {
                      fits($0, beside: [number] + standing.more, wanted, choices.values, before, in: sphere)
                  })
            else {
                standing.more = []
                return standing
            }
            asked.append(rule)
            standing.more.append(companion)
            take(companion, into: &wanted)
        }
        return Standing(option: number, state: .impossible, taken: verdict.taken)
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
        _ number: Int, beside helped: [Int], _ wanted: Set<ID<ConfigurationModel.Option>>,
        _ values: [Choices.Value], _ before: Set<Int>, in sphere: ConfigurationModel.Sphere
    ) -> Bool {
        var wanted = wanted
        take(number, into: &wanted)
        guard helped.allSatisfy({ wanted.contains(options[$0].option.id) }),
              let candidate = Choices(wanted, values: values) else { return false }
        return check(candidate, in: sphere).broken.allSatisfy {
            before.contains($0) || clauses[$0].kind == .requires
        }
    }
}

extension Choices {
    /// These but for some, each as a client writes it.
    package func without(_ texts: [String]) -> Choices {
        let dropped = Set(texts)
        return Choices(
            options.filter { !dropped.contains($0.text) }, values: values.filter { !dropped.contains($0.description) })
            ?? .none
    }
}
