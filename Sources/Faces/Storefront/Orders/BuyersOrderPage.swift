import Values
import Web

/// A buyer's order: the thanks for it, how far it is, what was paid, and what happened so far.
struct BuyersOrderPage: Page {
    let path: PagePath = "/orders/*"

    func show(_ visit: Visit) async -> Response {
        let order = visit.parts[0]
        let path = "/v1/orders/\(Percent.encoded(order))"
        // The link in a mail brings the secret along; it is kept if it opens the order, and out of sight at once.
        if let secret = visit.query["secret"], OrderCookie.isSecret(secret) {
            let opened = await visit.api.with(bearer: secret).get(path)
            guard opened.status < 500 else { return visit.sorry(503, .tryAgain) }
            let bare = Response.go("/orders/\(Percent.encoded(order))")
            return opened.isDone ? bare.with(OrderCookie.keeping(secret, of: order, for: visit)) : bare
        }
        let entry = await OrderEntry(order, visit)
        let found = entry.found
        guard found.isDone, let shown = BuyersOrder(found.json, visit) else {
            return found.status < 500
                ? visit.sorry(404, Words.text("orderUnknown", in: visit.language)) : visit.sorry(503, .tryAgain)
        }
        var place: Reply?
        if let dealer = shown.dealer { place = await visit.api.get("/v1/places/\(Percent.encoded(dealer))") }
        let fulfilment = await entry.api.get("\(path)/fulfilment")
        let history = await entry.api.get("\(path)/history")
        // A page without these would say that nothing was sent and nothing happened.
        guard fulfilment.isDone, history.isDone, place?.isDone != false else { return visit.sorry(503, .tryAgain) }
        var content = shown.content
        content["isClaimable"] = entry.isClaimable
        content["isThanks"] = shown.isPlaced && visit.query["thanks"] != nil
        if let place { content["deliveryLines"] = Readable(visit.language).address(place.json["address"]) }
        content["parcels"] = shown.parcels(fulfilment.json)
        content["timeline"] = BuyersTimeline(history.json, visit).steps
        let page = await visit.shopPage("order", content)
        return page.unstored.waiting(shown, visit)
    }
}

/// Where the bank sends the buyer back: the bank is asked at once, and the order's page says what came of it.
struct BackFromBank: Page {
    let path: PagePath = "/orders/*/return"

    func show(_ visit: Visit) async -> Response {
        let order = Percent.encoded(visit.parts[0])
        let reply = await visit.api.get("/v1/orders/\(order)/payment-return")
        let isPlaced = reply.json["state"]?.string == "placed"
        return .go("/orders/\(order)\(isPlaced ? "?thanks=1" : "")")
    }
}

/// Lets another card pay what was ordered: gives up a payment that waits for its buyer at the bank, and takes up the
/// cart again that the failed order came from.
struct OtherCard: FormPage {
    let path: PagePath = "/orders/*/other-card"

    func take(_ visit: Visit) async -> Response {
        let path = "/v1/orders/\(Percent.encoded(visit.parts[0]))"
        let entry = await OrderEntry(visit.parts[0], visit)
        let given = await entry.api.post("\(path)/payment-cancellation")
        // An order that doesn't wait (409) has failed already, or stands.
        let reply = given.status == 409 ? await entry.api.get(path) : given
        guard reply.isDone else {
            return reply.status < 500 ? visit.sorry(404, .noSuchPage) : visit.sorry(503, .tryAgain)
        }
        // What the bank had said yes to by then stands: the order's page says how it is.
        guard reply.json["order"]?["state"] == "failed", let cart = reply.json["cart"]?.string else {
            return Self.page(of: visit.parts[0])
        }
        let reopened = await visit.api.get(OpenCart.path(cart))
        guard reopened.isDone else { return visit.sorry(503, .tryAgain) }
        // It may have been ordered and paid since.
        if let other = reopened.json["order"]?.string { return Self.page(of: other) }
        return .go(CheckoutStep.pay.address).keeping(reopened.json, for: visit)
    }

    private static func page(of order: String) -> Response { .go("/orders/\(Percent.encoded(order))") }
}

/// Takes an order that was placed without logging in into the account of whoever has the browser.
struct ClaimPage: FormPage {
    let path: PagePath = "/orders/*/claim"

    func take(_ visit: Visit) async -> Response {
        let order = visit.parts[0]
        let page = "/orders/\(Percent.encoded(order))"
        guard let customer = visit.customerAPI else { return visit.logIn(at: .customer, back: page) }
        let reply = await customer.post("/v1/account/orders", [
            "order": .string(order), "secret": .string(visit.cookies[OrderCookie.name] ?? ""),
        ])
        if reply.isDone { return .go("/account?done=claimed") }
        switch reply.status {
        case 401, 403: return visit.logIn(at: .customer, back: page)
        case 500...: return visit.sorry(503, .tryAgain)
        default: return visit.sorry(404, AccountProblems.text(reply, in: visit.language))
        }
    }
}

extension Response {
    /// A page that waits for the bank is asked for again by itself, and one that leads to the bank goes there once.
    fileprivate func waiting(_ order: BuyersOrder, _ visit: Visit) -> Response {
        var response = self
        if let url = order.bankURL {
            if visit.query["bank"] != nil { response.headers["Refresh"] = "0; url=\(url)" }
        } else if order.isWaiting {
            response.headers["Refresh"] = "3"
        }
        return response
    }
}

/// An order in the words of its buyer's page.
struct BuyersOrder {
    private let order: JSON
    private let payment: JSON
    private let visit: Visit

    init?(_ status: JSON, _ visit: Visit) {
        guard let order = status["order"] else { return nil }
        self.order = order
        self.visit = visit
        payment = status["payment"] ?? .null
    }

    private var language: Language { visit.language }
    private var state: String { order["state"]?.string ?? "" }

    var isPlaced: Bool { ["placed", "closed"].contains(state) }
    /// Nobody knows yet whether it is paid.
    var isWaiting: Bool { state == "pending" }
    /// Where the bank wants to see the buyer.
    var bankURL: String? { isWaiting ? payment["nextActionURL"]?.string : nil }
    /// Where it is collected.
    var dealer: String? { order["delivery"]?["dealer"]?.string }

    var content: [String: Any] {
        let totals = order["totals"] ?? .null
        let paid = payment["state"]?.string ?? ""
        return [
            "id": order["id"]?.string ?? "", "number": order["number"]?.string ?? "",
            "email": order["email"]?.string ?? "",
            "thanksText": Words.text("thanksMail", in: language)
                .replacing("%", with: order["email"]?.string ?? ""), "isPlaced": isPlaced,
            "isFailed": state == "failed", "isWaiting": isWaiting && bankURL == nil,
            "bankURL": bankURL as Any? ?? false as Any,
            "decline": decline as Any? ?? false as Any, "lines": lines(totals),
            "rows": PriceRows.totals(totals, visit),
            "time": (order["placedAt"]?.string ?? order["createdAt"]?.string).flatMap { Instant($0) }
                .map { Readable(language).time($0) } ?? "",
            "stateText": Words.text("orderIs \(state)", in: language),
            "stateTone": ["placed": "ok", "closed": "ok", "pending": "warn"][state] ?? "bad",
            "paymentText": Words.all(in: language)["paymentIs \(paid)"] ?? false as Any,
            "refunded": refunded as Any? ?? false as Any, "isCollected": dealer != nil,
            "invoiceLines": Readable(language).address(order["invoiceAddress"]),
            "deliveryLines": Readable(language).address(order["deliveryAddress"]),
        ]
    }

    /// Why it came to nothing.
    private var decline: String? {
        guard state == "failed" else { return nil }
        return payment["declineReason"]?.string.map {
            Declines.text(code: payment["declineCode"]?.string, reason: $0, in: language)
        } ?? ""
    }

    private var refunded: String? {
        payment["refunded"]?.money.flatMap { $0.amount > 0 ? visit.amount($0) : nil }
    }

    private func lines(_ totals: JSON) -> [[String: Any]] {
        let amounts = (totals["lines"]?.array ?? []).map { $0["amount"]?.money }
        return (order["lines"]?.array ?? []).enumerated().map { place, line in
            let options = (line["options"]?.array ?? []).map { $0.texts("name", in: language) }
            return [
                "lineName": line.texts("name", in: language), "lineOptions": options.joined(separator: ", "),
                "lineHasOptions": !options.isEmpty, "lineQuantity": String(line["quantity"]?.integer ?? 1),
                "lineAmount": amounts.indices.contains(place) ? amounts[place].map(visit.amount) ?? "" : "",
            ]
        }
    }

    /// What has left, by whom it is carried, and how it is found.
    func parcels(_ fulfilment: JSON) -> [[String: Any]] {
        (fulfilment["shipments"]?.array ?? []).map { parcel in
            let arrived = parcel["deliveredAt"]?.string.flatMap { Instant($0) }
            return [
                "parcelCarrier": parcel["carrier"]?.string ?? "",
                "parcelTracking": parcel["tracking"]?.string ?? false as Any,
                "parcelTime": parcel["at"]?.string.flatMap { Instant($0) }
                    .map { Readable(language).time($0) } ?? "",
                "parcelArrived": arrived.map { Readable(language).time($0) } ?? false as Any,
            ]
        }
    }
}
