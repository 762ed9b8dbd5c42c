import Values
import Web

/// Who did what to which thing, newest first; what is looked for stands in the address.
struct AuditPage: StaffPage {
    let path: PagePath = "/staff/audit"

    private static let pageLength = 50
    private static let texts = ["who", "what", "subject"]
    private static let days = ["since", "until"]
    private static let words = [
        "who": "staffAuditWho", "what": "staffAuditWhat", "subject": "staffAuditSubject", "since": "staffAuditSince",
        "until": "staffAuditUntil",
    ]

    func show(_ staff: StaffVisit) async -> Response {
        let reply = await staff.api.get("/v1/audit", Self.asked(staff.query))
        let isWrong = reply.status == 422
        guard reply.isDone || isWrong else { return staff.sorry(reply) }
        let rows = reply.json["items"]?.array ?? []
        let start = staff.query.with("after", nil)
        return staff.page("staff-audit", in: .audit, [
            "fields": (Self.texts + Self.days).map { Self.field($0, staff, reply) },
            "rows": rows.map { Self.row($0, staff) }, "isEmpty": rows.isEmpty,
            "isFirst": staff.query["after"] == nil,
            "firstPage": start.isEmpty ? "/staff/audit" : "/staff/audit?\(start.query)",
            "next": reply.json["next"]?.string.map { "/staff/audit?\(staff.query.with("after", $0).query)" }
                ?? false as Any,
        ], status: isWrong ? 422 : 200)
    }

    private static func field(_ name: String, _ staff: StaffVisit, _ reply: Reply) -> [String: Any] {
        let isDay = days.contains(name)
        let isWrong = reply.faults["query:\(name)"] != nil
        return Field(
            name: name, label: staff.word(words[name] ?? name), value: staff.query[name] ?? "",
            fault: isWrong ? staff.word(isDay ? "staffRuleDay" : "staffRuleAudit") : nil,
            type: isDay ? "date" : "text", isFree: true, width: isDay ? .half : .third
        ).content
    }

    /// As the API wants to be asked: days become the instants at which they begin and end, by UTC.
    private static func asked(_ query: Fields) -> String {
        var fields = texts.map { (name: $0, value: query[$0] ?? "") }
        if let day = query["since"] { fields.append(("since", "\(day)T00:00:00Z")) }
        if let day = query["until"] {
            let next = Day(day).map { Day(number: $0.number + 1).description } ?? day
            fields.append(("until", "\(next)T00:00:00Z"))
        }
        return Fields(fields + [("after", query["after"] ?? ""), ("limit", "\(pageLength)")]).query
    }

    private static func row(_ row: JSON, _ staff: StaffVisit) -> [String: Any] {
        let who = row["who"]?.string ?? ""
        let subject = row["subject"]?.string ?? ""
        let detail = row["detail"]?.object?.members ?? []
        return [
            "time": staff.written.time(row["at"]), "number": row["number"]?.integer.map { String($0) } ?? "",
            "who": who, "what": row["what"]?.string ?? "", "subject": subject,
            "whoLink": "/staff/audit?who=\(Percent.encoded(who))",
            "subjectLink": "/staff/audit?subject=\(Percent.encoded(subject))",
            "hasDetail": !detail.isEmpty,
            "details": detail.map { ["detailName": $0.name, "detailText": text($0.value)] },
        ]
    }

    /// As much of a value as helps to see what changed; the API has all of it.
    private static let detailLimit = 2000

    private static func text(_ json: JSON) -> String {
        let text = json.string ?? String(decoding: json.bytes, as: UTF8.self)
        return text.count > detailLimit ? "\(text.prefix(detailLimit)) …" : text
    }
}
