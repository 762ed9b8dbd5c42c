import Storage
import Values
import Web

/// Ends the session that asks.
struct LogOut: Endpoint {
    static let route = Route(.delete, "/v1/session", .sessionComplete)
    static let summary = "Ends the session that asks for it."

    let ports: PeoplePorts

    func answer(_ input: Nothing, for caller: Caller) async throws -> LoggedOut {
        let (account, session) = try caller.loggedIn()
        try await ports.shop.write(.readCommitted) { db in try Session.end(session, of: account, in: db) }
        return LoggedOut()
    }
}

/// 204, and what a program in a browser kept of the session goes. The session itself is in no cookie: the pages' are
/// theirs to clear.
package struct LoggedOut: Answer {
    package static var described: [Described] { [Described(204, .none, headers: ["Clear-Site-Data"])] }

    package func response() -> Response { Response(204, headers: ["Clear-Site-Data": "\"storage\""]) }
}
