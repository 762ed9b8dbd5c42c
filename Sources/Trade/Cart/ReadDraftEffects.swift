import Offer
import Storage
import Values
import Web

/// Says what publishing the draft of a model would change for open carts.
struct ReadDraftEffects: Endpoint {
    static let route = Route(.get, "/v1/products/{product}/model/draft/carts", .catalogueRead)
    static let summary = """
        Says what publishing the draft of a product's model would change for open carts: lines that stay as they are, \
        that get another price or other options, and that can't be had any more. Looks at the newest carts.
        """
    static let refusals: [any Refusal.Type] = [Product.Refusal.self, ConfigurationModel.Refusal.self]

    struct Input: Decodable, Sendable {
        let product: ID<Product>
    }

    let shop: Shop

    /// How many carts are looked at, and how many changed lines are told.
    static let cartLimit = 500
    static let lineLimit = 100

    func answer(_ input: Input, for caller: Caller) async throws -> DraftEffectsView {
        let now = shop.now
        return try await shop.read { db in
            let trial = try DraftTrial(of: input.product, in: db)
            let carts = try Cart.open(with: input.product, limit: Self.cartLimit + 1, in: db)
            var view = DraftEffectsView(hasMore: carts.count > Self.cartLimit)
            for id in carts.prefix(Self.cartLimit) {
                let cart = try Cart.find(id, in: db)
                let market = try cart.market(in: db)
                for line in cart.lines where line.product == input.product {
                    view.add(line, of: id, try trial.outcome(
                        of: line.choices, currency: cart.currency, market: market, on: now.day, in: db))
                }
            }
            return view
        }
    }
}

/// What a draft would change for open carts.
package struct DraftEffectsView: View, Equatable {
    /// Whether older carts weren't looked at.
    package let hasMore: Bool
    /// How many lines stay as they are, change, and can't be had any more.
    package private(set) var unchanged = 0
    package private(set) var changed = 0
    package private(set) var withdrawn = 0
    /// Of those that don't stay as they are, the first ones.
    package private(set) var lines: [Line] = []

    package struct Line: Codable, Hashable, Sendable {
        package let cart: ID<Cart>
        package let line: ID<Cart.Line>
        package let quantity: Quantity
        /// Of one unit, as it was agreed and as it would be; missing when it can't be had.
        package let priceAgreed: Money
        package let priceThen: Money?
        /// Choices that aren't taken and would be, and the other way round.
        package let added: [String]
        package let removed: [String]
        /// Why it couldn't be had; missing when it could.
        package let reason: String?
        package let rules: [ConfigurationModel.Rule]
    }

    fileprivate init(hasMore: Bool) { self.hasMore = hasMore }

    fileprivate mutating func add(_ line: Cart.Line, of cart: ID<Cart>, _ outcome: DraftTrial.Outcome) {
        let before = line.choices.texts
        var (priceThen, after, reason) = (Money?.none, before, String?.none)
        var rules: [ConfigurationModel.Rule] = []
        switch outcome {
        case .taken(let choices, let price): (after, priceThen) = (choices.texts, price)
        case .refused(let refusal):
            reason = refusal.problem.title
            if case .broken(_, let broken) = refusal { rules = broken }
        }
        if reason != nil {
            withdrawn += 1
        } else if priceThen == line.unitPrice, after == before {
            unchanged += 1
            return
        } else {
            changed += 1
        }
        guard lines.count < ReadDraftEffects.lineLimit else { return }
        lines.append(Line(
            cart: cart, line: line.id, quantity: line.quantity, priceAgreed: line.unitPrice, priceThen: priceThen,
            added: after.filter { !before.contains($0) }, removed: before.filter { !after.contains($0) },
            reason: reason, rules: rules))
    }
}
