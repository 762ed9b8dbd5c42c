import Values
import Web

/// One order's whole story, and what can be done with it now.
struct OrderPage: StaffPage {
    let path: PagePath = "/staff/orders/*"

    func show(_ staff: StaffVisit) async -> Response { await Self.page(staff, nil) }

    func take(_ staff: StaffVisit) async -> Response {
        guard let form = staff.form["do"].flatMap(OrderForm.init) else { return staff.sorry(404, "noSuchPage") }
        if let refused = await form.send(staff.parts[0], staff) { return await Self.page(staff, refused) }
        return .go("/staff/orders/\(Percent.encoded(staff.parts[0]))?done=\(form.rawValue)")
    }

    private static func page(_ staff: StaffVisit, _ refused: RefusedForm?) async -> Response {
        switch await OrderStory.read(staff.parts[0], staff) {
        case .refused(let reply): return staff.sorry(reply)
        case .story(let story):
            var content = OrderContent(story, staff).all
            content.merge(OrderForms(story, staff, refused).all) { _, form in form }
            content["done"] = staff.query["done"].flatMap(OrderForm.init)
                .map { staff.word("staff done \($0.rawValue)") } ?? false as Any
            content["refusal"] = refused?.notice ?? false as Any
            return staff.page("staff-order", in: .orders, content, status: refused?.status ?? 200)
        }
    }
}

/// What happened to an order, all of it: a page of its own, for orders of many lines.
struct OrderHistoryPage: StaffPage {
    let path: PagePath = "/staff/orders/*/history"

    private static let pageLength = 100

    func show(_ staff: StaffVisit) async -> Response {
        let address = "/v1/orders/\(Percent.encoded(staff.parts[0]))"
        let replies = await staff.all([(address, ""), ("\(address)/history", "")])
        if let refused = replies.first(where: { !$0.isDone }) { return staff.sorry(refused) }
        let order = replies[0].json["order"] ?? .null
        let steps = replies[1].json["items"]?.array ?? []
        let part = PartOfList(count: steps.count, length: Self.pageLength, from: staff.query["from"])
        var content = part.content("/staff/orders/\(Percent.encoded(staff.parts[0]))/history")
        content["id"] = staff.parts[0]
        content["number"] = order["number"]?.string ?? ""
        content["steps"] = OrderTimeline(order["lines"]?.array ?? [], staff).steps(steps[part.range])
        return staff.page("staff-order-history", in: .orders, content)
    }
}

/// What an order took from stock, held and gave back: all of it, page by page.
struct OrderStockPage: StaffPage {
    let path: PagePath = "/staff/orders/*/stock"

    func show(_ staff: StaffVisit) async -> Response {
        let id = staff.parts[0]
        let query = Fields([("owner", id), ("after", staff.query["after"] ?? ""), ("limit", "100")]).query
        let replies = await staff.all([("/v1/orders/\(Percent.encoded(id))", ""), ("/v1/stock/movements", query)])
        if let refused = replies.first(where: { !$0.isDone }) { return staff.sorry(refused) }
        let here = "/staff/orders/\(Percent.encoded(id))/stock"
        let places = await staff.places()
        return staff.page("staff-order-stock", in: .orders, [
            "id": id, "number": replies[0].json["order"]?["number"]?.string ?? "",
            "movements": (replies[1].json["items"]?.array ?? []).map { MovementRow.content($0, staff, places) },
            "isFirst": staff.query["after"] == nil, "firstPage": here,
            "next": replies[1].json["next"]?.string.map { "\(here)?after=\(Percent.encoded($0))" } ?? false as Any,
        ])
    }
}

/// A stretch of a list that is read whole, and the way to the others.
struct PartOfList {
    let range: Range<Int>
    private let count: Int
    private let length: Int

    /// `from` is what a page's address asks for; what can't be is the beginning.
    init(count: Int, length: Int, from: String?) {
        let wanted = from.flatMap { Int($0) } ?? 0
        let start = (0..<max(count, 1)).contains(wanted) ? wanted : 0
        range = start..<min(count, start + length)
        self.count = count
        self.length = length
    }

    var isWhole: Bool { range.count == count }

    func content(_ address: String) -> [String: Any] {
        [
            "isPart": !isWhole, "first": range.lowerBound + 1, "last": range.upperBound, "count": count,
            "earlier": range.lowerBound > 0
                ? "\(address)?from=\(max(0, range.lowerBound - length))" as Any : false as Any,
            "later": range.upperBound < count ? "\(address)?from=\(range.upperBound)" as Any : false as Any,
        ]
    }
}
