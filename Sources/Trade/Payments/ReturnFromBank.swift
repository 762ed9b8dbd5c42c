import Storage
import Values
import Web

/// Asked when the buyer is back from the bank: looks at once what came of it.
struct ReturnFromBank: Endpoint {
    static let route = Route(.get, "/v1/orders/{order}/payment-return", .shop)
    static let summary = "Settles an order's payment after the buyer has been at the bank, and says what came of it."
    static let refusals: [any Web.Refusal.Type] = [Order.Refusal.self]

    struct Input: Decodable, Sendable {
        let order: ID<Order>
        /// What the bank adds; not relied upon, since anybody can write it.
        let payment_intent: String?
        let payment_intent_client_secret: String?
        let redirect_status: String?
    }

    let checkout: Checkout

    /// The page the bank sends the buyer back to; it asks this endpoint.
    static func url(_ order: ID<Order>, _ buyersURL: String) -> String {
        "\(buyersURL)/orders/\(order)/return"
    }

    func answer(_ input: Input, for caller: Caller) async throws -> PaymentReturnView {
        let attempt = try await find(input.order)
        if attempt.state.isOpen {
            do {
                try await Sweep(checkout).look(attempt)
            } catch is BankFailure {
                // The sweeper asks again; the buyer is told what is known.
            }
        }
        let now = try await find(input.order)
        let state = try await checkout.shop.read { db in try Order.state(of: input.order, in: db) }
        return PaymentReturnView(
            order: input.order, state: state ?? .pending, payment: now.state, declineReason: now.decline?.reason)
    }

    private func find(_ order: ID<Order>) async throws -> PaymentAttempt {
        let last = try await checkout.shop.read { db in try PaymentAttempt.all(of: order, in: db).last }
        guard let attempt = last else {
            throw Order.Refusal.unknown
        }
        return attempt
    }
}

/// What came of a payment.
package struct PaymentReturnView: View {
    package let order: ID<Order>
    package let state: Order.State
    package let payment: PaymentAttempt.State
    package let declineReason: String?
}
