import Storage
import Values
import Web

/// Finds customers.
struct ListCustomers: Endpoint {
    static let route = Route(.get, "/v1/customers", .customerRead)
    static let personal: String? = "customers"
    static let summary = "Lists customers, newest first; with `email`, those whose address begins so."

    struct Input: Decodable, Sendable {
        let email: ShortText?
        let page: PageRequest
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Page<AccountView> {
        let before = try input.page.after(ID<Account>.self)?.text ?? String(repeating: "z", count: IDText.lengthLimit)
        let beginning = input.email?.text.lowercased() ?? ""
        return try await shop.read { db in
            let found = try db.all(AccountTable.customers, [
                "before": before, "email": beginning, "end": beginning + "\u{10FFFF}", "limit": input.page.limit + 1,
            ], AccountTable.account)
            return input.page.page(found, cursor: { $0.id.text }, show: AccountView.init)
        }
    }
}

/// Shows one customer.
struct ReadCustomer: Endpoint {
    static let route = Route(.get, "/v1/customers/{account}", .customerRead)
    static let personal: String? = "account:{account}"
    static let summary = "Shows a customer's account."
    static let refusals: [any Web.Refusal.Type] = [Account.Refusal.self]

    struct Input: Decodable, Sendable {
        let account: ID<Account>
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> AccountView {
        let account = try await shop.read { db in try Account.known(input.account, in: db) }
        guard account.kind == .customer else { throw Account.Refusal.unknown }
        return AccountView(account)
    }
}
