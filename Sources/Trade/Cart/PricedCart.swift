import Offer
import Storage
import Supply
import Values
import Web

/// A cart with every line looked up anew, and what it comes to at the prices in force.
package struct PricedCart: Sendable {
    package let cart: Cart
    /// What can be had, in the cart's order.
    package let lines: [Line]
    /// What can't be had any more as it was chosen.
    package let withdrawn: [Withdrawn]
    /// Nil while it isn't known where the goods go, or when they can't go there.
    package let totals: Totals?
    /// Why there are no totals although it is known where the goods go.
    package let refusal: Pricing.Refusal?

    package struct Line: Sendable {
        package let line: Cart.Line
        package let configuration: Configuration
    }

    package struct Withdrawn: Sendable {
        package let line: Cart.Line
        package let refusal: Configuration.Refusal
    }

    /// Reads the cart, its lines, and the offer in force at `now`. Throws `Cart.Refusal.unknown`.
    package static func find(_ id: ID<Cart>, at now: Instant, in db: any Transaction) throws -> PricedCart {
        try PricedCart(Cart.find(id, in: db), at: now, in: db)
    }

    init(_ cart: Cart, at now: Instant, in db: any Transaction) throws {
        var lines: [Line] = []
        var withdrawn: [Withdrawn] = []
        let market = cart.lines.isEmpty ? nil : try cart.market(in: db)
        for line in cart.lines {
            do {
                let configuration = try Configuration.complete(
                    line.product, line.choices, version: nil, currency: cart.currency, market: market, on: now.day,
                    in: db)
                lines.append(Line(line: line, configuration: configuration))
            } catch let refusal as Configuration.Refusal {
                withdrawn.append(Withdrawn(line: line, refusal: refusal))
            }
        }
        try Cart.checkWorth(lines.map { ($0.configuration.unitPrice, $0.line.quantity) }, in: cart.currency)
        self.cart = cart
        self.lines = lines
        self.withdrawn = withdrawn
        do {
            totals = try market.map { try Self.totals(of: lines, in: cart, to: $0, on: now.day, in: db) } ?? nil
            refusal = nil
        } catch let refused as Pricing.Refusal {
            totals = nil
            refusal = refused
        }
    }

    /// What the whole cart takes from stock: two lines that share a component ask for it together.
    package var demand: Demand {
        lines.reduce(Demand()) { $0 + $1.configuration.demand.times($1.line.quantity) }
    }

    /// What was agreed and no longer holds; an ordered cart is past that.
    package var changes: [Cart.Change] {
        guard cart.state == .open else { return [] }
        let changed = lines.flatMap { entry -> [Cart.Change] in
            let (line, now) = (entry.line, entry.configuration)
            var changes: [Cart.Change] = []
            if line.modelVersion != now.modelVersion {
                changes.append(.model(line, to: now))
            }
            if line.unitPrice != now.unitPrice {
                changes.append(.price(line.id, from: line.unitPrice, to: now.unitPrice))
            }
            return changes
        }
        return changed + withdrawn.map { .withdrawn($0.line.id, why: $0.refusal) }
    }

    /// Whom the order is for and what it comes to. Throws `Cart.Refusal` when something is missing, has changed or the
    /// cart was ordered; `Pricing.Refusal` when the goods can't go where they should.
    package func ready() throws -> (buyer: Cart.Buyer, totals: Totals) {
        try cart.checkOpen()
        let buyer = try cart.buyer()
        let changes = changes
        guard changes.isEmpty else { throw Cart.Refusal.changed(changes) }
        if let refusal { throw refusal }
        guard let totals else { throw Cart.Refusal.incomplete([.invoiceAddress]) }
        return (buyer, totals)
    }

    /// As `ready`, for who only wants to know whether.
    package func checkReady() throws { _ = try ready() }

    /// Nil while it isn't known where the goods go. Before the buyer said how, they are taken to be shipped.
    private static func totals(
        of lines: [Line], in cart: Cart, to country: Country, on day: Day, in db: any Transaction
    ) throws -> Totals? {
        guard !lines.isEmpty else { return nil }
        let basket = Basket(
            lines: lines.map { $0.configuration.basketLine($0.line.quantity) }, currency: cart.currency,
            country: country, isCollected: cart.delivery?.dealer != nil, day: day)
        return try PriceRules.inForce(on: day, currency: cart.currency, for: country, in: db).total(basket)
    }
}

extension Cart {
    /// Goods are taxed, and are what may be sold there, where they are handed over: at the dealer's, or where the
    /// parcel goes (Council Directive 2006/112/EC, articles 31 to 33). Nil while that isn't known.
    func market(in db: any Transaction) throws -> Country? {
        if let dealer = delivery?.dealer { return try Place.known(dealer, in: db).address.country }
        return (deliveryAddress ?? invoiceAddress)?.country
    }
}

extension Configuration {
    fileprivate func basketLine(_ quantity: Quantity) -> Basket.Line {
        Basket.Line(
            product: product.id, category: product.category, unit: unitTrace, quantity: quantity,
            taxClass: product.taxClass, weightGrams: weightGrams)
    }
}
