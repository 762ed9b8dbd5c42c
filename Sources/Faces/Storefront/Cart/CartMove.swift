import Values
import Web

/// Takes what a visitor's cart holds into a new one in another currency, addresses and delivery too.
struct CartMove {
    let visit: Visit
    let currency: Currency

    enum Outcome {
        /// There is no cart, or it is in that currency already.
        case nothing
        /// `left` are the lines that can't be had in that currency. When none can, `cart` is the old one.
        case moved(cart: JSON, left: [JSON])
        /// The API was too busy for all of it: the old cart counts.
        case unknown
    }

    func make() async -> Outcome {
        switch await OpenCart(visit: visit).find() {
        case .none, .ordered: .nothing
        case .unknown: .unknown
        case .open(let cart): cart["currency"]?.string == currency.code ? .nothing : await move(cart)
        }
    }

    private func move(_ cart: JSON) async -> Outcome {
        let opened = await OpenCart(visit: visit).open(in: currency)
        guard opened.isDone, let id = opened.json["id"]?.string else {
            return opened.status < 500 ? .nothing : .unknown
        }
        var moved = opened.json
        var left: [JSON] = []
        let lines = cart["lines"]?.array ?? []
        for line in lines {
            // What can't be had as it was chosen isn't bought as something else.
            guard !Self.isWithdrawn(line, from: cart) else { left.append(line); continue }
            let options = (line["options"]?.array ?? []).compactMap { $0["id"] }
            let reply = await visit.api.post("\(OpenCart.path(id))/lines", [
                "product": line["product"] ?? .null, "quantity": line["quantity"] ?? 1, "choices": .array(options),
            ])
            if reply.status >= 500 { return .unknown }
            if reply.isDone { moved = reply.json } else { left.append(line) }
        }
        guard left.isEmpty || left.count < lines.count else { return .moved(cart: cart, left: left) }
        return await address(id, like: cart) ? .moved(cart: moved, left: left) : .unknown
    }

    private static func isWithdrawn(_ line: JSON, from cart: JSON) -> Bool {
        (cart["changes"]?.array ?? []).contains { $0["line"] == line["id"] && $0["kind"] == "withdrawn" }
    }

    /// Whether the API had the time for it.
    private func address(_ id: String, like cart: JSON) async -> Bool {
        if let email = cart["email"], !email.isNull, let address = cart["invoiceAddress"], !address.isNull {
            let reply = await visit.api.put("\(OpenCart.path(id))/addresses", [
                "email": email, "invoiceAddress": address, "deliveryAddress": cart["deliveryAddress"] ?? .null,
            ])
            if reply.status >= 500 { return false }
        }
        guard let delivery = cart["delivery"], !delivery.isNull else { return true }
        return await visit.api.put("\(OpenCart.path(id))/delivery", delivery).status < 500
    }
}
