import Reasoning
import Values

extension CompiledModel {
    /// The model as one reasons with it there and then. Options, groups and parameters have their ids as names, rules
    /// their numbers. Defaults aren't in it: they bind nobody.
    func featureModel(in sphere: ConfigurationModel.Sphere) -> FeatureModel {
        let isInForce = rulesInForce(in: sphere)
        return FeatureModel(
            name: "model", options: options.map { FeatureModel.Option($0.option.id.text) },
            groups: groups.map { group in
                FeatureModel.Group(
                    group.id.text, of: group.under?.text, group.options.map(\.id.text), group.minimum...group.maximum)
            },
            parameters: parameters.map {
                FeatureModel.Parameter($0.id.text, $0.minimum...$0.maximum, step: $0.step ?? 1)
            },
            rules: rules.enumerated().compactMap { number, rule in
                guard isInForce[number], let consequence = rule.consequence else { return nil }
                return FeatureModel.Rule(
                    String(number), .implies(condition(rule.condition), condition(consequence)))
            })
    }

    private func condition(_ condition: Condition) -> Reasoning.Condition {
        switch condition {
        case .option(let option): .option(option.text)
        case .compared(let parameter, let sign, let bound): comparison(parameter, sign, bound)
        case .not(let part): .not(self.condition(part))
        case .all(let parts): .all(parts.map(self.condition))
        case .any(let parts): .any(parts.map(self.condition))
        case .implies(let left, let right): .implies(self.condition(left), self.condition(right))
        case .same(let left, let right): .equivalent(self.condition(left), self.condition(right))
        }
    }

    /// False while a parameter isn't reached.
    private func comparison(
        _ parameter: ID<ConfigurationModel.Parameter>, _ sign: Condition.Comparison, _ bound: Condition.Bound
    ) -> Reasoning.Condition {
        let relation: Reasoning.Condition.Relation = switch sign {
        case .less: .less
        case .atMost: .atMost
        case .equal: .equal
        case .unlike: .different
        case .atLeast: .atLeast
        case .more: .more
        }
        let (other, named): (Reasoning.Condition.Sum, [ID<ConfigurationModel.Parameter>]) = switch bound {
        case .number(let number): (.number(number), [parameter])
        case .parameter(let other): (.parameter(other.text), [parameter, other])
        }
        let parents = named.compactMap { number(of: $0).flatMap { parameters[$0].under } }
        return .all(parents.map { .option($0.text) } + [.compare(.parameter(parameter.text), relation, other)])
    }

    /// What conditions on a pack or an effect cost, for a completion that shall be cheap.
    func costs(in currency: Currency, _ sphere: ConfigurationModel.Sphere) -> [Cost] {
        let options = options.compactMap { place -> Cost? in
            guard let price = place.option.price(in: currency), price.amount != 0 else { return nil }
            return .condition(.option(place.option.id.text), Int(price.amount))
        }
        let packs = document.packs.compactMap { pack -> Cost? in
            guard let price = pack.price(in: currency) else { return nil }
            let numbers = pack.options.compactMap { number(of: $0) }
            let parts = numbers.compactMap { self.options[$0].option.price(in: currency) }
            return .condition(.all(pack.options.map { .option($0.text) }), Int((price - parts.total(currency)).amount))
        }
        let effects = document.effects.filter { $0.isInForce(in: sphere) }.flatMap { effect -> [Cost] in
            guard let price = effect.prices.first(where: { $0.currency == currency }), price.amount != 0
            else { return [] }
            let when = condition(effect.when ?? .all([]))
            guard let per = effect.per, let number = number(of: per.parameter) else {
                return [.condition(when, Int(price.amount))]
            }
            return steps(of: per, parameters[number]).map { least in
                let reached = comparison(per.parameter, .atLeast, .number(least.value))
                return .condition(.all([when, reached]), Int(price.amount) * least.more)
            }
        }
        return options + packs + effects
    }

    /// The values from which an effect counts more often, and by how much.
    private func steps(
        of per: ConfigurationModel.Effect.Per, _ parameter: ConfigurationModel.Parameter
    ) -> [(value: Int, more: Int)] {
        var (before, steps) = (0, [(value: Int, more: Int)]())
        for value in stride(from: parameter.minimum, through: parameter.maximum, by: parameter.step ?? 1) {
            let times = per.times(value)
            if times > before { steps.append((value, times - before)) }
            before = times
        }
        return steps
    }
}
