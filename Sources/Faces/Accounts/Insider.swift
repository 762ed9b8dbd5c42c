import Values
import Web

/// Somebody who came in by a door: their visit, the API asked in their name, and what they may do there.
struct Insider: Sendable {
    let door: Door
    let visit: Visit
    let api: Visit.API
    let name: String
    let email: String
    private let permissions: Set<String>

    /// How far a visitor has come in.
    enum Found: Sendable {
        case whole(Insider)
        /// The password was right; the second factor has still to be shown or set up.
        case half(Visit.API)
        case stranger
        /// The shop is too busy to say.
        case busy
    }

    static func find(at door: Door, _ visit: Visit) async -> Found {
        guard let session = visit.session(at: door) else { return .stranger }
        let api = visit.api.with(bearer: session)
        let caller = await api.get("/v1/caller")
        guard caller.status < 500 else { return .busy }
        guard caller.isDone, caller.json["kind"]?.string == door.rawValue else { return .stranger }
        let permissions = Set((caller.json["permissions"]?.array ?? []).compactMap(\.string))
        guard permissions.contains(Permission.accountOwn.rawValue) else { return .half(api) }
        return .whole(Insider(
            door: door, visit: visit, api: api, name: caller.json["name"]?.string ?? "",
            email: caller.json["email"]?.string ?? "", permissions: permissions))
    }

    func may(_ permission: Permission) -> Bool { permissions.contains(permission.rawValue) }

    var form: Fields { visit.form }
    var query: Fields { visit.query }
    var language: Language { visit.language }

    func word(_ name: String) -> String { Words.text(name, in: language) }

    /// Fills a template in the frame of the door's pages.
    func page(_ template: String, _ content: [String: Any], status: Int = 200) async -> Response {
        switch door {
        case .staff: StaffVisit(self).page(template, in: .none, content, status: status)
        case .customer: await visit.shopPage(template, content, status: status).unstored
        }
    }

    /// For an answer of the API with which no page can be shown.
    func sorry(_ reply: Reply) -> Response {
        switch reply.status {
        case 401: visit.logIn(at: door, back: door.account)
        case 500...: visit.sorry(503, .tryAgain)
        default: visit.sorry(404, .noSuchPage)
        }
    }
}

/// A page for those who came in by a door.
protocol InsiderPage: Sendable {
    var door: Door { get }
    var path: PagePath { get }
    var formLimitBytes: Int { get }

    func show(_ insider: Insider) async -> Response

    /// Takes the page's form, if it has one.
    func take(_ insider: Insider) async -> Response
}

extension InsiderPage {
    /// More than any form of text here.
    var formLimitBytes: Int { 64 * 1024 }

    func take(_ insider: Insider) async -> Response { Response(405, headers: ["Allow": "GET, HEAD"]) }
}

/// Leads whoever has not come in to the log-in, or to what is missing of it, and from there back to the page.
struct InsidersOnly: FormPage {
    let page: any InsiderPage

    var path: PagePath { page.path }
    var formLimitBytes: Int { page.formLimitBytes }

    func show(_ visit: Visit) async -> Response {
        await entered(visit, back: visit.address) { await page.show($0) }
    }

    func take(_ visit: Visit) async -> Response {
        await entered(visit, back: visit.request.head.path) { await page.take($0) }
    }

    private func entered(
        _ visit: Visit, back: String, then answer: (Insider) async -> Response
    ) async -> Response {
        let door = page.door
        switch await Insider.find(at: door, visit) {
        case .whole(let insider): return await answer(insider)
        case .half: return .go("\(door.secondFactor)?back=\(Percent.encoded(back))")
        case .stranger: return visit.logIn(at: door, back: back)
        case .busy: return visit.sorry(503, .tryAgain)
        }
    }
}
