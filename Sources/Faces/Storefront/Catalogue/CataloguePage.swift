import Values
import Web

/// The shop's first page: without a wish, one product large and some of each category; with one, what was found.
struct CataloguePage: KeptPage {
    let path: PagePath = "/"

    /// Products on a page, and of each category on the first one.
    private static let pageLimit = 24
    private static let sectionLimit = 6
    /// More categories than this are in the navigation only.
    private static let sectionsLimit = 8

    func show(_ visit: Visit) async -> Response {
        let wishes = ["q", "category", "after", "all"].contains { visit.query[$0] != nil }
        return wishes ? await found(visit) : await first(visit)
    }

    // MARK: what was asked for

    private func found(_ visit: Visit) async -> Response {
        let category = visit.query["category"]
        var query = Fields([("limit", String(Self.pageLimit))])
        for (name, value) in [("words", visit.query["q"]), ("category", category), ("after", visit.query["after"])] {
            if let value { query = query.with(name, value) }
        }
        let reply = await visit.api.get("/v1/products", query.query)
        // What can't be searched for, such as a question mark alone, is found nowhere.
        guard reply.isDone || reply.status == 422 else { return visit.sorry(reply.status, .noSuchPage) }
        let categories = await categories(visit)
        let here = categories.first { $0.id == category }
        let products = reply.json["items"]?.array ?? []
        let tiles = products.compactMap { ProductTile(product: $0, visit: visit).content }
        var content: [String: Any] = [
            "heading": heading(visit, here?.name), "isFirst": false, "isEmpty": tiles.isEmpty, "tiles": tiles,
            "q": visit.query["q"] ?? "", "hasWords": visit.query["q"] != nil, "next": false, "previous": false,
            "filters": filters(visit, categories),
        ]
        if let next = reply.json["next"]?.string { content["next"] = "/?" + visit.query.with("after", next).query }
        if visit.query["after"] != nil {
            let start = visit.query.with("after", nil)
            content["previous"] = "/?" + (start.isEmpty ? start.with("all", "1") : start).query
        }
        return await visit.shopPage("catalogue", content, currencies: Self.currencies(products), category: category)
    }

    private func heading(_ visit: Visit, _ category: String?) -> String {
        guard let words = visit.query["q"] else { return category ?? Words.text("allProducts", in: visit.language) }
        let heading = Words.text(category == nil ? "foundFor" : "foundIn", in: visit.language)
        return heading.replacing("%1", with: category ?? "").replacing("%", with: words)
    }

    /// Links that narrow down to a category and keep what is searched for.
    private func filters(_ visit: Visit, _ categories: [(id: String, name: String)]) -> [[String: Any]] {
        let chosen = visit.query["category"]
        let words = visit.query["q"]
        func link(_ category: String?) -> String {
            var fields = Fields().with("q", words).with("category", category)
            if fields.isEmpty { fields = fields.with("all", "1") }
            return "/?" + fields.query
        }
        let all: [String: Any] = [
            "filterLink": link(nil), "filterName": Words.text("allProducts", in: visit.language),
            "filterIsHere": chosen == nil,
        ]
        return [all] + categories.map {
            ["filterLink": link($0.id), "filterName": $0.name, "filterIsHere": $0.id == chosen]
        }
    }

    // MARK: without a wish

    private func first(_ visit: Visit) async -> Response {
        let categories = await categories(visit)
        var sections: [[String: Any]] = []
        var seen: [JSON] = []
        for category in categories.prefix(Self.sectionsLimit) {
            let query = "category=\(Percent.encoded(category.id))&limit=\(Self.sectionLimit)"
            let reply = await visit.api.get("/v1/products", query)
            let products = reply.json["items"]?.array ?? []
            let tiles = products.compactMap { ProductTile(product: $0, visit: visit).content }
            guard !tiles.isEmpty else { continue }
            seen += products
            sections.append([
                "sectionName": category.name, "sectionTiles": tiles,
                "sectionWidth": products.contains { $0["kind"] == "configurable" } ? "wide" : "small",
                "sectionMore": reply.json["next"]?.string == nil
                    ? false : "/?category=\(Percent.encoded(category.id))" as Any,
            ])
        }
        // A shop without categories shows what it has.
        guard !sections.isEmpty else { return await found(visit) }
        let content: [String: Any] = [
            "heading": visit.surroundings.shopName, "isFirst": true, "isEmpty": false, "sections": sections,
            "hero": await hero(seen, visit) ?? false as Any, "filters": filters(visit, categories), "q": "",
        ]
        return await visit.shopPage("catalogue", content, currencies: Self.currencies(seen))
    }

    /// Of what is built to order and has a picture, the one of the middle price; nil when there is none.
    private func hero(_ products: [JSON], _ visit: Visit) async -> [String: Any]? {
        let candidates = products.filter { $0["kind"] == "configurable" && $0["picture"]?["path"] != nil }
            .compactMap { product in ProductTile.price(of: product, for: visit).map { (product, price: $0.amount) } }
            .sorted { $0.price < $1.price }
        guard !candidates.isEmpty, let id = candidates[candidates.count / 2].0["id"]?.string else { return nil }
        let reply = await visit.api.get("/v1/products/\(Percent.encoded(id))")
        guard reply.isDone, var content = ProductTile(product: candidates[candidates.count / 2].0, visit: visit).content
        else { return nil }
        content["heroText"] = reply.json.texts("description", in: visit.language)
        return content
    }

    private func categories(_ visit: Visit) async -> [(id: String, name: String)] {
        let reply = await visit.api.get("/v1/categories")
        return (reply.json["items"]?.array ?? []).compactMap { item in
            item["id"]?.string.map { ($0, item.texts("name", in: visit.language)) }
        }
    }

    /// All that any of the products is sold in.
    private static func currencies(_ products: [JSON]) -> [Currency] {
        products.flatMap(\.soldIn).reduce(into: []) { all, currency in
            if !all.contains(currency) { all.append(currency) }
        }
    }
}

extension Storefront {
    static let catalogueWords: [String: Texts] = [
        "allProducts": Texts(en: "All products", de: "Alle Produkte"),
        "foundFor": Texts(en: "Found for “%”", de: "Gefunden für „%“"),
        "foundIn": Texts(en: "Found for “%” in %1", de: "Gefunden für „%“ in %1"),
        "foundNothing": Texts(en: "Nothing found", de: "Nichts gefunden"),
        "foundNothingHint": Texts(
            en: "Whole words are looked for, in names and descriptions. Try another one, or look at everything.",
            de: "Gesucht wird nach ganzen Wörtern in Namen und Beschreibungen. Versuchen Sie ein anderes, oder sehen "
                + "Sie alles an."),
        "nothingHere": Texts(en: "There is nothing here yet.", de: "Hier gibt es noch nichts."),
        "showAll": Texts(en: "Show everything", de: "Alles zeigen"),
        "more": Texts(en: "More", de: "Mehr"),
        "nextPage": Texts(en: "Next page", de: "Nächste Seite"),
        "firstPage": Texts(en: "First page", de: "Erste Seite"),
        "from": Texts(en: "from", de: "ab"),
        "builtForYou": Texts(en: "Built when you order it", de: "Gebaut, wenn Sie bestellen"),
        "configure": Texts(en: "Choose its equipment", de: "Ausstattung wählen"),
        "inStock": Texts(en: "In stock", de: "Auf Lager"),
        "soldOut": Texts(en: "Sold out", de: "Ausverkauft"),
        "lastOne": Texts(en: "Only one left", de: "Nur noch eins da"),
        "onlyLeft": Texts(en: "Only % left", de: "Nur noch % da"),
    ]
}
