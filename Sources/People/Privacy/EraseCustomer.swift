import Storage
import Values
import Web

/// Forgets a customer.
struct EraseCustomer: Endpoint {
    static let route = Route(.post, "/v1/customers/{account}/erasure", .customerErase)
    static let summary = """
        Erases a customer (GDPR, article 17): the account closes at once, and soon after whatever names them goes, but \
        for the invoice address of orders, which tax law wants kept for years. A second time nothing changes.
        """
    static let refusals: [any Web.Refusal.Type] = [Account.Refusal.self]

    struct Input: Decodable, Sendable {
        let account: ID<Account>
    }

    let ports: PrivacyPorts

    func answer(_ input: Input, for caller: Caller) async throws -> Done {
        let now = ports.shop.now
        try await ports.shop.write { [ports] db in try ports.erase(input.account, by: caller, at: now, in: db) }
        return Done()
    }
}
