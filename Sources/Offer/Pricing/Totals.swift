import Values

/// What a basket comes to, as `docs/money.md` specifies: `goods - discount + delivery = total` where prices include
/// tax, and `+ tax` where they don't.
package struct Totals: Hashable, Sendable {
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
    /// An order's are stored, and told to its buyer.
    private let json = JSONOnce()

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
    package struct LineTotal: Hashable, Sendable {
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
    package struct TaxLine: Hashable, Sendable {
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

// Every answer that shows a cart or an order has them, and every order keeps them.

extension Totals: JSONReadable, JSONWritable {
    private enum Key: String, CodingKey {
        case lines, goods, discount, delivery, tax, total, taxes, deliveryTaxes, trace
    }

    package init?(json: JSON) {
        guard case .object(let object) = json, let lines = object["lines"]?.values(LineTotal.self),
              let goods = object["goods"].flatMap(Money.init(json:)),
              let discount = object["discount"].flatMap(Money.init(json:)),
              let delivery = object["delivery"].flatMap(Money.init(json:)),
              let tax = object["tax"].flatMap(Money.init(json:)),
              let total = object["total"].flatMap(Money.init(json:)),
              let taxes = object["taxes"]?.values(TaxLine.self),
              let deliveryTaxes = object["deliveryTaxes"]?.values(TaxLine.self),
              let trace = object["trace"].flatMap(PriceTrace.init(json:)) else { return nil }
        self.init(
            lines: lines, goods: goods, discount: discount, delivery: delivery, tax: tax, total: total, taxes: taxes,
            deliveryTaxes: deliveryTaxes, trace: trace)
    }

    package init(containersOf decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        lines = try container.decode([LineTotal].self, forKey: .lines)
        goods = try container.decode(Money.self, forKey: .goods)
        discount = try container.decode(Money.self, forKey: .discount)
        delivery = try container.decode(Money.self, forKey: .delivery)
        tax = try container.decode(Money.self, forKey: .tax)
        total = try container.decode(Money.self, forKey: .total)
        taxes = try container.decode([TaxLine].self, forKey: .taxes)
        deliveryTaxes = try container.decode([TaxLine].self, forKey: .deliveryTaxes)
        trace = try container.decode(PriceTrace.self, forKey: .trace)
    }

    package func write(to writer: inout JSONWriter) { json.write(to: &writer, writeMembers) }

    private func writeMembers(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("lines", lines)
        writer.member("goods", goods)
        writer.member("discount", discount)
        writer.member("delivery", delivery)
        writer.member("tax", tax)
        writer.member("total", total)
        writer.member("taxes", taxes)
        writer.member("deliveryTaxes", deliveryTaxes)
        writer.member("trace", trace)
        writer.endObject()
    }
}

extension Totals.LineTotal: JSONReadable, JSONWritable {
    private enum Key: String, CodingKey { case amount, discount, rate, net, tax, gross, trace }

    package init?(json: JSON) {
        guard case .object(let object) = json, let amount = object["amount"].flatMap(Money.init(json:)),
              let discount = object["discount"].flatMap(Money.init(json:)),
              case .string(let text)? = object["rate"], let rate = Percentage(text),
              let net = object["net"].flatMap(Money.init(json:)), let tax = object["tax"].flatMap(Money.init(json:)),
              let gross = object["gross"].flatMap(Money.init(json:)),
              let trace = object["trace"].flatMap(PriceTrace.init(json:)) else { return nil }
        self.init(amount: amount, discount: discount, rate: rate, net: net, tax: tax, gross: gross, trace: trace)
    }

    package init(containersOf decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        amount = try container.decode(Money.self, forKey: .amount)
        discount = try container.decode(Money.self, forKey: .discount)
        rate = try container.decode(Percentage.self, forKey: .rate)
        net = try container.decode(Money.self, forKey: .net)
        tax = try container.decode(Money.self, forKey: .tax)
        gross = try container.decode(Money.self, forKey: .gross)
        trace = try container.decode(PriceTrace.self, forKey: .trace)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("amount", amount)
        writer.member("discount", discount)
        writer.member("rate", rate.description)
        writer.member("net", net)
        writer.member("tax", tax)
        writer.member("gross", gross)
        writer.member("trace", trace)
        writer.endObject()
    }
}

extension Totals.TaxLine: JSONReadable, JSONWritable {
    private enum Key: String, CodingKey { case rate, net, tax }

    package init?(json: JSON) {
        guard case .object(let object) = json, case .string(let text)? = object["rate"], let rate = Percentage(text),
              let net = object["net"].flatMap(Money.init(json:)), let tax = object["tax"].flatMap(Money.init(json:))
        else { return nil }
        self.init(rate: rate, net: net, tax: tax)
    }

    package init(containersOf decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        rate = try container.decode(Percentage.self, forKey: .rate)
        net = try container.decode(Money.self, forKey: .net)
        tax = try container.decode(Money.self, forKey: .tax)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("rate", rate.description)
        writer.member("net", net)
        writer.member("tax", tax)
        writer.endObject()
    }
}
