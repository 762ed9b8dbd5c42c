import Storage
import Values
import Web

/// Lists where somebody is logged in.
struct ListSessions: Endpoint {
    static let route = Route(.get, "/v1/account/sessions", .accountOwn)
    static let summary = "Lists where you are logged in, newest first."

    let ports: PeoplePorts

    func answer(_ input: Nothing, for caller: Caller) async throws -> SessionsView {
        let (account, session) = try caller.loggedIn()
        let now = ports.shop.now
        let sessions = try await ports.shop.read { db in
            try db.all(SessionTable.ofAccount, ["account": account, "now": now], SessionTable.session)
        }
        return SessionsView(items: sessions.map { SessionView($0, asked: session.text) })
    }
}
