import Storage
import Values
import Web

/// One attempt to pay an order, as staff see it.
package struct PaymentView: View {
    package let id: ID<PaymentAttempt>
    package let state: PaymentAttempt.State
    package let amount: Money
    package let captured: Money
    /// What the bank has given back of it.
    package let refunded: Money
    /// What of the captured no refund has laid claim to yet.
    package let refundable: Money
    /// The bank stands for the order's amount by it: goods may leave.
    package let coversOrder: Bool
    /// The bank's own name of the payment, by which it is found there.
    package let bankName: String?
    /// The bank's code and reason for its no.
    package let declineCode: String?
    package let declineReason: String?
    package let createdAt: Instant

    init(_ attempt: PaymentAttempt, refunds: [Refund]) {
        let currency = attempt.amount.currency
        id = attempt.id
        state = attempt.state
        amount = attempt.amount
        captured = Money(attempt.captured, currency)
        refunded = refunds.filter { $0.attempt == attempt.id && $0.state == .made }.map(\.amount).total(currency)
        refundable = Money(attempt.captured - attempt.refundClaimed, currency)
        coversOrder = attempt.state.standsForOrder
        bankName = attempt.intent?.text
        declineCode = attempt.decline?.code
        declineReason = attempt.decline?.reason
        createdAt = attempt.createdAt
    }
}

/// An order's attempts to be paid, oldest first.
package struct PaymentsView: View {
    package let items: [PaymentView]
}

/// Lists every attempt to pay an order.
struct ListPayments: Endpoint {
    static let route = Route(.get, "/v1/orders/{order}/payments", .paymentRead)
    static let personal: String? = "order:{order}"
    static let summary = """
        Lists an order's attempts to be paid, oldest first: what was captured and refunded of each, why the bank \
        declined, and the bank's own name of it.
        """
    static let refusals: [any Web.Refusal.Type] = [Order.Refusal.self]

    struct Input: Decodable, Sendable {
        let order: ID<Order>
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> PaymentsView {
        try await shop.read { db in
            _ = try Order.find(input.order, within: caller.scope(.paymentRead), in: db)
            let refunds = try Refund.all(of: input.order, in: db)
            return PaymentsView(items: try PaymentAttempt.all(of: input.order, in: db).map {
                PaymentView($0, refunds: refunds)
            })
        }
    }
}
