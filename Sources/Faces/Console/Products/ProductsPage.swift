import Values
import Web

/// Lists all products, drafts and withdrawn ones too; each filter is a link.
struct ProductsPage: StaffPage {
    let path: PagePath = "/staff/products"

    private static let pageLength = 24
    private static let states = ["any", "published", "draft", "withdrawn"]

    func show(_ staff: StaffVisit) async -> Response {
        let query = staff.query
        let state = query["state"].flatMap { Self.states.contains($0) ? $0 : nil } ?? "any"
        let asked = Fields([
            ("state", state == "any" ? "" : state), ("words", query["search"] ?? ""), ("after", query["after"] ?? ""),
            ("limit", "\(Self.pageLength)"),
        ])
        let reply = await staff.api.get("/v1/catalogue/products", asked.query)
        let isWrong = reply.status == 422
        guard reply.isDone || isWrong else { return staff.sorry(reply) }
        let products = (reply.json["items"]?.array ?? []).map { ProductRow.content($0, staff) }
        return staff.page("staff-products", in: .products, [
            "states": Self.states.map { name -> [String: Any] in
                let address = Self.address(name, query["search"])
                return [
                    "label": staff.written.label("products", name), "address": address, "isCurrent": name == state,
                ]
            },
            "products": products, "isEmpty": products.isEmpty, "search": query["search"] ?? "", "chosenState": state,
            "fault": isWrong ? staff.word("staffProductSearchFault") as Any : false as Any,
            "isFirst": query["after"] == nil, "firstPage": Self.address(state, query["search"]),
            "next": reply.json["next"]?.string.map { Self.address(state, query["search"], after: $0) }
                ?? false as Any,
        ], status: isWrong ? 422 : 200)
    }

    private static func address(_ state: String, _ search: String?, after: String? = nil) -> String {
        let query = Fields([
            ("state", state == "any" ? "" : state), ("search", search ?? ""), ("after", after ?? ""),
        ]).query
        return query.isEmpty ? "/staff/products" : "/staff/products?\(query)"
    }
}

/// A product as it stands among others.
enum ProductRow {
    static func content(_ product: JSON, _ staff: StaffVisit) -> [String: Any] {
        let prices = (product["prices"]?.array ?? []).map { staff.written.amount($0) }
        var content: [String: Any] = [
            "productLink": "/staff/products/\(Percent.encoded(product["id"]?.string ?? ""))",
            "productName": staff.written.text(product["name"]),
            "productPrices": prices.isEmpty ? staff.word("staffNoPrice") : prices.joined(separator: " · "),
            "productBadge": [staff.written.badge("product", product["state"]?.string)],
        ]
        content.merge(ProductTile.stage([product["picture"]].compactMap { $0 }, in: staff.language)) { $1 }
        return content
    }
}
