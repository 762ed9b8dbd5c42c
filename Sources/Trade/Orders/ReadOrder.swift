import People
import Storage
import Values
import Web

extension Order {
    /// Finds an order within a scope: one the caller may not read is as unknown as one that doesn't exist.
    static func find(
        _ id: ID<Order>, within scope: Scope, _ secrets: OrderSecrets? = nil, in db: any Transaction
    ) throws -> Order {
        guard scope.mayHold(id, secrets), let order = try find(id, in: db), order.belongs(within: scope) else {
            throw Refusal.unknown
        }
        return order
    }

    private func belongs(within scope: Scope) -> Bool {
        switch scope {
        case .all, .holding: true
        case .place(let place): delivery.dealer?.text == place
        case .own(let account): self.account?.text == account
        case .none: false
        }
    }
}

extension Scope {
    /// Whether an order may lie within the scope, as far as can be told before it is read.
    fileprivate func mayHold(_ order: ID<Order>, _ secrets: OrderSecrets?) -> Bool {
        switch self {
        case .all, .place, .own: true
        case .holding(let secret): secret.map { secrets?.verify($0, for: order) ?? false } ?? false
        case .none: false
        }
    }

    /// Whether it is the buyer who asks: by their account, or by the order's secret.
    var isBuyers: Bool {
        switch self {
        case .holding, .own: true
        case .all, .place, .none: false
        }
    }
}

/// An order as it stands now, with its payment.
package struct OrderStatusView: View {
    package let order: OrderView
    package let payment: Payment?
    /// The cart it was made of, which is open again if the order failed. Named to its buyer alone,
    /// since whoever knows a cart may fill and order it.
    package let cart: ID<Cart>?

    package struct Payment: Codable, Sendable {
        package let state: PaymentAttempt.State
        package let amount: Money
        package let captured: Money
        /// What the bank has given back of it.
        package let refunded: Money
        package let nextActionURL: String?
        package let deadline: Instant?
        /// The bank's code and reason for its no.
        package let declineCode: String?
        package let declineReason: String?
    }

    init(_ order: Order, _ attempt: PaymentAttempt?, refunds: [Refund], within scope: Scope) {
        self.order = OrderView(order)
        cart = scope.isBuyers ? order.cart : nil
        payment = attempt.map { attempt in
            let waits = attempt.state == .requiresAction
            return Payment(
                state: attempt.state, amount: attempt.amount,
                captured: Money(attempt.captured, attempt.amount.currency),
                refunded: refunds.filter { $0.state == .made }.map(\.amount).total(attempt.amount.currency),
                nextActionURL: waits ? attempt.actionURL : nil, deadline: waits ? attempt.deadline : nil,
                declineCode: attempt.decline?.code, declineReason: attempt.decline?.reason)
        }
    }
}

/// Reads one order: staff any, a customer their own, a guest the one whose secret they hold.
struct ReadOrder: Endpoint {
    static let route = Route(.get, "/v1/orders/{order}", .orderRead)
    static let personal: String? = "order:{order}"
    static let summary = """
        Reads an order: staff any, a customer their own, a guest with the order's secret as bearer token.
        """
    static let refusals: [any Web.Refusal.Type] = [Order.Refusal.self]

    struct Input: Decodable, Sendable {
        let order: ID<Order>
    }

    let shop: Shop
    let secrets: OrderSecrets

    func answer(_ input: Input, for caller: Caller) async throws -> OrderStatusView {
        let scope = caller.scope(.orderRead)
        return try await shop.read { [secrets] db in
            let order = try Order.find(input.order, within: scope, secrets, in: db)
            return OrderStatusView(
                order, try PaymentAttempt.all(of: order.id, in: db).last,
                refunds: try Refund.all(of: order.id, in: db), within: scope)
        }
    }
}
