import People
import Storage
import Values
import Web

/// What happened to an order, its payments and refunds: who, when, why; oldest first.
package struct OrderHistoryView: View {
    package let items: [Step]

    package struct Step: Codable, Sendable {
        package let kind: History.Kind
        package let subject: String
        package let from: String?
        package let to: String
        package let at: Instant
        package let who: String
        package let why: String
    }
}

/// Reads an order's history.
struct ReadOrderHistory: Endpoint {
    static let route = Route(.get, "/v1/orders/{order}/history", .orderRead)
    static let personal: String? = "order:{order}"
    static let summary = "Reads what happened to an order and its payments: who, when and why, oldest first."
    static let refusals: [any Web.Refusal.Type] = [Order.Refusal.self]

    struct Input: Decodable, Sendable {
        let order: ID<Order>
    }

    let shop: Shop
    let secrets: OrderSecrets

    func answer(_ input: Input, for caller: Caller) async throws -> OrderHistoryView {
        try await shop.read { [secrets] db in
            let order = try Order.find(input.order, within: caller.scope(.orderRead), secrets, in: db)
            var steps = try History.all(.order, order.id.text, in: db)
            for line in order.lines { steps += try History.all(.fulfilment, line.id.text, in: db) }
            for attempt in try PaymentAttempt.all(of: order.id, in: db) {
                steps += try History.all(.payment, attempt.id.text, in: db)
            }
            for refund in try Refund.all(of: order.id, in: db) {
                steps += try History.all(.refund, refund.id.text, in: db)
            }
            return OrderHistoryView(items: steps.sorted { ($0.at, $0.number) < ($1.at, $1.number) }.map { step in
                .init(
                    kind: step.kind, subject: step.subject, from: step.from, to: step.to, at: step.at, who: step.who,
                    why: step.why)
            })
        }
    }
}
