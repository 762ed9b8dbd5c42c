import Values
import Web

/// Says what an order can be paid with, for whoever shows a buyer the choice.
struct ReadPaymentMethods: Endpoint {
    static let route = Route(.get, "/v1/payment-methods", .shop)
    static let summary = """
        Says what an order can be paid with beside the gateway's own page: with the sandbox bank, its test cards and \
        their tokens.
        """

    /// Only with the sandbox bank.
    let cards: (any TestCards)?

    func answer(_ input: Nothing, for caller: Caller) async throws -> PaymentMethodsView {
        PaymentMethodsView(testCards: cards?.offered ?? [])
    }
}

/// What an order can be paid with.
package struct PaymentMethodsView: View {
    /// None with a real gateway: there buyers pay at its own page, or their browser gets a token from it.
    package let testCards: [OfferedTestCard]
}

/// A test card that a buyer may choose to pay with.
package struct OfferedTestCard: Codable, Hashable, Sendable {
    /// To order with.
    package let token: String
    package let number: String
    /// What happens when it pays.
    package let outcome: Texts

    package init(token: String, number: String, outcome: Texts) {
        self.token = token
        self.number = number
        self.outcome = outcome
    }
}
