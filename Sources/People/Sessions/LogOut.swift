import Storage
import Values
import Web

/// Ends the session that asks.
struct LogOut: Endpoint {
    static let route = Route(.delete, "/v1/session", .sessionComplete)
    static let summary = "Ends the session that asks for it."

    let ports: PeoplePorts

    func answer(_ input: Nothing, for caller: Caller) async throws -> Done {
        let (account, session) = try caller.loggedIn()
        try await ports.shop.write(.readCommitted) { db in try Session.end(session, of: account, in: db) }
        return Done()
    }
}
