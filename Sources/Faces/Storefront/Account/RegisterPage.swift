import Values
import Web

/// Begins a customer's account. Whoever looks on learns nothing from it about who has one.
struct RegisterPage: FormPage {
    let path: PagePath = "/account/register"

    func show(_ visit: Visit) async -> Response { await Self.page(visit, nil) }

    func take(_ visit: Visit) async -> Response {
        var body = visit.typed(["email", "name", "password"])
        body["language"] = .string(visit.language.rawValue)
        return await Self.page(visit, await visit.api.post("/v1/accounts", .object(body)))
    }

    private static func page(_ visit: Visit, _ reply: Reply?) async -> Response {
        var form = AccountForm(
            visit: visit, door: .customer, name: "register", links: [("link log in", Door.customer.logIn)])
        if reply?.isDone == true { return await form.note("done register") }
        form.refused = reply
        return await form.page([
            form.field("name", complete: "name"), form.field("email", type: "email", complete: "username"),
            form.newPassword,
        ])
    }
}
