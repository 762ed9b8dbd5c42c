import Values

extension PriceRules {
    /// Prices the basket, step by step as `docs/money.md` numbers them.
    package func total(_ basket: Basket) throws(Pricing.Refusal) -> Totals {
        var lines = try priced(basket)
        let goods = lines.map(\.amount).total(basket.currency)
        let reductions = reduce(&lines, of: basket, worth: goods)
        let delivery = try deliveryPrice(of: basket, lines)
        let totals = summed(lines, reductions, delivery, of: basket)
        guard totals.total.amount <= Money.limit else { throw .tooLarge }
        return totals
    }

    /// A line on its way through the steps.
    fileprivate struct PricedLine {
        let line: Basket.Line
        let place: Int
        let rate: Percentage
        let amount: Money
        var reductions: [Reduction] = []

        /// What it comes to after the discounts so far.
        var rest: Money { reductions.reduce(amount) { $0 - $1.amount } }
    }

    fileprivate struct Reduction {
        let label: Texts
        let amount: Money
    }

    /// Steps 1 and 2.
    private func priced(_ basket: Basket) throws(Pricing.Refusal) -> [PricedLine] {
        var lines: [PricedLine] = []
        var goods: Int64 = 0
        for (place, line) in basket.lines.enumerated() {
            let amount = try amount(of: line, basket.currency)
            goods += amount.amount
            guard goods <= Money.limit else { throw .tooLarge }
            guard let rate = rate(of: line.taxClass, in: basket.country, on: basket.day) else {
                throw .noTaxRate(line.taxClass, basket.country)
            }
            lines.append(PricedLine(line: line, place: place, rate: rate, amount: amount))
        }
        return lines
    }

    private func amount(of line: Basket.Line, _ currency: Currency) throws(Pricing.Refusal) -> Money {
        for entry in line.unit.entries where entry.amount.currency != currency {
            throw .notSold(currency)
        }
        let unit = line.unit.entries.reduce(Int128(0)) { $0 + Int128($1.amount.amount) }
        guard unit >= 0 else { throw .belowZero(line.product) }
        let amount = unit * Int128(line.quantity.count)
        guard amount <= Int128(Money.limit) else { throw .tooLarge }
        return Money(Int64(amount), currency)
    }

    /// Step 3. Answers what each discount took from the whole basket.
    private func reduce(_ lines: inout [PricedLine], of basket: Basket, worth goods: Money) -> [Reduction] {
        var taken: [Reduction] = []
        for discount in discounts where discount.counts(for: basket, worth: goods) {
            let eligible = lines.indices.filter { discount.takes(lines[$0].line) }
            let rests = eligible.map { lines[$0].rest }
            let amount = discount.effect.taken(from: rests.total(basket.currency))
            guard amount.amount > 0 else { continue }
            for (place, share) in zip(eligible, amount.shared(by: rests.map(\.amount))) where share.amount > 0 {
                lines[place].reductions.append(Reduction(label: discount.label, amount: share))
            }
            taken.append(Reduction(label: discount.label, amount: amount))
        }
        return taken
    }

    /// Step 4. Nil when nothing is delivered.
    private func deliveryPrice(
        of basket: Basket, _ lines: [PricedLine]
    ) throws(Pricing.Refusal) -> (label: Texts, price: Money)? {
        guard !basket.isCollected, !lines.isEmpty else { return nil }
        guard let zone = zones.first(where: { $0.countries.contains(basket.country) }),
              let tariff = zone.tariffs.first(where: { $0.currency == basket.currency }) else {
            throw .notDeliveredThere(basket.country)
        }
        let measure: Int64 = switch tariff.basis {
        // Weights are as staff wrote them: too much to count is beyond any step, and no overflow.
        case .weight: Int64(clamping: lines.reduce(Int128(0)) {
            $0 + Int128($1.line.weightGrams) * Int128($1.line.quantity.count)
        })
        case .value: lines.reduce(0) { $0 + $1.rest.amount }
        }
        guard let price = tariff.price(of: measure) else { throw .notDeliveredThere(basket.country) }
        return (zone.name, price)
    }

    /// Step 5.
    private func taxed(_ amount: Money, at rate: Percentage) -> Totals.TaxLine {
        guard pricesIncludeTax else { return Totals.TaxLine(rate: rate, net: amount, tax: amount.share(rate)) }
        let tax = amount.taxIncluded(at: rate)
        return Totals.TaxLine(rate: rate, net: amount - tax, tax: tax)
    }

    /// Step 6.
    private func taxedDelivery(_ price: Money, _ lines: [PricedLine]) -> [Totals.TaxLine] {
        let rates = Set(lines.map(\.rate)).sorted()
        let weights = rates.map { rate in lines.filter { $0.rate == rate }.reduce(0) { $0 + $1.rest.amount } }
        return zip(rates, price.shared(by: weights)).map { taxed($1, at: $0) }
    }

    /// Step 7.
    private func summed(
        _ lines: [PricedLine], _ reductions: [Reduction], _ delivery: (label: Texts, price: Money)?, of basket: Basket
    ) -> Totals {
        let currency = basket.currency
        let lineTaxes = lines.map { taxed($0.rest, at: $0.rate) }
        let deliveryTaxes = delivery.map { taxedDelivery($0.price, lines) } ?? []
        let taxes = Set(lines.map(\.rate)).sorted().map { rate in
            let parts = (lineTaxes + deliveryTaxes).filter { $0.rate == rate }
            return Totals.TaxLine(
                rate: rate, net: parts.map(\.net).total(currency), tax: parts.map(\.tax).total(currency))
        }
        let goods = lines.map(\.amount).total(currency)
        let discount = reductions.map(\.amount).total(currency)
        let price = delivery?.price ?? .zero(currency)
        let tax = taxes.map(\.tax).total(currency)
        return Totals(
            lines: zip(lines, lineTaxes).map { lineTotal($0, $1) },
            goods: goods, discount: discount, delivery: price, tax: tax,
            total: goods - discount + price + (pricesIncludeTax ? .zero(currency) : tax),
            taxes: taxes, deliveryTaxes: deliveryTaxes,
            trace: PriceTrace(
                lines.flatMap(goodsEntries)
                    + reductions.map { PriceTrace.Entry(.discount, $0.label, -$0.amount) }
                    + (delivery.map { [PriceTrace.Entry(.delivery, $0.label, $0.price)] } ?? [])
                    + taxes.map { taxEntry($0, line: nil) }))
    }

    private func lineTotal(_ line: PricedLine, _ tax: Totals.TaxLine) -> Totals.LineTotal {
        Totals.LineTotal(
            amount: line.amount, discount: line.amount - line.rest, rate: line.rate, net: tax.net, tax: tax.tax,
            gross: tax.net + tax.tax,
            trace: PriceTrace(
                goodsEntries(line)
                    + line.reductions.map { PriceTrace.Entry(.discount, $0.label, -$0.amount, line: line.place) }
                    + [taxEntry(tax, line: line.place)]))
    }

    private func goodsEntries(_ line: PricedLine) -> [PriceTrace.Entry] {
        line.line.unit.entries.map {
            PriceTrace.Entry($0.kind, $0.label, $0.amount * line.line.quantity, line: line.place)
        }
    }

    private func taxEntry(_ tax: Totals.TaxLine, line: Int?) -> PriceTrace.Entry {
        let label = Texts(en: "VAT \(tax.rate)%", de: "MwSt. \(tax.rate.description.replacing(".", with: ",")) %")
        return PriceTrace.Entry(.tax, label, tax.tax, included: pricesIncludeTax, line: line)
    }
}

extension Discount {
    func counts(for basket: Basket, worth goods: Money) -> Bool {
        currency == basket.currency && isValid(on: basket.day) && (minimum.map { goods >= $0 } ?? true)
    }
}

extension Discount.Effect {
    func taken(from eligible: Money) -> Money {
        switch self {
        case .percentage(let rate): eligible.share(rate)
        case .amount(let amount): amount <= eligible ? amount : eligible
        }
    }
}
