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
}

extension CheckoutPage {
    /// So many lines stand beside a step; the cart's own page has all.
    private static var shownLimit: Int { 12 }

    func show(_ visit: Visit) async -> Response {
        switch await cart(visit) {
        case .open(let cart): await show(visit, cart)
        case .ordered(_, let order): .go(order)
        case .elsewhere(let response): response
        }
    }

    func take(_ visit: Visit) async -> Response {
        switch await cart(visit) {
        case .open(let cart): await take(visit, cart)
        case .ordered(let cart, let order): await takeAgain(visit, cart, order: order)
        case .elsewhere(let response): response
        }
    }

    /// Who sends an ordered cart once more is led to what became of it.
    func takeAgain(_ visit: Visit, _ cart: JSON, order: String) async -> Response { .go(order) }

    private func cart(_ visit: Visit) async -> Found {
        guard let id = visit.cart else { return .elsewhere(.go("/cart")) }
        let reply = await visit.api.get(OpenCart.path(id))
        guard reply.isDone || reply.status < 500 else { return .elsewhere(visit.sorry(reply.status, .tryAgain)) }
        if let order = reply.json["order"]?.string, reply.json["state"] == "ordered" {
            return .ordered(reply.json, "/orders/\(Percent.encoded(order))")
        }
        guard reply.isDone, reply.json["lines"]?.array?.isEmpty == false else { return .elsewhere(.go("/cart")) }
        let order = CheckoutStep.allCases
        if let missing = CheckoutStep.firstMissing(in: reply.json), let here = order.firstIndex(of: step),
           let there = order.firstIndex(of: missing), there < here {
            return .elsewhere(.go(missing.address))
        }
        return .open(reply.json)
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

private enum Found {
    case open(JSON)
    /// The cart, and its order's page.
    case ordered(JSON, String)
    case elsewhere(Response)
}
