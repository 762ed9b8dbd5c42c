import Values
import Web

/// What staff can be there for: each role with what it permits, in words; owners make others.
struct RolesPage: StaffPage {
    let path: PagePath = "/staff/roles"

    /// What can reach one place alone.
    private static let placeable: [Permission] = [.orderRead, .orderList, .orderHandOver]
    /// What comes with a session or with being the owner, and no other role gives.
    private static let ungiven: [Permission] = [.shop, .accountOwn, .sessionComplete, .roleManage]

    func show(_ staff: StaffVisit) async -> Response { await Self.page(staff, nil) }

    func take(_ staff: StaffVisit) async -> Response {
        let role = Percent.encoded(staff.form["role"] ?? "")
        let form = staff.form["do"] ?? ""
        let reply: Reply
        switch form {
        case "save":
            func list(_ name: String) -> JSON { .array(staff.form.all(name).map { .string($0) }) }
            var body = staff.visit.typed(["name"])
            body["permissions"] = list("permission")
            body["placePermissions"] = list("placePermission")
            reply = await staff.api.put("/v1/roles/\(role)", .object(body))
        case "remove": reply = await staff.api.delete("/v1/roles/\(role)")
        default: return staff.sorry(404, "noSuchPage")
        }
        guard !reply.isDone else { return .go("/staff/roles?done=\(form)") }
        return await Self.page(staff, RefusedForm(form, reply, staff) { pointer in
            pointer.hasPrefix("path:") ? "role" : pointer.split(separator: "/").first { $0 != "#" }.map(String.init)
        })
    }

    private static func page(_ staff: StaffVisit, _ refused: RefusedForm?) async -> Response {
        let reply = await staff.api.get("/v1/roles")
        guard reply.isDone else { return staff.sorry(reply) }
        let roles = reply.json["items"]?.array ?? []
        let mayMake = staff.may(.roleManage)
        let done = staff.query["done"].flatMap { ["save", "remove"].contains($0) ? $0 : nil }
        return staff.page("staff-roles", in: .people, [
            "roles": roles.map { role($0, staff, mayMake) },
            "make": mayMake ? [make(roles, staff, refused)] : [],
            "done": done.map { staff.word("staff done role-\($0)") } ?? false as Any,
            "refusal": refused?.notice ?? false as Any,
        ], status: refused?.status ?? 200)
    }

    private static func role(_ role: JSON, _ staff: StaffVisit, _ mayMake: Bool) -> [String: Any] {
        let id = role["id"]?.string ?? ""
        let isBuiltIn = role["isBuiltIn"]?.bool == true
        let grants = (role["permissions"]?.array ?? []).filter { $0["permission"]?.string != Permission.shop.rawValue }
        return [
            "roleID": id, "roleName": isBuiltIn ? staff.written.label("role", id) : role["name"]?.string ?? id,
            "isMade": !isBuiltIn, "mayMake": mayMake && !isBuiltIn,
            "editLink": "/staff/roles?role=\(Percent.encoded(id))#role",
            "grants": grants.map { grant in
                [
                    "grantName": staff.written.label("permission", grant["permission"]?.string ?? ""),
                    "isPlaced": grant["reach"]?.string == "place",
                ] as [String: Any]
            },
        ]
    }

    /// The form for a new role, or for the one that the address names.
    private static func make(_ roles: [JSON], _ staff: StaffVisit, _ refused: RefusedForm?) -> [String: Any] {
        let form = StaffForm("save", staff, refused)
        let edited = roles.first { $0["isBuiltIn"]?.bool != true && $0["id"]?.string == staff.query["role"] }
        let grants = edited?["permissions"]?.array ?? []
        func has(_ permission: Permission, _ name: String, _ reach: String) -> Bool {
            if form.isRefused { return staff.form.all(name).contains(permission.rawValue) }
            return grants.contains { $0["permission"]?.string == permission.rawValue && $0["reach"]?.string == reach }
        }
        func boxes(_ permissions: [Permission], _ name: String, _ reach: String) -> [[String: Any]] {
            permissions.map { permission in
                [
                    "boxName": name, "boxValue": permission.rawValue, "boxIsOn": has(permission, name, reach),
                    "boxLabel": staff.written.label("permission", permission.rawValue),
                ]
            }
        }
        return [
            "makeTitle": staff.word(edited == nil ? "staffMakeRole" : "staffChangeRole"),
            "fields": [
                form.field(
                    "role", "staffRoleID", rule: "staffRuleRoleID", usually: edited?["id"]?.string ?? "",
                    hint: "staffRoleIDHint"),
                form.field("name", "field name", rule: "staffRuleName", usually: edited?["name"]?.string ?? ""),
            ],
            "boxes": boxes(Permission.allCases.filter { !ungiven.contains($0) }, "permission", "all"),
            "placeBoxes": boxes(placeable, "placePermission", "place"),
        ]
    }
}
