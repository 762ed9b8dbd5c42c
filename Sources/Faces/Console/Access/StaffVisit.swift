import Values
import Web

/// A visit of somebody of the staff: the API asked in their name, and what they may do there.
struct StaffVisit: Sendable {
    private let insider: Insider

    init(_ insider: Insider) { self.insider = insider }

    var visit: Visit { insider.visit }
    var api: Visit.API { insider.api }
    var name: String { insider.name }
    var language: Language { visit.language }
    var parts: [String] { visit.parts }
    var query: Fields { visit.query }
    var form: Fields { visit.form }
    var written: Shown { Shown(language) }

    func may(_ permission: Permission) -> Bool { insider.may(permission) }

    func word(_ name: String) -> String { Words.text(name, in: language) }

    /// Which entry of the navigation a page belongs to.
    enum Section: String, CaseIterable {
        case today, orders, stock, products, jobs, people, keys, audit, none

        var address: String { self == .today ? "/staff" : "/staff/\(rawValue)" }

        /// Without it there is nothing to see there.
        var permission: Permission? {
            switch self {
            case .today: .dayRead
            case .orders: .orderList
            case .stock: .stockRead
            case .products: .catalogueRead
            case .jobs: .jobRead
            case .people: .staffManage
            case .keys: .keyManage
            case .audit: .auditRead
            case .none: nil
            }
        }
    }

    /// Those where they may look, in the order of the navigation.
    var sections: [Section] { Section.allCases.filter { $0.permission.map(may) ?? false } }

    func page(_ template: String, in section: Section, _ content: [String: Any], status: Int = 200) -> Response {
        var content = content
        content["isStaffs"] = true
        content["staffSections"] = sections.map { one in
            [
                "sectionAddress": one.address, "sectionLabel": word("staff section \(one.rawValue)"),
                "sectionIsHere": one == section,
            ] as [String: Any]
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
        case 401: visit.logIn(at: .staff, back: Door.staff.base)
        case 403: sorry(403, "staffForbidden")
        case 404, 422: sorry(404, "noSuchPage")
        default: sorry(reply.status, "staffBusy")
        }
    }
}
