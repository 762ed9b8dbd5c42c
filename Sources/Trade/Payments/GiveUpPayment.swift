import Storage
import Values
import Web

/// Gives up a payment that waits for its buyer, who wants another card and not to wait for the deadline.
struct GiveUpPayment: Endpoint {
    static let route = Route(.post, "/v1/orders/{order}/payment-cancellation", .paymentCancel)
    static let summary = """
        Gives up a payment the bank wants to see the buyer for: the order fails, its stock is free and its cart open \
        again. A payment that has succeeded meanwhile stands, and so does its order. While the bank doesn't answer the \
        payment is `voiding`, and the shop goes on asking.
        """
    static let refusals: [any Web.Refusal.Type] = [Order.Refusal.self, Refusal.self]

    struct Input: Decodable, Sendable {
        let order: ID<Order>
    }

    enum Refusal: Error, Equatable {
        case notPending(Order.State)
        /// It is the bank's turn, or people's, not the buyer's.
        case notWaiting(PaymentAttempt.State)
    }

    let checkout: Checkout

    func answer(_ input: Input, for caller: Caller) async throws -> OrderStatusView {
        let scope = caller.scope(.paymentCancel)
        let found = try await find(input.order, within: scope)
        guard found.order.state == .pending else { throw Refusal.notPending(found.order.state) }
        // What the bank knows comes first: a payment that has succeeded is not thrown away.
        try await look(found.attempt)
        let looked = try await find(input.order, within: scope)
        switch looked.attempt.state {
        case .requiresAction: try await giveUp(looked.attempt, by: caller.who)
        case .authorising, .unknown, .review: throw Refusal.notWaiting(looked.attempt.state)
        case .authorised, .capturing, .captured, .declined, .voiding, .voided, .expired, .partlyRefunded, .refunded:
            break
        }
        let now = try await find(input.order, within: scope)
        return OrderStatusView(now.order, now.attempt, refunds: [], within: scope)
    }

    private func find(
        _ id: ID<Order>, within scope: Scope
    ) async throws -> (order: Order, attempt: PaymentAttempt) {
        try await checkout.shop.read { [secrets = checkout.secrets] db in
            let order = try Order.find(id, within: scope, secrets, in: db)
            guard let attempt = try PaymentAttempt.all(of: id, in: db).last else {
                throw Settlement.NoAttempt(order: id)
            }
            return (order, attempt)
        }
    }

    private func look(_ attempt: PaymentAttempt) async throws {
        do {
            try await Sweep(checkout).look(attempt)
        } catch is BankFailure {
            // The decision is the shop's to make; what a silent bank has to add, the sweeper hears.
        }
    }

    private func giveUp(_ attempt: PaymentAttempt, by who: String) async throws {
        do {
            _ = try await Sweep(checkout).giveUp(attempt, .givenUp, by: who, why: "the payment was given up")
        } catch is BankFailure {
            // Decided; the sweeper tells the bank.
        }
    }
}

extension GiveUpPayment.Refusal: Web.Refusal {
    static let catalogue = [Self.notPending(.placed), .notWaiting(.unknown)].map(\.problem)

    var problem: Problem {
        switch self {
        case .notPending(let state):
            Problem(
                409, "order-not-pending", "The order doesn't wait for a payment: it is \(state.rawValue).",
                ["state": .string(state.rawValue)])
        case .notWaiting(let state):
            Problem(
                409, "payment-not-waiting", "It is the bank that has to answer, not the buyer. Try again shortly.",
                ["state": .string(state.rawValue)], headers: ["Retry-After": "5"])
        }
    }
}
