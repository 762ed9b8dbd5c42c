import Values
import Web

/// Where the link leads that was sent to the e-mail address somebody wants. Looking at it changes nothing; its form
/// does, in the session of whoever asked.
struct EmailPage: InsiderPage {
    let door: Door

    /// In the names of its words, and what the account's page says afterwards.
    static let done = "new-email"

    var path: PagePath { door == .staff ? "/staff/email" : "/account/email" }

    func show(_ insider: Insider) async -> Response {
        guard let token = insider.query["token"] else { return insider.visit.sorry(404, .noSuchPage) }
        return await form(insider, token, nil)
    }

    func take(_ insider: Insider) async -> Response {
        let token = insider.form["token"] ?? ""
        let reply = await insider.api.post("/v1/account/email/confirmation", ["token": .string(token)])
        if reply.isDone { return .go("\(door.account)?done=\(Self.done)") }
        return await form(insider, token, reply.readable)
    }

    private func form(_ insider: Insider, _ token: String, _ refused: Reply?) async -> Response {
        await AccountForm(
            visit: insider.visit, door: door, name: Self.done, refused: refused, hidden: [("token", token)],
            links: [("back", door.account)]
        ).page([])
    }
}
