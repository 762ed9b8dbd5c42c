import Values
import Web

/// Where staff look after their own account.
struct OwnAccountPage: InsiderPage {
    let path: PagePath = "/staff/account"
    let door = Door.staff

    func show(_ insider: Insider) async -> Response { await Self.page(OwnAccount(insider), insider, status: 200) }

    func take(_ insider: Insider) async -> Response {
        guard let deed = insider.form["do"].flatMap(OwnAccount.Deed.init) else {
            return insider.visit.sorry(404, .noSuchPage)
        }
        switch await OwnAccount(insider).take(deed) {
        case .answered(let response): return response
        case .refused(let reply):
            let own = OwnAccount(insider, refused: (deed, reply))
            return await Self.page(own, insider, status: reply.status < 500 ? reply.status : 503)
        }
    }

    private static func page(_ own: OwnAccount, _ insider: Insider, status: Int) async -> Response {
        let account = await insider.api.get("/v1/account")
        let sessions = await insider.api.get("/v1/account/sessions")
        if let refused = [account, sessions].first(where: { !$0.isDone }) { return insider.sorry(refused) }
        var content = own.content(account.json, sessions.json)
        content["heading"] = account.json["name"]?.string ?? ""
        content["roleName"] = Shown(insider.language).label("role", account.json["role"]?.string ?? "")
        return await insider.page("staff-account", content, status: status)
    }
}
