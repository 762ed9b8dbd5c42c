import Values
import Web

/// One product: a car with all its equipment to choose from, or a fixed good. What is chosen stands in the address, so
/// that it can be kept and sent.
struct OfferPage: KeptPage {
    let path: PagePath = "/products/*"

    func show(_ visit: Visit) async -> Response {
        await Self.show(visit.parts[0], Selection(visit.query), visit)
    }

    /// Shows what is chosen; `refusal` says why it couldn't be put into the cart.
    static func show(
        _ id: String, _ selection: Selection, _ visit: Visit, refusal: Reply? = nil, quantity: String = "1"
    ) async -> Response {
        let path = "/v1/products/\(Percent.encoded(id))"
        let product = await visit.api.get(path)
        guard product.isDone else {
            return visit.sorry(product.status, product.status < 500 ? .noSuchPage : .tryAgain)
        }
        let sold = product.json.soldIn
        guard !sold.isEmpty else { return visit.sorry(404, .noSuchPage) }
        let currency = visit.currency(of: sold)
        var chosen = selection
        var check = await self.check(path, chosen, currency, visit)
        // An old address may name options that are no longer offered; the rest of the page is as good as ever.
        let isStale = check.status == 422
        for rest in [selection.withoutValues, Selection([])] where check.status == 422 {
            chosen = rest
            check = await self.check(path, chosen, currency, visit)
        }
        guard check.isDone else { return visit.sorry(check.status, .tryAgain) }
        let shown = ShownProduct(product: product.json, check: check.json, selection: chosen, visit: visit)
        var content = shown.content
        content["isStale"] = isStale
        content["quantity"] = quantity
        content["refusal"] = refusal.map { Refusals.text($0, in: visit.language) } as Any? ?? false as Any
        // A cart in another currency can be moved, and the buyer comes back to what is chosen.
        content["moves"] = refusal?.problem == "not-sold" ? sold.map { currency in
            [
                "moveCode": currency.code,
                "moveText": Words.text("moveCart", in: visit.language).replacing("%", with: currency.code),
            ]
        } : []
        content["hasMoves"] = refusal?.problem == "not-sold"
        content["chosen"] = chosen.address(of: id)
        content["category"] = await category(product.json, visit)
        return await visit.shopPage(
            "product", content, currencies: sold, category: product.json["category"]?.string,
            status: refusal?.status ?? 200)
    }

    private static func check(
        _ path: String, _ selection: Selection, _ currency: Currency, _ visit: Visit
    ) async -> Reply {
        await visit.api.post("\(path)/check", ["choices": selection.json, "currency": .string(currency.code)])
    }

    /// The way back to others of its kind.
    private static func category(_ product: JSON, _ visit: Visit) async -> Any {
        guard let id = product["category"]?.string else { return false }
        let reply = await visit.api.get("/v1/categories/\(Percent.encoded(id))")
        guard reply.isDone else { return false }
        return [
            "crumbLink": "/?category=\(Percent.encoded(id))", "crumbName": reply.json.texts("name", in: visit.language),
        ]
    }
}

/// A product with what is chosen of it, in the words of its page.
struct ShownProduct {
    let product: JSON
    let check: JSON
    let selection: Selection
    let visit: Visit

    private var language: Language { visit.language }
    private var id: String { product["id"]?.string ?? "" }

    var content: [String: Any] {
        let name = product.texts("name", in: language)
        let model = product["model"]
        let measures = Measures(product: product, check: check, selection: selection, visit: visit).content
        let groups = OptionGroups(product: product, check: check, selection: selection, visit: visit)
        var content: [String: Any] = [
            "id": id, "name": name, "text": product.texts("description", in: language),
            "address": "/products/\(Percent.encoded(id))", "price": amount(check["unitPrice"]),
            "isConfigurable": model.map { !$0.isNull } ?? false, "isValid": check["valid"] == true,
            "groups": groups.content, "conflicts": groups.conflicts, "hasConflicts": !groups.conflicts.isEmpty,
            "measures": measures, "hasMeasures": !measures.isEmpty, "packs": groups.proposals,
            "hasPacks": !groups.proposals.isEmpty, "missing": missing, "hasMissing": !missing.isEmpty,
                "rows": PriceRows.unit(check, visit),
            "hasRows": (check["trace"]?["entries"]?.array?.count ?? 0) > 1, "others": others,
        ]
        let pile = check["pictures"]?.array ?? []
        content.merge(ProductTile.stage(pile, in: language, alt: alt(name))) { $1 }
        content["isSoldOut"] = check["availability"]?["inStock"] == false
        content["stock"] = check["availability"].map { StockBadge($0).content(in: language) } ?? false as Any
        return content
    }

    /// What a picture of it shows, in words.
    private func alt(_ name: String) -> String {
        let chosen = (check["options"]?.array ?? []).prefix(4).map { $0.texts("name", in: language) }
        return ([name] + chosen).joined(separator: ", ")
    }

    /// Groups in which something is still to be chosen.
    private var missing: [String] {
        (check["missing"]?.array ?? []).map { $0.texts("name", in: language) }
    }

    /// Further pictures of a fixed product; a car's stand in the pile.
    private var others: [[String: Any]] {
        (product["pictures"]?.array ?? []).dropFirst().compactMap { picture in
            picture["path"]?.string.map { path in
                ["otherPath": path, "otherAlt": picture.texts("alt", in: language)].merging(
                    ProductTile.widths(of: picture).map { ["otherSet": $0] } ?? [:]) { $1 }
            }
        }
    }

    private func amount(_ json: JSON?) -> String { json?.money.map(visit.amount) ?? "" }
}
