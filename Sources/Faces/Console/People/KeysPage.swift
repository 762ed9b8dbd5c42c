import Values
import Web

/// Keys by which programs come in. The text of one is shown once, when it is made.
struct KeysPage: StaffPage {
    let path: PagePath = "/staff/keys"

    private static let pageLength = 50

    func show(_ staff: StaffVisit) async -> Response { await Self.page(staff, nil, made: nil) }

    func take(_ staff: StaffVisit) async -> Response {
        let form = staff.form["do"] ?? ""
        let reply: Reply
        switch form {
        case "make":
            var body = staff.visit.typed(["name", "role", "place"])
            if let day = staff.form["until"] { body["expiresAt"] = .string("\(day)T00:00:00Z") }
            reply = await staff.api.post("/v1/keys", .object(body))
            if let text = reply.json["text"]?.string { return await Self.page(staff, nil, made: text) }
        case "revoke": reply = await staff.api.delete("/v1/keys/\(Percent.encoded(staff.form["key"] ?? ""))")
        default: return staff.sorry(404, "noSuchPage")
        }
        guard !reply.isDone else { return .go("/staff/keys?done=\(form)") }
        let refused = RefusedForm(form, reply, staff) { pointer in
            pointer == "#/expiresAt" ? "until" : pointer.split(separator: "/").last.map(String.init)
        }
        return await Self.page(staff, refused, made: nil)
    }

    private static func page(_ staff: StaffVisit, _ refused: RefusedForm?, made: String?) async -> Response {
        let query = Fields([("after", staff.query["after"] ?? ""), ("limit", "\(pageLength)")]).query
        let reply = await staff.api.get("/v1/keys", query)
        guard reply.isDone else { return staff.sorry(reply) }
        let roles = await staff.api.get("/v1/roles").json["items"]?.array ?? []
        let choices = RoleChoices(roles, await staff.places(), staff)
        let form = StaffForm("make", staff, refused)
        let keys = reply.json["items"]?.array ?? []
        return staff.page("staff-keys", in: .keys, [
            "keys": keys.map { key($0, choices, staff) }, "isEmpty": keys.isEmpty,
            "made": made as Any? ?? false as Any,
            "fields": [form.field("name", "staffKeyName", rule: "staffRuleName", hint: "staffKeyNameHint")],
            "choices": [
                choices.roles(form.value("role", usually: "auditor"), id: "role", form: form),
                choices.places(form.value("place"), id: "place", form: form),
            ],
            "ends": [form.field(
                "until", "staffKeyUntil", rule: "staffRuleDay", type: "date", isOptional: true,
                hint: "staffKeyUntilHint")],
            "isFirst": staff.query["after"] == nil,
            "next": reply.json["next"]?.string.map { "/staff/keys?after=\(Percent.encoded($0))" } ?? false as Any,
            "done": staff.query["done"] == "revoke" ? staff.word("staff done revoke") as Any : false as Any,
            "refusal": refused?.notice ?? false as Any,
        ], status: refused?.status ?? 200)
    }

    private static func key(_ key: JSON, _ choices: RoleChoices, _ staff: StaffVisit) -> [String: Any] {
        let isRevoked = key["revokedAt"]?.string != nil
        let narrowed = key["permissions"]?.array?.compactMap(\.string) ?? []
        return [
            "key": key["id"]?.string ?? "", "keyName": key["name"]?.string ?? "",
            "keyRole": choices.name(of: key["role"]?.string ?? ""),
            "keyPlace": key["place"]?.string.map(choices.placeName) ?? false as Any,
            "keyPart": narrowed.isEmpty ? false as Any
                : narrowed.map { staff.written.label("permission", $0) }.joined(separator: ", "),
            "keyMade": staff.written.time(key["createdAt"]),
            "keyEnd": key["expiresAt"]?.string == nil
                ? staff.word("staffKeyEndless") : staff.written.time(key["expiresAt"]),
            "isRevoked": isRevoked, "badge": [staff.written.badge("key", isRevoked ? "revoked" : "live")],
        ]
    }
}
