import Values
import Web

/// Lists orders; each filter is a link, so that it can be kept, sent and come back to.
struct OrdersPage: StaffPage {
    let path: PagePath = "/staff/orders"

    /// The lists staff work through, each with the query that the API takes for it.
    private static let lists: [(name: String, query: String)] = [
        ("all", ""), ("ship", "nextStep=ship"), ("make_ready", "nextStep=make_ready"),
        ("hand_over", "nextStep=hand_over"), ("waiting", "payment=waiting"), ("attention", "payment=attention"),
        ("placed", "state=placed"), ("closed", "state=closed"), ("cancelled", "state=cancelled"),
        ("failed", "state=failed"),
    ]

    private static let days = ["any", "today", "yesterday", "week"]

    private static let pageLength = 25

    func show(_ staff: StaffVisit) async -> Response {
        let wanted = Wanted(staff.query)
        guard let today = await Self.today(staff, wanted) else { return staff.sorry(503, "staffBusy") }
        let reply = await staff.api.get("/v1/orders", wanted.asked(today: today))
        let isWrong = reply.status == 422
        guard reply.isDone || isWrong else { return staff.sorry(reply) }
        let orders = reply.json["items"]?.array ?? []
        return staff.page("staff-orders", in: .orders, [
            "lists": Self.lists.map { Self.link(staff, "list", $0.name, wanted.with(list: $0.name), wanted.list) },
            "days": (staff.may(.dayRead) ? Self.days : []).map {
                Self.link(staff, "day", $0, wanted.with(day: $0), wanted.day)
            },
            "orders": orders.map { OrderRow.content($0, staff.written) }, "isEmpty": orders.isEmpty,
            "search": wanted.search ?? "", "list": wanted.list, "day": wanted.day,
            "fault": isWrong ? staff.word("staffSearchFault") as Any : false as Any,
            "isFirst": wanted.after == nil, "firstPage": wanted.address(),
            "next": reply.json["next"]?.string.map { wanted.address(after: $0) } as Any? ?? false as Any,
        ], status: isWrong ? 422 : 200)
    }

    private static func link(
        _ staff: StaffVisit, _ kind: String, _ name: String, _ wanted: Wanted, _ current: String
    ) -> [String: Any] {
        ["label": staff.written.label(kind, name), "address": wanted.address(), "isCurrent": name == current]
    }

    /// The shop's day, asked only where the list depends on it.
    private static func today(_ staff: StaffVisit, _ wanted: Wanted) async -> Day? {
        guard wanted.day != "any", staff.may(.dayRead) else { return Day(number: 0) }
        return await staff.api.get("/v1/day").json["day"]?.string.flatMap { Day($0) }
    }

    /// What the page's address asks for.
    private struct Wanted {
        var list: String
        var day: String
        let search: String?
        let after: String?

        init(_ query: Fields) {
            list = query["list"].flatMap { name in OrdersPage.lists.first { $0.name == name }?.name } ?? "all"
            day = query["day"].flatMap { OrdersPage.days.contains($0) ? $0 : nil } ?? "any"
            search = query["search"]
            after = query["after"]
        }

        func with(list: String) -> Wanted {
            var copy = self
            copy.list = list
            return copy
        }

        func with(day: String) -> Wanted {
            var copy = self
            copy.day = day
            return copy
        }

        func address(after: String? = nil) -> String {
            let query = Fields([
                ("list", list == "all" ? "" : list), ("day", day == "any" ? "" : day), ("search", search ?? ""),
                ("after", after ?? ""),
            ]).query
            return query.isEmpty ? "/staff/orders" : "/staff/orders?\(query)"
        }

        /// As the API wants to be asked.
        func asked(today: Day) -> String {
            var fields = [("search", search ?? ""), ("after", after ?? ""), ("limit", String(OrdersPage.pageLength))]
            let today = today.number
            let span: (from: Int, until: Int?)? = switch day {
            case "today": (today, nil)
            case "yesterday": (today - 1, today)
            case "week": (today - 6, nil)
            default: nil
            }
            if let span {
                fields.append(("since", "\(Day(number: span.from))T00:00:00Z"))
                if let until = span.until { fields.append(("until", "\(Day(number: until))T00:00:00Z")) }
            }
            let list = OrdersPage.lists.first { $0.name == self.list }?.query ?? ""
            return [list, Fields(fields.map { (name: $0.0, value: $0.1) }).query].filter { !$0.isEmpty }
                .joined(separator: "&")
        }
    }
}

/// One order as a row of a list.
enum OrderRow {
    static func content(_ order: JSON, _ written: Shown) -> [String: Any] {
        let state = order["state"]?.string
        return [
            "id": order["id"]?.string ?? "", "number": order["number"]?.string ?? "",
            "buyer": order["buyer"]?.string ?? "", "email": order["email"]?.string ?? "",
            "total": written.amount(order["total"]), "time": written.time(order["createdAt"]),
            "delivery": written.label("delivery", order["delivery"]?.string ?? ""),
            "badges": [
                written.badge("order", state), written.badge("next", order["nextStep"]?.string),
                written.badge("payment", order["payment"]?.string),
            ],
        ]
    }
}
