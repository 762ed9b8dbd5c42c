import Values
import Web

/// Asks how the goods get to the buyer: by parcel, or collected at a dealer.
struct DeliveryPage: CheckoutPage {
    let path: PagePath = "/checkout/delivery"
    let step = CheckoutStep.delivery

    private static let collect = "collect:"

    func show(_ visit: Visit, _ cart: JSON) async -> Response { await show(visit, cart, refusal: nil) }

    func take(_ visit: Visit, _ cart: JSON) async -> Response {
        let wish = visit.form["delivery"] ?? ""
        let delivery: JSON = wish.hasPrefix(Self.collect)
            ? ["method": "collect", "dealer": .string(String(wish.dropFirst(Self.collect.count)))]
            : ["method": .string(wish)]
        let id = cart["id"]?.string ?? ""
        let reply = await visit.api.put("\(OpenCart.path(id))/delivery", delivery)
        guard reply.isDone else {
            let text = reply.status < 500 ? "chooseDelivery" : "tryAgain"
            return await show(visit, cart, refusal: Words.text(text, in: visit.language), status: reply.status)
        }
        // What can't go there is told here, where it can be changed.
        guard reply.json["undeliverable"]?.string == nil else {
            let text = Words.text("undeliverable", in: visit.language)
            return await show(visit, reply.json, refusal: text, status: 409)
        }
        return .go(CheckoutStep.pay.address).keeping(reply.json, for: visit)
    }

    private func show(_ visit: Visit, _ cart: JSON, refusal: String?, status: Int = 200) async -> Response {
        let reply = await visit.api.get("/v1/places", "kind=dealer&limit=100")
        guard reply.isDone else { return visit.sorry(503, .tryAgain) }
        let chosen = cart["delivery"] ?? .null
        let address = cart["deliveryAddress"] ?? cart["invoiceAddress"] ?? .null
        let ship: [String: Any] = [
            "wayID": "ship", "wayValue": "ship", "wayName": Words.text("shipToYou", in: visit.language),
            "wayAddress": Self.line(address), "wayIsChosen": chosen["dealer"]?.string == nil,
        ]
        let dealers = (reply.json["items"]?.array ?? []).map { place -> [String: Any] in
            let id = place["id"]?.string ?? ""
            return [
                "wayID": id, "wayValue": Self.collect + id,
                "wayName": Words.text("collectAt", in: visit.language)
                    .replacing("%", with: place["name"]?.string ?? ""),
                "wayAddress": Self.line(place["address"] ?? .null), "wayIsChosen": chosen["dealer"]?.string == id,
            ]
        }
        let content: [String: Any] = ["ways": [ship] + dealers, "refusal": refusal as Any? ?? false as Any]
        return await page("delivery", content, cart, visit, status: status)
    }

    /// An address in one line.
    static func line(_ address: JSON) -> String {
        let city = [address["postalCode"]?.string, address["city"]?.string].compactMap { $0 }.joined(separator: " ")
        return [address["street"]?.string, city].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ", ")
    }
}
