import People
import Storage
import Values
import Web

/// Forgets who bought.
struct EraseOrder: Endpoint {
    static let route = Route(.post, "/v1/orders/{order}/erasure", .orderErase)
    static let summary = """
        Takes from an order that is over whatever names its buyer (GDPR, article 17): a guest asks with the order's \
        secret, a customer for one of theirs. The invoice address of an order that was placed stays for as long as tax \
        law wants. A second time nothing changes.
        """
    static let refusals: [any Web.Refusal.Type] = [Order.Refusal.self]

    struct Input: Decodable, Sendable {
        let order: ID<Order>
    }

    let shop: Shop
    let secrets: OrderSecrets

    func answer(_ input: Input, for caller: Caller) async throws -> Done {
        let (scope, now) = (caller.scope(.orderErase), shop.now)
        try await shop.write { [shop, secrets] db in
            let order = try Order.find(input.order, within: scope, secrets, in: db)
            // What was taken into an account is its customer's to erase: the link from the mail only opens it.
            if case .holding = scope, order.account != nil { throw Order.Refusal.unknown }
            guard order.state != .pending, order.state != .placed else { throw Order.Refusal.stillNeeded(order.state) }
            guard order.email != Erased.email else { return }
            try OrderData.erase(order, at: now, in: db)
            try shop.outbox.publish(OrderErased(order: order.id), at: now, in: db)
            try Audit.record(by: caller, what: "order.erase", subject: "order:\(order.id)", at: now, in: db)
        }
        return Done()
    }
}
