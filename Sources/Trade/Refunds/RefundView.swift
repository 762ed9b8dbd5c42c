import Offer
import Values
import Web

/// What staff see of a refund.
package struct RefundView: View {
    package let id: ID<Refund>
    package let order: ID<Order>
    package let amount: Money
    package let state: Refund.State
    package let reason: String
    package let parts: [Refund.Part]
    package let createdAt: Instant

    init(_ refund: Refund) {
        id = refund.id
        order = refund.order
        amount = refund.amount
        state = refund.state
        reason = refund.reason
        parts = refund.parts
        createdAt = refund.createdAt
    }
}

/// An order's refunds, oldest first, and what is left to give back.
package struct RefundsView: View {
    package let items: [RefundView]
    package let left: Left

    /// What no refund has laid claim to yet. How much money that may come to, the payment says.
    package struct Left: Codable, Sendable {
        /// Of every line, in the order's sequence.
        package let lines: [Count]
        /// Whether the delivery cost something and hasn't been given back.
        package let delivery: Bool
    }

    /// How many of a line.
    package struct Count: Codable, Sendable {
        package let line: ID<Order.Line>
        package let count: Int
    }

    init(_ refunds: [Refund], of order: Order) {
        let given = Refund.Given(refunds)
        items = refunds.map(RefundView.init)
        left = Left(
            lines: order.lines.map { .init(line: $0.id, count: given.left(of: $0)) },
            delivery: !given.delivery && order.totals.deliveryGross.amount > 0)
    }
}

/// Why somebody did something, in their own words: 1 to 500 characters.
package struct Reason: Codable, Sendable, Hashable, SchemaDeclaring {
    package let text: String

    package static let lengthLimit = 500
    package static let schema = Schema.string(1...lengthLimit)

    package init?(_ text: String) {
        guard !text.isEmpty, text.unicodeScalars.count <= Self.lengthLimit else { return nil }
        self.text = text
    }

    package init(from decoder: any Decoder) throws {
        guard let reason = Self(try decoder.singleValueContainer().decode(String.self)) else {
            throw Malformed("a reason is 1 to \(Self.lengthLimit) characters")
        }
        self = reason
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
