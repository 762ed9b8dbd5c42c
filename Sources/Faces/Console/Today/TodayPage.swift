import Values
import Web

/// The day at a glance, and what is to be done next.
struct TodayPage: StaffPage {
    let path: PagePath = "/staff"

    /// How many of each kind of work are named; the rest stands in its list.
    private static let namedLimit = 5

    /// What waits, by the name of its list, with the day's figure and the query that the API takes for it.
    private static let waiting: [(list: String, figure: String, query: String)] = [
        ("attention", "paymentsToLookAt", "payment=attention"), ("ship", "toShip", "nextStep=ship"),
        ("make_ready", "toMakeReady", "nextStep=make_ready"), ("hand_over", "toHandOver", "nextStep=hand_over"),
        ("waiting", "paymentsWaiting", "payment=waiting"),
    ]

    func show(_ staff: StaffVisit) async -> Response {
        // Who doesn't see the day begins where they have something to do.
        if !staff.may(.dayRead) { return .go(staff.sections.first?.address ?? Door.staff.account) }
        let reply = await staff.api.get("/v1/day")
        guard reply.isDone else { return staff.sorry(reply) }
        let day = reply.json
        var chapters: [[String: Any]] = []
        for work in Self.waiting where Self.count(day[work.figure]) > 0 && work.list != "waiting" {
            let found = await staff.api.get("/v1/orders", "\(work.query)&limit=\(Self.namedLimit)")
            guard found.isDone else { return staff.sorry(found) }
            chapters.append([
                "chapterTitle": staff.written.label("list", work.list),
                "chapterLink": "/staff/orders?list=\(work.list)",
                "orders": (found.json["items"]?.array ?? []).map { OrderRow.content($0, staff.written) },
            ])
        }
        let waiting = await staff.permitted([
            (.stockRead, "/v1/stock", "short=true&shortestFirst=true&limit=\(Self.namedLimit)"),
            (.jobRead, "/v1/jobs", "limit=\(Self.namedLimit)"),
        ])
        let (short, jobs) = (waiting[0], waiting[1])
        if let refused = [short, jobs].first(where: { !$0.isDone }) { return staff.sorry(refused) }
        let rows = (short.json["items"]?.array ?? []).map { StockRow.content($0, staff.written) }
        let parked = (jobs.json["items"]?.array ?? []).map { JobRow.content($0, staff.written) }
        return staff.page("staff-today", in: .today, [
            "day": staff.written.day(day["day"]), "ordersToday": String(Self.count(day["orders"])),
            "figures": Self.figures(day, staff),
            "turnovers": (day["turnover"]?.array ?? []).map { staff.written.amount($0) },
            "chapters": chapters, "hasShort": !rows.isEmpty, "stock": rows, "hasParked": !parked.isEmpty,
            "jobs": parked, "isDone": chapters.isEmpty && rows.isEmpty && parked.isEmpty,
        ])
    }

    private static func figures(_ day: JSON, _ staff: StaffVisit) -> [[String: Any]] {
        let written = staff.written
        func figure(_ json: JSON?, _ label: String, _ link: String, isBad: Bool = false) -> [String: Any] {
            let more = json?["isMore"]?.bool == true ? "+" : ""
            return [
                "figure": "\(count(json))\(more)", "figureLabel": label, "figureLink": link,
                "tone": isBad && count(json) > 0 ? "bad" : "",
            ]
        }
        return waiting.map { work in
            figure(
                day[work.figure], written.label("list", work.list), "/staff/orders?list=\(work.list)",
                isBad: work.list == "attention")
        } + [
            figure(day["shortItems"], staff.word("staffShortItems"), "/staff/stock?short=1"),
            figure(day["parkedJobs"], staff.word("staffParkedJobs"), "/staff/jobs", isBad: true),
        ]
    }

    /// A figure of the day: a number, or one that was counted up to a limit.
    private static func count(_ json: JSON?) -> Int64 { json?.integer ?? json?["count"]?.integer ?? 0 }
}
