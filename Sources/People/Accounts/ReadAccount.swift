import Storage
import Values
import Web

/// Shows somebody their own account.
struct ReadAccount: Endpoint {
    static let route = Route(.get, "/v1/account", .accountOwn)
    static let summary = "Shows your account."
    static let refusals: [any Web.Refusal.Type] = [Account.Refusal.self]

    let ports: PeoplePorts

    func answer(_ input: Nothing, for caller: Caller) async throws -> AccountView {
        let id = try caller.loggedIn().account
        return AccountView(try await ports.shop.read { db in try Account.known(id, in: db) })
    }
}

/// Changes what somebody is called.
struct EditAccount: Endpoint {
    static let route = Route(.put, "/v1/account", .accountOwn)
    static let summary = "Changes your name and the language of your mails."
    static let refusals: [any Web.Refusal.Type] = [Account.Refusal.self]

    struct Input: Decodable, Sendable {
        let name: ShortText
        let language: Language
    }

    let ports: PeoplePorts

    func answer(_ input: Input, for caller: Caller) async throws -> AccountView {
        let id = try caller.loggedIn().account
        return try await ports.shop.write { db in
            try db.run(AccountTable.rename, ["name": input.name, "language": input.language, "account": id])
            return AccountView(try Account.known(id, in: db))
        }
    }
}
