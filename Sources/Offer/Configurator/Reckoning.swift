import Supply
import Values

/// What a selection costs, weighs and is made of, amount by amount: base, options, what hangs on conditions, packs.
struct Reckoning: Sendable {
    private(set) var entries: [PriceTrace.Entry]
    private(set) var demand: Demand
    private(set) var weightGrams: Int

    var price: Money {
        guard let base = entries.first?.amount else { preconditionFailure("a reckoning begins with its base") }
        return entries.map(\.amount).total(base.currency)
    }

    /// Of a product without options.
    init(_ product: Product, base: Money) {
        entries = [PriceTrace.Entry(.base, product.name, base)]
        demand = product.demand
        weightGrams = product.weightGrams
    }

    /// Throws `Configuration.Refusal.notSold` for what has no price in the base's currency, or comes to less than
    /// nothing.
    init(
        _ product: Product, base: Money, _ model: CompiledModel, _ verdict: CompiledModel.Verdict,
        in sphere: ConfigurationModel.Sphere
    ) throws(Configuration.Refusal) {
        self.init(product, base: base)
        for number in verdict.taken {
            let option = model.options[number].option
            guard let price = option.price(in: base.currency) else { throw .notSold(base.currency) }
            entries.append(PriceTrace.Entry(.option, option.name, price))
            for part in option.parts { demand.add(part.item, part.count) }
            weightGrams += option.weightGrams
        }
        if !model.effects.isEmpty { try add(effectsOf: model, verdict, base.currency, in: sphere) }
        if !model.packs.isEmpty { add(packsOf: model, verdict, base.currency) }
        guard price.amount >= 0 else { throw .notSold(base.currency) }
    }

    private mutating func add(
        effectsOf model: CompiledModel, _ verdict: CompiledModel.Verdict, _ currency: Currency,
        in sphere: ConfigurationModel.Sphere
    ) throws(Configuration.Refusal) {
        let taken = Set(verdict.taken)
        for (effect, term) in zip(model.document.effects, model.effects) where effect.isInForce(in: sphere) {
            guard term.holds({ taken.contains($0) }, { verdict.values[$0] }) == true else { continue }
            let times = effect.per.map { per in
                model.number(of: per.parameter).flatMap { verdict.values[$0] }.map(per.times) ?? 0
            } ?? 1
            guard times > 0 else { continue }
            if !effect.prices.isEmpty, let name = effect.name {
                guard let price = effect.prices.first(where: { $0.currency == currency })
                else { throw .notSold(currency) }
                let amount = Money(price.amount * Int64(times), currency)
                entries.append(PriceTrace.Entry(.effect, times == 1 ? name : name.times(times), amount))
            }
            for part in effect.parts { demand.add(part.item, part.count * times) }
            weightGrams += effect.weightGrams * times
        }
    }

    /// In the model's order; an option that one pack covers counts for no other.
    private mutating func add(packsOf model: CompiledModel, _ verdict: CompiledModel.Verdict, _ currency: Currency) {
        var free = Set(verdict.taken)
        for (pack, options) in zip(model.document.packs, model.packs) where options.allSatisfy(free.contains) {
            guard let price = pack.price(in: currency) else { continue }
            let parts = options.compactMap { model.options[$0].option.price(in: currency) }.total(currency)
            entries.append(PriceTrace.Entry(.pack, pack.name, price - parts))
            free.subtract(options)
        }
    }
}

extension Texts {
    /// `Longer than 160 cm × 2`
    fileprivate func times(_ count: Int) -> Texts { Texts(en: "\(en) × \(count)", de: de.map { "\($0) × \(count)" }) }
}
