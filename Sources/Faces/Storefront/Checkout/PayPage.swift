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
        let isHosted = visit.form["pay"] == "hosted"
        let card = isHosted ? nil : visit.form["card"]
        guard isHosted || card != nil else {
            let text = Words.text("chooseCard", in: visit.language)
            return await show(visit, cart, Attempt(key: key, card: nil, refusal: text, status: 422))
        }
        let id = cart["id"]?.string ?? ""
        let reply = await visit.api.post(
            "\(OpenCart.path(id))/order", card.map { ["payment": ["token": .string($0)]] } ?? [:], key: key)
        if reply.isDone { return Self.ordered(reply, visit) }
        return await refused(reply, Attempt(key: key, card: card, refusal: nil, status: reply.status), visit, cart)
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
        switch reply.problem {
        case "cart-changed": return .go("/cart")
        case "sold-out": return await CartPage.show(visit, refusal: reply)
        case "cart-incomplete": return .go(CheckoutStep.firstMissing(in: cart)?.address ?? "/cart")
        case "cart-already-ordered", "unknown-cart": return .go("/checkout/pay")
        default: break
        }
        let isOver = reply.status == 402 || reply.status == 422
        let text = reply.status == 402
            ? Declines.text(code: reply.json["code"]?.string, reason: reply.title, in: visit.language)
            : reply.status >= 500 ? Words.text("payUnknown", in: visit.language)
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
            "invoiceLines": Self.lines(cart["invoiceAddress"] ?? .null, visit.language),
            "deliveryLines": await Self.destination(delivery, cart, visit),
            "isCollected": delivery["dealer"]?.string != nil,
            "total": cart["totals"]?["total"]?.money.map(visit.amount) ?? "",
        ]
        return await page("pay", content, cart, visit, status: attempt.status)
    }

    /// Where the goods go: an address, or the dealer's.
    private static func destination(_ delivery: JSON, _ cart: JSON, _ visit: Visit) async -> [String] {
        guard let dealer = delivery["dealer"]?.string else {
            return lines(cart["deliveryAddress"] ?? .null, visit.language)
        }
        let reply = await visit.api.get("/v1/places/\(Percent.encoded(dealer))")
        return lines(reply.json["address"] ?? .null, visit.language)
    }

    /// `4242 4242 4242 4242`
    private static func grouped(_ number: String) -> String {
        number.enumerated().map { ($0 > 0 && $0.isMultiple(of: 4) ? " " : "") + String($1) }.joined()
    }

    /// An address as on a label.
    static func lines(_ address: JSON, _ language: Language) -> [String] {
        func part(_ name: String) -> String? { address[name]?.string }
        let city = [part("postalCode"), part("city")].compactMap { $0 }.joined(separator: " ")
        let country = part("country").map { Destinations.name(of: $0, in: language) }
        return [part("name"), part("company"), part("street"), part("extra"), city, part("region"), country]
            .compactMap { $0 }.filter { !$0.isEmpty }
    }
}

/// Why a bank declines a card, in the buyer's language.
enum Declines {
    /// `reason` is the bank's own English, for what has no words here.
    static func text(code: String?, reason: String, in language: Language) -> String {
        guard language != .en, let code, let text = words["decline \(code)"]?.text(in: language) else { return reason }
        return text
    }

    /// By the codes banks use (https://docs.stripe.com/declines/codes).
    static let words: [String: Texts] = [
        "decline generic_decline": Texts(en: "Your card was declined.", de: "Ihre Karte wurde abgelehnt."),
        "decline card_declined": Texts(en: "Your card was declined.", de: "Ihre Karte wurde abgelehnt."),
        "decline insufficient_funds": Texts(
            en: "Your card has insufficient funds.", de: "Ihre Karte hat nicht genug Deckung."),
        "decline expired_card": Texts(en: "Your card has expired.", de: "Ihre Karte ist abgelaufen."),
        "decline authentication_failed": Texts(
            en: "Your bank could not confirm that it is you.",
            de: "Ihre Bank konnte nicht bestätigen, dass Sie es sind."),
        "decline canceled": Texts(
            en: "The payment was cancelled at the bank.", de: "Die Zahlung wurde bei der Bank abgebrochen."),
        "decline given_up": Texts(
            en: "You gave the payment up.", de: "Sie haben die Zahlung aufgegeben."),
        "decline abandoned": Texts(
            en: "The payment was not confirmed in time and has been cancelled.",
            de: "Die Zahlung wurde nicht rechtzeitig bestätigt und ist abgebrochen."),
    ]
}
