import Values
import Web

/// Who works here, and what they are there for.
struct PeoplePage: StaffPage {
    let path: PagePath = "/staff/people"

    private static let pageLength = 50

    func show(_ staff: StaffVisit) async -> Response { await Self.page(staff, nil) }

    func take(_ staff: StaffVisit) async -> Response {
        guard let form = staff.form["do"].flatMap(PeopleForm.init) else { return staff.sorry(404, "noSuchPage") }
        if let refused = await form.send(staff) { return await Self.page(staff, refused) }
        return .go("/staff/people?done=\(form.rawValue)")
    }

    private static func page(_ staff: StaffVisit, _ refused: RefusedForm?) async -> Response {
        let query = Fields([("after", staff.query["after"] ?? ""), ("limit", "\(pageLength)")]).query
        let replies = await staff.all([("/v1/staff", query), ("/v1/roles", ""), ("/v1/places", "limit=100")])
        if let refusal = replies.first(where: { !$0.isDone }) { return staff.sorry(refusal) }
        let choices = RoleChoices(replies[1].json["items"]?.array ?? [], replies[2].json["items"]?.array ?? [], staff)
        let people = replies[0].json["items"]?.array ?? []
        return staff.page("staff-people", in: .people, [
            "people": people.map { person($0, choices, staff, refused) },
            "invite": [invite(choices, staff, refused)],
            "isFirst": staff.query["after"] == nil,
            "next": replies[0].json["next"]?.string.map { "/staff/people?after=\(Percent.encoded($0))" }
                ?? false as Any,
            "done": staff.query["done"].flatMap(PeopleForm.init)
                .map { staff.word("staff done \($0.rawValue)") } ?? false as Any,
            "refusal": refused?.notice ?? false as Any,
        ], status: refused?.status ?? 200)
    }

    private static func invite(
        _ choices: RoleChoices, _ staff: StaffVisit, _ refused: RefusedForm?
    ) -> [String: Any] {
        let form = StaffForm(PeopleForm.invite.rawValue, staff, refused)
        return [
            "fields": [
                form.field("name", "field name", rule: "staffRuleName"),
                form.field("email", "field email", rule: "rule email", type: "email"),
            ],
            "choices": [
                choices.roles(form.value("role", usually: "sales"), id: "invite-role", form: form),
                choices.places(form.value("place"), id: "invite-place", form: form),
                Choice(
                    name: "language", label: staff.word("field language"),
                    options: [("en", "English"), ("de", "Deutsch")],
                    value: form.value("language", usually: staff.language.rawValue), fault: nil).content,
            ],
        ]
    }

    private static func person(
        _ person: JSON, _ choices: RoleChoices, _ staff: StaffVisit, _ refused: RefusedForm?
    ) -> [String: Any] {
        let id = person["id"]?.string ?? ""
        let state = person["state"]?.string ?? ""
        let isThis = refused?.fields["account"] == id
        let form = StaffForm(PeopleForm.assign.rawValue, staff, isThis ? refused : nil)
        let place = person["place"]?.string
        return [
            "account": id, "personName": person["name"]?.string ?? "", "personEmail": person["email"]?.string ?? "",
            "personRole": choices.name(of: person["role"]?.string ?? ""),
            "personPlace": place.map(choices.placeName) ?? false as Any,
            "badge": [staff.written.badge("person", state)],
            "hasFactor": person["hasSecondFactor"]?.bool == true, "isInvited": state == "unconfirmed",
            "role": person["role"]?.string ?? "", "place": place ?? "",
            "isOpen": isThis, "isSuspended": state == "suspended",
            "assignChoices": [
                choices.roles(
                    form.value("role", usually: person["role"]?.string ?? ""), id: "role-\(id)", form: form),
                choices.places(form.value("place", usually: place ?? ""), id: "place-\(id)", form: form),
            ],
        ]
    }
}

/// What an owner or administrator does with people.
enum PeopleForm: String, CaseIterable, Sendable {
    case invite, assign, suspend, resume, dismiss
    case again = "invite-again"
    case factor = "reset-factor"

    /// Sends what was typed; answers why it was not taken, nil when it was.
    func send(_ staff: StaffVisit) async -> RefusedForm? {
        let (api, form) = (staff.api, staff.form)
        let address = "/v1/staff/\(Percent.encoded(form["account"] ?? ""))"
        var role = staff.visit.typed(["role", "place"])
        let reply: Reply
        switch self {
        case .invite, .again:
            reply = await api.post(
                "/v1/staff", .object(staff.visit.typed(["name", "email", "role", "place", "language"])))
        case .assign: reply = await api.put(address, .object(role))
        case .suspend, .resume:
            role["isSuspended"] = .bool(self == .suspend)
            reply = await api.put(address, .object(role))
        case .dismiss: reply = await api.delete(address)
        case .factor: reply = await api.delete("\(address)/second-factor")
        }
        guard !reply.isDone else { return nil }
        return RefusedForm(rawValue, reply, staff) { pointer in
            pointer.split(separator: "/").last.map(String.init)
        }
    }
}

/// The roles and places that staff choose among.
struct RoleChoices {
    private let roles: [JSON]
    private let placed: [JSON]
    private let staff: StaffVisit

    private static let builtIn = [
        "administrator", "auditor", "accountant", "catalogue-editor", "sales", "warehouse", "works", "dealer",
    ]

    init(_ roles: [JSON], _ places: [JSON], _ staff: StaffVisit) {
        // Who may make keys need not see the staff's roles.
        self.roles = roles.isEmpty ? Self.builtIn.map { ["id": .string($0), "isBuiltIn": true] } : roles
        placed = places
        self.staff = staff
    }

    /// The shop's own in the reader's language; others as whoever made them called them.
    func name(of role: String) -> String {
        let made = roles.first { $0["id"]?.string == role && $0["isBuiltIn"]?.bool != true }
        return made?["name"]?.string ?? staff.written.label("role", role)
    }

    func placeName(_ place: String) -> String {
        placed.first { $0["id"]?.string == place }?["name"]?.string ?? place
    }

    func roles(_ value: String, id: String, form: StaffForm) -> [String: Any] {
        Choice(
            name: "role", label: staff.word("staffRole"),
            options: roles.compactMap { $0["id"]?.string }.map { ($0, name(of: $0)) }, value: value,
            fault: form.isWrong("role") ? staff.word("staffRuleRole") : nil, id: id
        ).content
    }

    /// Only for roles that reach one place alone.
    func places(_ value: String, id: String, form: StaffForm) -> [String: Any] {
        Choice(
            name: "place", label: staff.word("staffPlaceOfRole"),
            options: [("", staff.word("staffWholeShop"))]
                + placed.compactMap { place in place["id"]?.string.map { ($0, placeName($0)) } },
            value: value, fault: form.isWrong("place") ? staff.word("staffRulePlace") : nil, id: id
        ).content
    }
}
