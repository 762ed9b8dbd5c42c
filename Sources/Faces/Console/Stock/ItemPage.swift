import Values
import Web

/// One item: what lies where, its ledger, and forms for what comes in and what a count found.
struct ItemPage: StaffPage {
    let path: PagePath = "/staff/stock/*"

    private static let movementLimit = 25

    func show(_ staff: StaffVisit) async -> Response { await Self.page(staff, nil) }

    func take(_ staff: StaffVisit) async -> Response {
        guard let form = staff.form["do"].flatMap(StockForm.init) else { return staff.sorry(404, "noSuchPage") }
        if let refused = await form.send(staff.parts[0], staff) { return await Self.page(staff, refused) }
        return .go("/staff/stock/\(Percent.encoded(staff.parts[0]))?done=\(form.rawValue)")
    }

    private static func page(_ staff: StaffVisit, _ refused: RefusedForm?) async -> Response {
        let id = staff.parts[0]
        let ledger = Fields([("item", id), ("after", staff.query["after"] ?? ""), ("limit", "\(movementLimit)")])
        let replies = await staff.all([
            ("/v1/items/\(Percent.encoded(id))", ""), ("/v1/stock", Fields([("item", id), ("limit", "100")]).query),
            ("/v1/stock/movements", ledger.query),
        ])
        if let refusal = replies.first(where: { !$0.isDone }) { return staff.sorry(refusal) }
        let rows = replies[1].json["items"]?.array ?? []
        let here = "/staff/stock/\(Percent.encoded(id))"
        let places = await staff.places()
        return staff.page("staff-item", in: .stock, [
            "id": id, "name": staff.written.text(replies[0].json["name"]),
            "stock": rows.map { StockRow.content($0, staff.written) }, "isEmpty": rows.isEmpty,
            "total": String(rows.reduce(0) { $0 + ($1["available"]?.integer ?? 0) }),
            "movements": (replies[2].json["items"]?.array ?? []).map { MovementRow.content($0, staff, places) },
            "isFirst": staff.query["after"] == nil, "firstPage": here,
            "next": replies[2].json["next"]?.string.map { "\(here)?after=\(Percent.encoded($0))" } ?? false as Any,
            "forms": staff.may(.stockChange) && !places.isEmpty
                ? StockForm.allCases.map { $0.content(places, staff, refused) } : [],
            "done": staff.query["done"].flatMap(StockForm.init)
                .map { staff.word("staff done \($0.rawValue)") } ?? false as Any,
            "refusal": refused?.notice ?? false as Any,
        ], status: refused?.status ?? 200)
    }
}

/// How staff change what is on hand.
enum StockForm: String, CaseIterable, Sendable {
    case receive, adjust

    /// Sends what was typed; answers why it was not taken, nil when it was.
    func send(_ item: String, _ staff: StaffVisit) async -> RefusedForm? {
        let form = staff.form
        var json: JSON.Object = ["item": .string(item), "place": .string(form["\(rawValue)-place"] ?? "")]
        json[self == .receive ? "count" : "change"] = Self.number(form["\(rawValue)-count"])
        if let why = form["\(rawValue)-why"] {
            json[self == .receive ? "note" : "reason"] = .string(why)
        } else if self == .adjust {
            json["reason"] = ""
        }
        // By it the shop knows the form when it comes twice.
        if let key = form["key"] { json["reference"] = .string("form \(key)") }
        let reply = await staff.api.post(
            self == .receive ? "/v1/stock/receipts" : "/v1/stock/adjustments", .object(json))
        guard !reply.isDone else { return nil }
        return RefusedForm(rawValue, reply, staff) { pointer in
            switch pointer {
            case "#/place": "\(rawValue)-place"
            case "#/count", "#/change": "\(rawValue)-count"
            case "#/note", "#/reason": "\(rawValue)-why"
            default: nil
            }
        }
    }

    func content(
        _ places: [JSON], _ staff: StaffVisit, _ refused: RefusedForm?
    ) -> [String: Any] {
        let form = StaffForm(rawValue, staff, refused)
        let options = places.map { (value: $0["id"]?.string ?? "", label: $0["name"]?.string ?? "") }
        let place = Choice(
            name: "\(rawValue)-place", label: staff.word("staffPlace"), options: options,
            value: form.value("\(rawValue)-place"),
            fault: form.isWrong("\(rawValue)-place") ? staff.word("staff problem unknown-place") : nil)
        let isReceipt = self == .receive
        return [
            "formName": rawValue, "key": form.key, "formTitle": staff.word(isReceipt ? "staffReceive" : "staffAdjust"),
            "formHint": staff.word(isReceipt ? "staffReceiveHint" : "staffAdjustHint"),
            "place": [place.content],
            "fields": [
                form.field(
                    "\(rawValue)-count", isReceipt ? "staffReceived" : "staffChange",
                    rule: isReceipt ? "staffRuleReceived" : "staffRuleChange"),
                form.field(
                    "\(rawValue)-why", isReceipt ? "staffNote" : "staffReason", rule: "staffRuleLine",
                    isOptional: isReceipt),
            ],
        ]
    }

    /// A whole number with its sign; what is none goes to the API as it is, which says so.
    private static func number(_ typed: String?) -> JSON {
        guard let typed else { return .null }
        return Int64(typed.replacing("−", with: "-")).map { .integer($0) } ?? .string(typed)
    }
}
