import Values
import Web

/// The visitor's cart at the API, found or opened.
struct OpenCart {
    let visit: Visit

    static func path(_ id: String) -> String { "/v1/carts/\(Percent.encoded(id))" }

    /// The visitor's cart, as far as the API says.
    enum Found {
        case open(JSON)
        /// It has become an order, whose page that is.
        case ordered(JSON, page: String)
        /// There is none that can still be filled.
        case none
        /// The API is too busy to say.
        case unknown(Reply)
    }

    func find() async -> Found {
        guard let id = visit.cart else { return .none }
        let reply = await visit.api.get(Self.path(id))
        guard reply.status < 500 else { return .unknown(reply) }
        guard reply.isDone else { return .none }
        guard reply.json["state"] == "ordered", let order = reply.json["order"]?.string else {
            return .open(reply.json)
        }
        return .ordered(reply.json, page: "/orders/\(Percent.encoded(order))")
    }

    /// Puts goods into the visitor's cart, or into a new one in a currency they are sold in.
    func add(_ product: String, _ selection: Selection, quantity: JSON) async -> Reply {
        let line: JSON = ["product": .string(product), "quantity": quantity, "choices": selection.json]
        var cart: JSON
        switch await find() {
        case .unknown(let reply): return reply
        case .open(let found): cart = found
        case .none, .ordered:
            let goods = await visit.api.get("/v1/products/\(Percent.encoded(product))")
            guard goods.isDone else { return goods }
            let opened = await open(in: visit.currency(of: goods.json.soldIn))
            guard opened.isDone else { return opened }
            cart = opened.json
        }
        return await visit.api.post("\(Self.path(cart["id"]?.string ?? ""))/lines", line)
    }

    func open(in currency: Currency) async -> Reply {
        await visit.api.post(
            "/v1/carts", ["currency": .string(currency.code), "language": .string(visit.language.rawValue)])
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
            return await OfferPage.show(product, selection, visit, refusal: reply.ofQuantity, quantity: text)
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
            return await CartPage.show(visit, refusal: reply.ofQuantity)
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

    /// The same where the API finds no fault but with the quantity.
    fileprivate var ofQuantity: Reply { faults["#/quantity"] == nil ? self : .badQuantity }
}
