import Values
import Web

/// Lists what lies where; each filter is a link.
struct StockPage: StaffPage {
    let path: PagePath = "/staff/stock"

    private static let pageLength = 40

    func show(_ staff: StaffVisit) async -> Response {
        let places = await staff.places()
        let query = staff.query
        let known = places.compactMap { $0["id"]?.string }
        let place = query["place"].flatMap { known.contains($0) ? $0 : nil }
        let wanted = Wanted(place: place, isShort: query["short"] == "1", search: query["search"])
        let reply = await staff.api.get("/v1/stock", wanted.asked(after: query["after"], limit: Self.pageLength))
        let isWrong = reply.status == 422
        guard reply.isDone || isWrong else { return staff.sorry(reply) }
        let rows = (reply.json["items"]?.array ?? []).map { StockRow.content($0, staff.written) }
        let all: [String: Any] = Self.link(staff.word("staffAllPlaces"), wanted.with(place: nil), wanted)
        return staff.page("staff-stock", in: .stock, [
            "places": [all] + places.map {
                Self.link($0["name"]?.string ?? "", wanted.with(place: $0["id"]?.string), wanted)
            },
            "levels": [
                Self.link(staff.word("staffAllItems"), wanted.with(isShort: false), wanted),
                Self.link(staff.word("staffShortItems"), wanted.with(isShort: true), wanted),
            ],
            "stock": rows, "isEmpty": rows.isEmpty, "search": wanted.search ?? "", "chosenPlace": place ?? "",
            "chosenShort": wanted.isShort ? "1" : "",
            "fault": isWrong ? staff.word("staffStockSearchFault") as Any : false as Any,
            "isFirst": query["after"] == nil, "firstPage": wanted.address(),
            "next": reply.json["next"]?.string.map { wanted.address(after: $0) } ?? false as Any,
        ], status: isWrong ? 422 : 200)
    }

    private static func link(_ label: String, _ to: Wanted, _ current: Wanted) -> [String: Any] {
        ["label": label, "address": to.address(), "isCurrent": to == current]
    }

    /// What the page's address asks for.
    private struct Wanted: Equatable {
        var place: String?
        var isShort: Bool
        let search: String?

        func with(place: String?) -> Wanted {
            var copy = self
            copy.place = place
            return copy
        }

        func with(isShort: Bool) -> Wanted {
            var copy = self
            copy.isShort = isShort
            return copy
        }

        func address(after: String? = nil) -> String {
            let query = Fields([
                ("place", place ?? ""), ("short", isShort ? "1" : ""), ("search", search ?? ""), ("after", after ?? ""),
            ]).query
            return query.isEmpty ? "/staff/stock" : "/staff/stock?\(query)"
        }

        /// As the API wants to be asked.
        func asked(after: String?, limit: Int) -> String {
            Fields([
                ("place", place ?? ""), ("short", isShort ? "true" : ""), ("shortestFirst", isShort ? "true" : ""),
                ("search", search ?? ""), ("after", after ?? ""), ("limit", String(limit)),
            ]).query
        }
    }
}

/// So much of an item at a place, as a row.
enum StockRow {
    static func content(_ stock: JSON, _ written: Shown) -> [String: Any] {
        let available = stock["available"]?.integer ?? 0
        return [
            "itemName": written.text(stock["itemName"]), "item": stock["item"]?.string ?? "",
            "itemLink": Percent.encoded(stock["item"]?.string ?? ""), "placeName": stock["placeName"]?.string ?? "",
            "onHand": written.count(stock["onHand"]), "reserved": written.count(stock["reserved"]),
            "available": String(available), "isOut": available == 0,
        ]
    }
}
