import Values
import Web

/// Where people show their address and password. What the browser keeps of it is the session alone, in a cookie that no
/// script is given.
struct LogInPage: FormPage {
    let door: Door

    var path: PagePath { door == .staff ? "/staff/login" : "/account/login" }

    func show(_ visit: Visit) async -> Response {
        var form = form(visit, back: visit.query["back"])
        form.done = visit.query["done"] == "reset" ? "done reset" : nil
        return await form.page(Self.fields(form))
    }

    func take(_ visit: Visit) async -> Response {
        var body = visit.typed(["email", "password"])
        if let agent = visit.agent { body["agent"] = .string(agent) }
        if let device = visit.device(at: door) { body["device"] = .string(device) }
        let reply = await visit.api.post(door.sessions, .object(body))
        guard !reply.isDone else { return door.enter(reply.json, visit, back: visit.form["back"]) }
        var form = form(visit, back: visit.form["back"])
        form.refused = reply
        return await form.page(Self.fields(form))
    }

    private func form(_ visit: Visit, back: String?) -> AccountForm {
        let onward = "?back=\(Percent.encoded(door.local(back)))"
        return AccountForm(
            visit: visit, door: door, name: "login", hidden: [("back", door.local(back))],
            links: (door == .customer ? [("link register", "/account/register\(onward)")] : [])
                + [("link forgot", "\(door.base)/forgot")])
    }

    private static func fields(_ form: AccountForm) -> [[String: Any]] {
        [
            form.field("email", type: "email", complete: "username"),
            form.field("password", type: "password", complete: "current-password"),
        ]
    }
}

/// Ends the session, and takes it out of the browser.
struct LogOutPage: FormPage {
    let door: Door

    var path: PagePath { door == .staff ? "/staff/logout" : "/account/logout" }

    func take(_ visit: Visit) async -> Response {
        if let session = visit.session(at: door) {
            let reply = await visit.api.with(bearer: session).delete("/v1/session")
            // Whoever is told that they are out is out.
            guard reply.isDone || reply.status == 401 else { return visit.sorry(503, .tryAgain) }
        }
        return Response.go(door == .staff ? door.logIn : "/").leaving(visit, by: door)
    }
}

extension Visit {
    /// A field of the form as the API takes it; blanks in a password count.
    func typed(_ name: String) -> JSON? {
        let isSecret = name.lowercased().hasSuffix("password")
        return (isSecret ? form.all(name).first : form[name]).map { .string($0) }
    }

    /// Those fields that were filled in.
    func typed(_ names: [String]) -> JSON.Object {
        var object = JSON.Object()
        for name in names { if let value = typed(name) { object[name] = value } }
        return object
    }
}
