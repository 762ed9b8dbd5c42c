import Values
import Web

/// Asks for a link to a new password.
struct ForgotPage: FormPage {
    let door: Door

    var path: PagePath { door == .staff ? "/staff/forgot" : "/account/forgot" }

    func show(_ visit: Visit) async -> Response { await page(visit, nil) }

    func take(_ visit: Visit) async -> Response {
        var body = visit.typed(["email"])
        body["kind"] = .string(door.rawValue)
        let reply = await visit.api.post("/v1/password-resets", .object(body))
        return await page(visit, reply)
    }

    private func page(_ visit: Visit, _ reply: Reply?) async -> Response {
        var form = AccountForm(
            visit: visit, door: door, name: "forgot", links: [("link log in", door.logIn)])
        if reply?.isDone == true { return await form.note("done forgot") }
        form.refused = reply
        return await form.page([form.field("email", type: "email", complete: "username")])
    }
}

/// A page that a link in a mail leads to. Looking at it changes nothing, since mail servers look at links too: its form
/// does, which takes the link's token along.
protocol LinkPage: FormPage {
    var door: Door { get }
    /// In the names of its words.
    var name: String { get }
    /// Where the form is sent, with what it holds.
    var endpoint: String { get }
    var members: [String] { get }

    func fields(_ form: AccountForm) -> [[String: Any]]

    /// What follows once it was taken.
    func taken(_ reply: Reply, _ visit: Visit) async -> Response
}

extension LinkPage {
    func show(_ visit: Visit) async -> Response {
        guard visit.query["token"] != nil else { return visit.sorry(404, .noSuchPage) }
        let form = form(visit, token: visit.query["token"], nil)
        return await form.page(fields(form))
    }

    func take(_ visit: Visit) async -> Response {
        var body = visit.typed(["token"] + members)
        if members.contains("email") { body["language"] = .string(visit.language.rawValue) }
        let reply = await visit.api.post(endpoint, .object(body))
        if reply.isDone { return await taken(reply, visit) }
        let form = form(visit, token: visit.form["token"], reply)
        return await form.page(fields(form))
    }

    /// Whoever took it has come in.
    func taken(_ reply: Reply, _ visit: Visit) async -> Response { door.enter(reply.json, visit, back: nil) }

    private func form(_ visit: Visit, token: String?, _ refused: Reply?) -> AccountForm {
        AccountForm(
            visit: visit, door: door, name: name, refused: refused?.readable, hidden: [("token", token ?? "")],
            links: refused?.readable.problem == "unknown-link" && name == "reset"
                ? [("link forgot", "\(door.base)/forgot")] : [])
    }
}

extension Reply {
    /// A token that isn't written like one belongs to no link.
    var readable: Reply {
        guard faults["#/token"] != nil else { return self }
        return Reply(Problem(410, "unknown-link", "This link was used already, or its time is over.").response)
    }
}

/// Sets a new password by the link that was sent.
struct ResetPage: LinkPage {
    let door: Door
    let name = "reset"
    let endpoint = "/v1/password-resets/confirmation"
    let members = ["password"]

    var path: PagePath { door == .staff ? "/staff/reset" : "/account/reset" }

    func fields(_ form: AccountForm) -> [[String: Any]] { [form.newPassword] }

    func taken(_ reply: Reply, _ visit: Visit) async -> Response { .go("\(door.logIn)?done=reset") }
}

/// Makes the first owner, by the link printed when the shop began.
struct OwnerPage: LinkPage {
    let path: PagePath = "/staff/owner"
    let door = Door.staff
    let name = "owner"
    let endpoint = "/v1/owner"
    let members = ["email", "name", "password"]

    func fields(_ form: AccountForm) -> [[String: Any]] {
        [
            form.field("name", complete: "name"), form.field("email", type: "email", complete: "username"),
            form.newPassword,
        ]
    }
}

/// Takes an invitation to the staff.
struct JoinPage: LinkPage {
    let path: PagePath = "/staff/join"
    let door = Door.staff
    let name = "join"
    let endpoint = "/v1/staff/invitations/acceptance"
    let members = ["password"]

    func fields(_ form: AccountForm) -> [[String: Any]] { [form.newPassword] }
}

/// Confirms a customer's address by the link that was sent, and the password they registered with.
struct ConfirmPage: LinkPage {
    let path: PagePath = "/account/confirm"
    let door = Door.customer
    let name = "confirm"
    let endpoint = "/v1/accounts/confirmation"
    let members = ["password"]

    func fields(_ form: AccountForm) -> [[String: Any]] {
        [form.field("password", type: "password", complete: "current-password")]
    }
}

extension AccountForm {
    /// A password that somebody chooses.
    var newPassword: [String: Any] {
        field("password", type: "password", complete: "new-password", hint: "hint new password")
    }
}
