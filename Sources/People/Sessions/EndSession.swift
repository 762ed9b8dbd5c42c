import Storage
import Values
import Web

/// Ends one of somebody's own sessions.
struct EndSession: Endpoint {
    static let route = Route(.delete, "/v1/account/sessions/{session}", .accountOwn)
    static let summary = "Ends one of your sessions; its next request is refused. Ending it twice changes nothing."

    struct Input: Decodable, Sendable {
        let session: ID<Session>
    }

    let ports: PeoplePorts

    func answer(_ input: Input, for caller: Caller) async throws -> Done {
        let (account, _) = try caller.loggedIn()
        try await ports.shop.write(.readCommitted) { db in try Session.end(input.session, of: account, in: db) }
        return Done()
    }
}

/// Ends all of somebody's sessions but the one that asks.
struct EndOtherSessions: Endpoint {
    static let route = Route(.delete, "/v1/account/sessions", .accountOwn)
    static let summary = "Ends all your sessions but the one that asks."

    let ports: PeoplePorts

    func answer(_ input: Nothing, for caller: Caller) async throws -> Done {
        let (account, session) = try caller.loggedIn()
        try await ports.shop.write(.readCommitted) { db in try Session.endAll(of: account, but: session, in: db) }
        return Done()
    }
}
