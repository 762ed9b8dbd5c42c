import Values

/// What the bank's own books say, read from its store.
package struct BankStatement: Sendable {
    package let payments: [Payment]

    package struct Payment: Sendable {
        package let intent: BankIntent.ID
        /// Our references, as we gave them to the bank; nil when the payment is none of ours.
        package let order: ID<Order>?
        package let attempt: ID<PaymentAttempt>?
        package let amount: Money
        package let isAuthorised: Bool
        package let captured: Int64
        package let refunded: Int64

        package init(
            intent: BankIntent.ID, order: ID<Order>?, attempt: ID<PaymentAttempt>?, amount: Money,
            isAuthorised: Bool, captured: Int64, refunded: Int64
        ) {
            self.intent = intent
            self.order = order
            self.attempt = attempt
            self.amount = amount
            self.isAuthorised = isAuthorised
            self.captured = captured
            self.refunded = refunded
        }
    }

    package init(payments: [Payment]) { self.payments = payments }
}

/// An order the server told a buyer of, as the buyer noted it: one JSON object a line of the buyers' log.
package struct Acknowledged: Codable, Sendable {
    package let order: ID<Order>
    package let total: Money
    package let cart: ID<Cart>?
    package let key: String?

    package init(order: ID<Order>, total: Money, cart: ID<Cart>?, key: String?) {
        self.order = order
        self.total = total
        self.cart = cart
        self.key = key
    }
}
