import Values
import Web

/// Where staff look after their own account.
struct OwnAccountPage: OwnPage {
    let path: PagePath = "/staff/account"
    let door = Door.staff

    func page(_ own: OwnAccount, _ insider: Insider, status: Int) async -> Response {
        let account = await insider.api.get("/v1/account")
        let sessions = await insider.api.get("/v1/account/sessions")
        if let refused = [account, sessions].first(where: { !$0.isDone }) { return insider.sorry(refused) }
        var content = own.content(account.json, sessions.json)
        content["heading"] = account.json["name"]?.string ?? ""
        content["roleName"] = Shown(insider.language).label("role", account.json["role"]?.string ?? "")
        return await insider.page("staff-account", content, status: status)
    }
}
