import Values
import Web

/// A visit of somebody who showed a key of staff: the API asked in their name, and what they may do there.
struct StaffVisit: Sendable {
    let visit: Visit
    let api: Visit.API
    /// The key's name.
    let name: String
    private let permissions: Set<String>

    /// Keeps the key. Only pages of staff are sent it, and nobody who comes from another site.
    static let cookie = "staff"

    /// Nil when the visitor's key is none, or no longer in force.
    init?(_ visit: Visit) async {
        guard let key = visit.cookies[Self.cookie] else { return nil }
        await self.init(visit, key: key)
    }

    init?(_ visit: Visit, key: String) async {
        let api = visit.api.with(bearer: key)
        let caller = await api.get("/v1/caller")
        guard caller.isDone, let name = caller.json["name"]?.string else { return nil }
        self.visit = visit
        self.api = api
        self.name = name
        permissions = Set((caller.json["permissions"]?.array ?? []).compactMap(\.string))
    }

    var language: Language { visit.language }
    var parts: [String] { visit.parts }
    var query: Fields { visit.query }
    var form: Fields { visit.form }
    var written: Shown { Shown(language) }

    func may(_ permission: Permission) -> Bool { permissions.contains(permission.rawValue) }

    func word(_ name: String) -> String { Words.text(name, in: language) }

    /// Which entry of the navigation a page belongs to.
    enum Section: String { case today, orders, stock, products, jobs, none }

    func page(_ template: String, in section: Section, _ content: [String: Any], status: Int = 200) -> Response {
        var content = content
        for place in ["today", "orders", "stock", "products", "jobs"] {
            content["at-\(place)"] = place == section.rawValue
        }
        content["staffName"] = name
        return visit.page(template, content, status: status).unstored
    }

    /// Why there is nothing to see, in the frame of staff.
    func sorry(_ status: Int, _ word: String) -> Response {
        page("staff-sorry", in: .none, ["reason": self.word(word)], status: status)
    }

    /// For an answer of the API with which no page can be shown.
    func sorry(_ reply: Reply) -> Response {
        switch reply.status {
        case 401: .go("/staff/login")
        case 403: sorry(403, "staffForbidden")
        case 404, 422: sorry(404, "noSuchPage")
        default: sorry(reply.status, "staffBusy")
        }
    }
}
