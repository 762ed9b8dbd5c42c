import Values
import Web

/// One product as staff edit it: its texts, prices, state and pictures.
struct ProductPage: StaffPage {
    let path: PagePath = "/staff/products/*"

    /// A picture of the size that the API takes, and the fields around it.
    var formLimitBytes: Int { 5 * 1024 * 1024 + 64 * 1024 }

    func show(_ staff: StaffVisit) async -> Response { await Self.page(staff, nil) }

    func take(_ staff: StaffVisit) async -> Response {
        guard let form = staff.form["do"].flatMap(ProductForm.init) else { return staff.sorry(404, "noSuchPage") }
        if let refused = await form.send(staff.parts[0], staff) { return await Self.page(staff, refused) }
        return .go("/staff/products/\(Percent.encoded(staff.parts[0]))?done=\(form.rawValue)")
    }

    private static func page(_ staff: StaffVisit, _ refused: RefusedForm?) async -> Response {
        let id = Percent.encoded(staff.parts[0])
        let replies = await staff.permitted([
            (.catalogueRead, "/v1/catalogue/products/\(id)", ""),
            (.catalogueRead, "/v1/products/\(id)/pictures", ""), (.catalogueRead, "/v1/products/\(id)/prices", ""),
            (.catalogueRead, "/v1/pricing-settings", ""), (.dayRead, "/v1/day", ""),
        ])
        if let refusal = replies.first(where: { !$0.isDone }) { return staff.sorry(refusal) }
        let product = replies[0].json
        let state = product["state"]?.string ?? ""
        let pictures = replies[1].json["items"]?.array ?? []
        let forms = ProductForms(staff, refused)
        let mayEdit = staff.may(.catalogueEdit)
        return staff.page("staff-product", in: .products, [
            "id": product["id"]?.string ?? "", "name": staff.written.text(product["name"]),
            "badge": [staff.written.badge("product", state)],
            "kind": staff.written.label("product-kind", product["kind"]?.string ?? ""),
            "isOnSale": state == "published", "shopLink": "/products/\(id)",
            "description": staff.written.text(product["description"]),
            "prices": prices(replies[2].json, staff),
            "pictures": pictures.enumerated().map { place, picture in
                forms.picture(picture, isFirst: place == 0, isLast: place == pictures.count - 1)
            },
            "hasPictures": !pictures.isEmpty, "mayEdit": mayEdit,
            "step": mayEdit ? [["stepName": state == "published" ? "withdraw" : "publish",
                                "stepLabel": staff.word(state == "published" ? "staffWithdraw" : "staffPublish")]] : [],
            "texts": mayEdit ? [forms.texts(product)] : [], "upload": mayEdit ? [forms.upload] : [],
            "price": staff.may(.priceEdit)
                ? [forms.price(replies[2].json, sold: replies[3].json, today: replies[4].json)] : [],
            "done": staff.query["done"].flatMap(ProductForm.init)
                .map { staff.word("staff done \($0.rawValue)") } ?? false as Any,
            "refusal": refused?.notice ?? false as Any,
        ], status: refused?.status ?? 200)
    }

    /// All prices, past and to come, by currency and day.
    private static func prices(_ list: JSON, _ staff: StaffVisit) -> [[String: Any]] {
        (list["prices"]?.array ?? []).map { price in
            ["amount": staff.written.amount(price["price"]), "from": staff.written.day(price["validFrom"])]
        }
    }
}
