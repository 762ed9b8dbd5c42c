import Values
import Web

/// What the visitor has chosen so far, what it comes to, and what has changed since.
struct CartPage: Page {
    let path: PagePath = "/cart"

    /// Lines on a page: a fleet's cart has a hundred.
    private static let pageLength = 20

    func show(_ visit: Visit) async -> Response { await Self.show(visit, refusal: nil) }

    static func show(_ visit: Visit, refusal: Reply?) async -> Response {
        switch await OpenCart(visit: visit).find() {
        case .open(let cart): return await show(cart, visit, refusal: refusal)
        case .unknown: return visit.sorry(503, .tryAgain)
        case .none, .ordered:
            let empty = await visit.shopPage("cart", ["isEmpty": true, "refusal": false, "leftBehind": false])
            return empty.unstored.keepingNothing(for: visit)
        }
    }

    /// `left` are lines that can't be had in the currency chosen just now: of the cart before, or of this one when all
    /// of it stays in its own.
    static func show(
        _ cart: JSON, _ visit: Visit, refusal: Reply? = nil, left: [JSON] = [], chosen: Currency? = nil
    ) async -> Response {
        let lines = CartLines(cart: cart, visit: visit)
        let all = lines.count
        let wanted = visit.query["from"].flatMap { Int($0) } ?? 0
        let from = (0..<max(all, 1)).contains(wanted) ? wanted / pageLength * pageLength : 0
        let next = from + pageLength
        var content: [String: Any] = [
            "isEmpty": all == 0, "lines": lines.content(from..<min(next, all)), "from": from > 0 ? from : false as Any,
            "previous": from > 0 ? "/cart?from=\(from - pageLength)" : false as Any,
            "next": next < all ? "/cart?from=\(next)" : false as Any, "changes": lines.changes,
            "hasChanges": !lines.changes.isEmpty, "isShort": lines.isShort,
            "refusal": refusal.map { Refusals.text($0, in: visit.language) } as Any? ?? false as Any,
            "undeliverable": cart["undeliverable"]?.string != nil,
            "leftBehind": left.isEmpty ? false as Any
                : Words.text(cart["currency"]?.string == chosen?.code ? "leftBehind" : "cartStays", in: visit.language)
                    .replacing("%", with: chosen?.code ?? ""),
            "left": left.map { $0.texts("name", in: visit.language) },
        ]
        content["rows"] = CartSummary.rows(cart, visit)
        content["hasTotals"] = cart["totals"].map { !$0.isNull } ?? false
        let page = await visit.shopPage("cart", content, status: refusal?.status ?? 200)
        return page.unstored.keeping(cart, for: visit)
    }
}

/// A cart's lines in the words of its pages.
struct CartLines {
    let cart: JSON
    let visit: Visit

    private var language: Language { visit.language }
    private var lines: [JSON] { cart["lines"]?.array ?? [] }

    var count: Int { lines.count }

    func content(_ shown: Range<Int>) -> [[String: Any]] {
        lines[shown].map { line in
            let options = line["options"]?.array ?? []
            let settings = line["settings"]?.array ?? []
            let selection = Selection(options.compactMap { $0["id"]?.string } + settings.map {
                "\($0["parameter"]?.string ?? "")=\($0["value"]?.integer ?? 0)"
            })
            let id = line["product"]?.string ?? ""
            let name = line.texts("name", in: language)
            var content: [String: Any] = [
                "lineID": line["id"]?.string ?? "", "lineName": name, "lineLink": selection.address(of: id),
                "lineOptions": (options.map { $0.texts("name", in: language) } + settings.map(measure))
                    .joined(separator: ", "),
                "lineQuantity": String(line["quantity"]?.integer ?? 1),
                "linePrice": line["unitPrice"]?.money.map(visit.amount) ?? "",
                "lineAmount": line["amount"]?.money.map(visit.amount) ?? "",
                "lineIsSeveral": (line["quantity"]?.integer ?? 1) > 1, "lineIsShort": false,
                "lineRows": PriceRows.unit(line, visit), "lineHasRows": !options.isEmpty,
            ]
            content["rows"] = content["lineRows"]
            if line["availability"]?["enough"] == false {
                let left = line["availability"]?["left"]?.integer ?? 0
                content["lineIsShort"] = Words.text(left == 0 ? "lineSoldOut" : "lineFewLeft", in: language)
                    .replacing("%", with: String(left))
            }
            content.merge(ProductTile.stage(line["pictures"]?.array ?? [], in: language, alt: name)) { $1 }
            return content
        }
    }

    /// `Length 180 cm`
    private func measure(_ setting: JSON) -> String {
        let unit = setting["unit"].map { $0.isNull ? "" : " " + setting.texts("unit", in: language) } ?? ""
        return "\(setting.texts("name", in: language)) \(setting["value"]?.integer ?? 0)\(unit)"
    }

    /// Lines ask together for more than there is, though each alone does not.
    var isShort: Bool {
        let isOneShort = lines.contains { $0["availability"]?["enough"] == false }
        return !isOneShort && !(cart["shortages"]?.array ?? []).isEmpty
    }

    /// What was agreed and no longer holds, a sentence each.
    var changes: [String] {
        (cart["changes"]?.array ?? []).map { change in
            let line = lines.first { $0["id"] == change["line"] }
            let name = line?.texts("name", in: language) ?? ""
            let kind = change["kind"]?.string ?? ""
            let word = ["price_changed": "changedPrice", "model_changed": "changedModel"][kind] ?? "changedGone"
            let rules = (change["rules"]?.array ?? []).map { $0[language.rawValue]?.string ?? $0["en"]?.string ?? "" }
            let told = ([Words.text(word, in: language)] + rules).joined(separator: " ")
            return told.replacing("%1", with: name)
                .replacing("%2", with: change["priceAgreed"]?.money.map(visit.amount) ?? "")
                .replacing("%3", with: change["priceNow"]?.money.map(visit.amount) ?? "")
        }
    }
}

/// What a cart comes to.
enum CartSummary {
    /// All that makes up the total; before it's known where the goods go, the goods alone.
    static func rows(_ cart: JSON, _ visit: Visit) -> [[String: Any]] {
        if let totals = cart["totals"], !totals.isNull { return PriceRows.totals(totals, visit) }
        let amounts = (cart["lines"]?.array ?? []).compactMap { $0["amount"]?.money }
        guard let currency = amounts.first?.currency else { return [] }
        let sum = Money(amounts.map(\.amount).reduce(0, +), currency)
        return [[
            "rowName": Words.text("goods", in: visit.language), "rowAmount": visit.amount(sum), "rowIsSum": true,
        ]]
    }
}
