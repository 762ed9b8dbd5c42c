import Values
import Web

/// The way from the cart to the order, a page a step.
enum CheckoutStep: String, CaseIterable {
    case cart, addresses, delivery, pay

    var address: String {
        switch self {
        case .cart: "/cart"
        case .addresses: "/checkout"
        case .delivery: "/checkout/delivery"
        case .pay: "/checkout/pay"
        }
    }

    /// For the template `steps`.
    func steps(in language: Language) -> [[String: Any]] {
        let here = Self.allCases.firstIndex(of: self) ?? 0
        return Self.allCases.enumerated().map { place, step in
            [
                "stepName": Words.text("step \(step.rawValue)", in: language), "stepLink": step.address,
                "stepIsDone": place < here, "stepIsHere": place == here,
            ]
        }
    }

    /// Where something is still missing; nil when the cart can be ordered.
    static func firstMissing(in cart: JSON) -> CheckoutStep? {
        let missing = (cart["missing"]?.array ?? []).compactMap(\.string)
        if missing.contains("lines") { return .cart }
        if missing.contains("email") || missing.contains("invoiceAddress") { return .addresses }
        return missing.contains("delivery") ? .delivery : nil
    }
}

/// A page of the checkout: shown only to who has something in the cart and has done the steps before.
protocol CheckoutPage: FormPage {
    var step: CheckoutStep { get }

    /// What the page shows of the cart.
    func show(_ visit: Visit, _ cart: JSON) async -> Response

    /// Takes the page's form.
    func take(_ visit: Visit, _ cart: JSON) async -> Response

    /// Takes the page's form once more, when its cart has become an order already.
    func takeAgain(_ visit: Visit, _ cart: JSON, order: String) async -> Response

    /// Answers the page's form while the API is too busy to say what is in the cart.
    func wait(_ visit: Visit) async -> Response
}

extension CheckoutPage {
    /// So many lines stand beside a step; the cart's own page has all.
    private static var shownLimit: Int { 12 }

    func show(_ visit: Visit) async -> Response {
        switch await OpenCart(visit: visit).find() {
        case .open(let cart):
            if let before = stepBefore(cart) { .go(before.address) } else { await show(visit, cart) }
        case .ordered(_, let page): .go(page)
        case .none: .go(CheckoutStep.cart.address)
        case .unknown: visit.sorry(503, .tryAgain)
        }
    }

    func take(_ visit: Visit) async -> Response {
        switch await OpenCart(visit: visit).find() {
        case .open(let cart):
            if let before = stepBefore(cart) { .go(before.address) } else { await take(visit, cart) }
        case .ordered(let cart, let page): await takeAgain(visit, cart, order: page)
        case .none: .go(CheckoutStep.cart.address)
        case .unknown: await wait(visit)
        }
    }

    /// Who sends an ordered cart once more is led to what became of it.
    func takeAgain(_ visit: Visit, _ cart: JSON, order: String) async -> Response { .go(order) }

    func wait(_ visit: Visit) async -> Response { visit.sorry(503, .tryAgain) }

    /// The first step that has to be done before this one; nil when the cart has come so far.
    private func stepBefore(_ cart: JSON) -> CheckoutStep? {
        guard cart["lines"]?.array?.isEmpty == false else { return .cart }
        let order = CheckoutStep.allCases
        guard let missing = CheckoutStep.firstMissing(in: cart), let here = order.firstIndex(of: step),
              let there = order.firstIndex(of: missing), there < here else { return nil }
        return missing
    }

    /// The step in the shop's frame, what is ordered beside it.
    func page(
        _ template: String, _ content: [String: Any], _ cart: JSON, _ visit: Visit, status: Int = 200
    ) async -> Response {
        var content = content
        content["steps"] = step.steps(in: visit.language)
        content["rows"] = CartSummary.rows(cart, visit)
        let lines = CartLines(cart: cart, visit: visit)
        let shown = min(lines.count, Self.shownLimit)
        content["lines"] = lines.content(0..<shown)
        content["more"] = lines.count > shown
            ? Words.text("andMore", in: visit.language).replacing("%", with: String(lines.count - shown))
            : false as Any
        return await visit.shopPage(template, content, status: status).unstored
    }
}
