import People
import Storage
import Values
import Web

/// Takes a guest's order into a customer's account.
struct ClaimOrder: Endpoint {
    static let route = Route(.post, "/v1/account/orders", .accountOwn)
    static let summary = """
        Takes an order that was placed as a guest into your account, by the order's secret; whoever has \
        the link from the mail can still read it.
        """
    static let refusals: [any Web.Refusal.Type] = [Order.Refusal.self]

    struct Input: Decodable, Sendable {
        let order: ID<Order>
        let secret: OrderSecretText
    }

    let shop: Shop
    let secrets: OrderSecrets

    func answer(_ input: Input, for caller: Caller) async throws -> OrderView {
        guard case .customer = caller.identity else {
            throw Problem(403, "no-customer", "Orders belong to customers' accounts.")
        }
        let (account, now) = (try caller.loggedIn().account, shop.now)
        return try await shop.write { [secrets] db in
            let order = try Order.find(input.order, within: .holding(secret: input.secret.text), secrets, in: db)
            // One that belongs to somebody else is as unknown as one that isn't there.
            guard order.account == nil || order.account == account else { throw Order.Refusal.unknown }
            if order.account == nil {
                try Order.claim(order.id, for: account, in: db)
                try Audit.record(
                    by: caller, what: "order.claim", subject: "order:\(order.id)", at: now, in: db)
            }
            return OrderView(order)
        }
    }
}

/// The secret of an order, as the mail's link has it.
package struct OrderSecretText: Decodable, Sendable, SchemaDeclaring, CustomStringConvertible {
    let text: String

    package static let schema = Schema.string(
        1...128, pattern: "^os_[0-9a-z]+$", example: "os_4m7q8s", reason: "must be the secret of an order",
        isValid: { $0.hasPrefix(OrderSecrets.prefix) })

    package init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }

    package var description: String { "•••" }
}
