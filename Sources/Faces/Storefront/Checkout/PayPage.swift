import Values
import Web

/// Shows all that is ordered once more and orders, with a test card of the sandbox bank or at the bank's own page.
struct PayPage: CheckoutPage {
    let path: PagePath = "/checkout/pay"
    let step = CheckoutStep.pay

    func show(_ visit: Visit, _ cart: JSON) async -> Response {
        await show(visit, cart, Attempt(key: visit.newKey(), card: nil, refusal: nil, status: 200))
    }

    func take(_ visit: Visit, _ cart: JSON) async -> Response {
        // A form without its key came from nowhere; a new one can't have ordered anything yet.
        let key = visit.form["key"] ?? visit.newKey()
        let card = Self.card(visit)
        guard Self.isHosted(visit) || card != nil else {
            let text = Words.text("chooseCard", in: visit.language)
            return await show(visit, cart, Attempt(key: key, card: nil, refusal: text, status: 422))
        }
        let reply = await order(cart, key, card, visit)
        if reply.isDone { return Self.ordered(reply, visit) }
        return await refused(reply, Attempt(key: key, card: card, refusal: nil, status: reply.status), visit, cart)
    }

    /// The answer to the first form may never have arrived, and the order's secret with it: the API tells it again to
    /// who has the key.
    func takeAgain(_ visit: Visit, _ cart: JSON, order page: String) async -> Response {
        guard let key = Self.key(visit) else { return .go(page) }
        let reply = await order(cart, key, Self.card(visit), visit)
        if reply.isDone { return Self.ordered(reply, visit) }
        return Self.isUnknown(reply) ? await Self.underWay(reply.status, key, visit) : .go(page)
    }

    func wait(_ visit: Visit) async -> Response {
        guard let key = Self.key(visit) else { return visit.sorry(503, .tryAgain) }
        return await Self.underWay(503, key, visit)
    }

    /// The key of a form that may have ordered something.
    private static func key(_ visit: Visit) -> String? {
        isHosted(visit) || card(visit) != nil ? visit.form["key"] : nil
    }

    /// Whether nobody knows what became of the form: only the same one, sent again, can tell.
    private static func isUnknown(_ reply: Reply) -> Bool {
        reply.problem == "request-under-way" || reply.status >= 500
    }

    private static func isHosted(_ visit: Visit) -> Bool { visit.form["pay"] == "hosted" }

    private static func card(_ visit: Visit) -> String? { isHosted(visit) ? nil : visit.form["card"] }

    private func order(_ cart: JSON, _ key: String, _ card: String?, _ visit: Visit) async -> Reply {
        var body: JSON.Object = [:]
        if let card { body["payment"] = ["token": .string(card)] }
        if let shown = Self.shownTotal(visit) { body["expectedTotal"] = shown }
        // Whoever is logged in orders in their own name; a session that is over leads to the log-in.
        return await (visit.customerAPI ?? visit.api).post(
            "\(OpenCart.path(cart["id"]?.string ?? ""))/order", .object(body), key: key)
    }

    /// What the form's button said that it comes to: `44990 EUR`. Another tab may have filled the cart since.
    private static func shownTotal(_ visit: Visit) -> JSON? {
        let parts = (visit.form["total"] ?? "").split(separator: " ")
        guard parts.count == 2, let amount = Int64(parts[0]) else { return nil }
        return ["amount": .integer(amount), "currency": .string(String(parts[1]))]
    }

    /// Nobody knows yet what became of the form: it can be sent again as it is.
    private static func underWay(_ status: Int, _ key: String, _ visit: Visit) async -> Response {
        let word = status < 500 ? "problem request-under-way" : "payUnknown"
        let content: [String: Any] = [
            "text": Words.text(word, in: visit.language), "key": key, "pay": isHosted(visit) ? "hosted" : "card",
            "card": card(visit) as Any? ?? false as Any, "shownTotal": visit.form["total"] ?? "",
        ]
        return await visit.shopPage("under-way", content, status: status).unstored
    }

    /// One try to pay: the same key as long as it isn't known how it went, so that nobody pays twice.
    private struct Attempt {
        let key: String
        let card: String?
        let refusal: String?
        let status: Int
    }

    private func refused(
        _ reply: Reply, _ attempt: Attempt, _ visit: Visit, _ cart: JSON
    ) async -> Response {
        if Self.isUnknown(reply) { return await Self.underWay(reply.status, attempt.key, visit) }
        switch reply.problem {
        case "unauthenticated": return visit.logIn(at: .customer, back: CheckoutStep.pay.address)
        case "cart-changed": return .go("/cart")
        case "sold-out": return await CartPage.show(visit, refusal: reply)
        case "cart-incomplete": return .go(CheckoutStep.firstMissing(in: cart)?.address ?? "/cart")
        case "cart-already-ordered", "unknown-cart": return .go("/checkout/pay")
        default: break
        }
        let isOver = reply.status == 402 || reply.status == 422
        let text = reply.status == 402
            ? Declines.text(code: reply.json["code"]?.string, reason: reply.title, in: visit.language)
            : Refusals.text(reply, in: visit.language)
        let next = Attempt(
            key: isOver ? visit.newKey() : attempt.key, card: isOver ? nil : attempt.card, refusal: text,
            status: reply.status)
        return await show(visit, cart, next)
    }

    /// The order's page, opened by the order's secret; the cart is kept by name only, should the payment fail.
    private static func ordered(_ reply: Reply, _ visit: Visit) -> Response {
        let placed = reply.json["order"]?["id"]?.string
        guard let order = placed ?? reply.json["order"]?.string, let secret = reply.json["secret"]?.string else {
            return visit.sorry(502, .tryAgain)
        }
        let page = "/orders/\(Percent.encoded(order))"
        return Response.go(page + (placed == nil ? "?bank=1" : "?thanks=1"))
            .with(OrderCookie.keeping(secret, of: order, for: visit)).keepingNothing(for: visit)
    }

    private func show(_ visit: Visit, _ cart: JSON, _ attempt: Attempt) async -> Response {
        let reply = await visit.api.get("/v1/payment-methods")
        guard reply.isDone else { return visit.sorry(503, .tryAgain) }
        let cards = reply.json["testCards"]?.array ?? []
        let chosen = attempt.card ?? cards.first?["token"]?.string
        let delivery = cart["delivery"] ?? .null
        let total = cart["totals"]?["total"]?.money
        let content: [String: Any] = [
            "key": attempt.key, "refusal": attempt.refusal as Any? ?? false as Any,
            "cards": cards.map { card in
                [
                    "cardToken": card["token"]?.string ?? "", "cardNumber": Self.grouped(card["number"]?.string ?? ""),
                    "cardOutcome": card.texts("outcome", in: visit.language),
                    "cardIsChosen": card["token"]?.string == chosen,
                ] as [String: Any]
            },
            "hasCards": !cards.isEmpty, "email": cart["email"]?.string ?? "",
            "invoiceLines": Readable(visit.language).address(cart["invoiceAddress"]),
            "deliveryLines": await Self.destination(delivery, cart, visit),
            "isCollected": delivery["dealer"]?.string != nil,
            "total": total.map(visit.amount) ?? "",
            "shownTotal": total.map { "\($0.amount) \($0.currency.code)" } ?? "",
        ]
        return await page("pay", content, cart, visit, status: attempt.status)
    }

    /// Where the goods go: an address, or the dealer's.
    private static func destination(_ delivery: JSON, _ cart: JSON, _ visit: Visit) async -> [String] {
        guard let dealer = delivery["dealer"]?.string else {
            return Readable(visit.language).address(cart["deliveryAddress"])
        }
        let reply = await visit.api.get("/v1/places/\(Percent.encoded(dealer))")
        return Readable(visit.language).address(reply.json["address"])
    }

    /// `4242 4242 4242 4242`
    private static func grouped(_ number: String) -> String {
        number.enumerated().map { ($0 > 0 && $0.isMultiple(of: 4) ? " " : "") + String($1) }.joined()
    }
}
