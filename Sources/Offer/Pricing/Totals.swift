import Values

/// What a basket comes to, as `docs/money.md` specifies: `goods - discount + delivery = total` where prices include
/// tax, and `+ tax` where they don't.
package struct Totals: Codable, Hashable, Sendable {
    package let lines: [LineTotal]
    /// The lines' amounts before discounts.
    package let goods: Money
    /// What is taken off, zero or more.
    package let discount: Money
    package let delivery: Money
    /// All tax, delivery's included.
    package let tax: Money
    /// What the buyer pays.
    package let total: Money
    /// By ascending rate, goods and delivery together.
    package let taxes: [TaxLine]
    /// The part of `taxes` that delivery has, by ascending rate; empty when nothing is delivered.
    package let deliveryTaxes: [TaxLine]
    package let trace: PriceTrace

    package init(
        lines: [LineTotal], goods: Money, discount: Money, delivery: Money, tax: Money, total: Money,
        taxes: [TaxLine], deliveryTaxes: [TaxLine], trace: PriceTrace
    ) {
        self.lines = lines
        self.goods = goods
        self.discount = discount
        self.delivery = delivery
        self.tax = tax
        self.total = total
        self.taxes = taxes
        self.deliveryTaxes = deliveryTaxes
        self.trace = trace
    }

    /// What delivery costs the buyer, tax included: the lines' `gross` and this add up to `total`.
    package var deliveryGross: Money { deliveryTaxes.map { $0.net + $0.tax }.total(total.currency) }

    /// What one line comes to.
    package struct LineTotal: Codable, Hashable, Sendable {
        /// Unit price × quantity, before discounts.
        package let amount: Money
        /// What is taken off, zero or more.
        package let discount: Money
        package let rate: Percentage
        package let net: Money
        package let tax: Money
        package let gross: Money
        package let trace: PriceTrace

        package init(
            amount: Money, discount: Money, rate: Percentage, net: Money, tax: Money, gross: Money, trace: PriceTrace
        ) {
            self.amount = amount
            self.discount = discount
            self.rate = rate
            self.net = net
            self.tax = tax
            self.gross = gross
            self.trace = trace
        }
    }

    /// What is taxed at one rate.
    package struct TaxLine: Codable, Hashable, Sendable {
        package let rate: Percentage
        package let net: Money
        package let tax: Money

        package init(rate: Percentage, net: Money, tax: Money) {
            self.rate = rate
            self.net = net
            self.tax = tax
        }
    }
}
