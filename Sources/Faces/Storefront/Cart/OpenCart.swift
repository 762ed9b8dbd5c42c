import Values
import Web

/// The visitor's cart at the API, found or opened.
struct OpenCart {
    let visit: Visit

    static func path(_ id: String) -> String { "/v1/carts/\(Percent.encoded(id))" }

    /// The visitor's cart as it stands; nil when there is none that can still be filled.
    func find() async -> JSON? {
        guard let id = visit.cart else { return nil }
        let reply = await visit.api.get(Self.path(id))
        return reply.isDone && reply.json["state"] == "open" ? reply.json : nil
    }

    /// Puts goods into the visitor's cart, or into a new one.
    func add(_ product: String, _ selection: Selection, quantity: JSON) async -> Reply {
        let line: JSON = ["product": .string(product), "quantity": quantity, "choices": selection.json]
        if let id = await find()?["id"]?.string {
            return await visit.api.post("\(Self.path(id))/lines", line)
        }
        let opened = await open(in: visit.cookies["currency"].flatMap(Currency.init))
        guard opened.isDone, let id = opened.json["id"]?.string else { return opened }
        return await visit.api.post("\(Self.path(id))/lines", line)
    }

    /// Fills a new cart in another currency with what this one holds, addresses and delivery too. What isn't sold in
    /// that currency stays behind. Nil when there is nothing to move.
    func move(to currency: Currency) async -> JSON? {
        guard let cart = await find(), cart["currency"]?.string != currency.code,
              let lines = cart["lines"]?.array, !lines.isEmpty else { return nil }
        let opened = await open(in: currency)
        guard opened.isDone, let id = opened.json["id"]?.string else { return nil }
        var moved = opened.json
        for line in lines {
            let options = (line["options"]?.array ?? []).compactMap { $0["id"] }
            let reply = await visit.api.post("\(Self.path(id))/lines", [
                "product": line["product"] ?? .null, "quantity": line["quantity"] ?? 1, "choices": .array(options),
            ])
            if reply.isDone { moved = reply.json }
        }
        if let email = cart["email"], !email.isNull, let address = cart["invoiceAddress"], !address.isNull {
            _ = await visit.api.put("\(Self.path(id))/addresses", [
                "email": email, "invoiceAddress": address, "deliveryAddress": cart["deliveryAddress"] ?? .null,
            ])
        }
        if let delivery = cart["delivery"], !delivery.isNull {
            _ = await visit.api.put("\(Self.path(id))/delivery", delivery)
        }
        return moved
    }

    /// In a currency the shop doesn't sell in, the shop's first is taken.
    private func open(in currency: Currency?) async -> Reply {
        let language = JSON.string(visit.language.rawValue)
        if let currency {
            let reply = await visit.api.post("/v1/carts", ["currency": .string(currency.code), "language": language])
            if reply.isDone || reply.status >= 500 { return reply }
        }
        return await visit.api.post("/v1/carts", ["language": language])
    }
}

/// Puts what a product's page shows into the cart.
struct AddLine: FormPage {
    let path: PagePath = "/cart/lines"

    func take(_ visit: Visit) async -> Response {
        guard let product = visit.query["product"] ?? visit.form["product"] else {
            return visit.sorry(404, .noSuchPage)
        }
        let selection = Selection(visit.form)
        let text = visit.form["quantity"] ?? "1"
        guard let quantity = Int64(text) else {
            return await OfferPage.show(product, selection, visit, refusal: .badQuantity, quantity: text)
        }
        let reply = await OpenCart(visit: visit).add(product, selection, quantity: .integer(quantity))
        guard reply.isDone else {
            let refusal = reply.problem == "invalid-input" ? Reply.badQuantity : reply
            return await OfferPage.show(product, selection, visit, refusal: refusal, quantity: text)
        }
        return .go("/cart").keeping(reply.json, for: visit)
    }
}

/// Changes how many of a line are wanted, or takes it out.
struct ChangeLine: FormPage {
    let path: PagePath = "/cart/lines/*"

    func take(_ visit: Visit) async -> Response {
        guard let cart = visit.cart else { return .go("/cart") }
        let path = "\(OpenCart.path(cart))/lines/\(Percent.encoded(visit.parts[0]))"
        let wanted = visit.form.has("remove") ? 0 : Int64(visit.form["quantity"] ?? "")
        guard let wanted else { return await CartPage.show(visit, refusal: .badQuantity) }
        let reply = wanted == 0
            ? await visit.api.delete(path) : await visit.api.put(path, ["quantity": .integer(wanted)])
        guard reply.isDone else {
            return await CartPage.show(visit, refusal: reply.status == 422 ? .badQuantity : reply)
        }
        let back = Response.go(visit.query["from"].map { "/cart?from=\(Percent.encoded($0))" } ?? "/cart")
        return reply.json["id"] == nil ? back : back.keeping(reply.json, for: visit)
    }
}

/// Agrees to the prices in force now.
struct AcceptCart: FormPage {
    let path: PagePath = "/cart/changes"

    func take(_ visit: Visit) async -> Response {
        guard let cart = visit.cart else { return .go("/cart") }
        let reply = await visit.api.post("\(OpenCart.path(cart))/changes/accept")
        guard reply.isDone else { return await CartPage.show(visit, refusal: reply) }
        return .go("/cart").keeping(reply.json, for: visit)
    }
}

extension Reply {
    /// What was typed is no quantity.
    static let badQuantity = Reply(Problem(422, "bad-quantity", "A quantity is a whole number from 1 to 999.").response)
}
