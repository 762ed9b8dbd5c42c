import Storage
import Values

/// One try at being paid for an order; its id is the bank's idempotency key. An order can have several.
package struct PaymentAttempt: Sendable {
    package let id: ID<PaymentAttempt>
    package let order: ID<Order>
    package let state: State
    package let amount: Money
    package let means: PaymentMeans
    /// Where the bank was told to send the buyer back to; nil in attempts older than this column.
    package let returnURL: String?
    package let intent: BankIntent.ID?
    /// Where to send the buyer, while the state is `requiresAction`.
    package let actionURL: String?
    /// By when the bank's answer, or the buyer's action, must have come.
    package let deadline: Instant
    package let decline: Decline?
    /// What the bank has paid out, and what of it refunds have laid claim to; minor units.
    package let captured: Int64
    package let refundClaimed: Int64
    package let createdAt: Instant

    /// The bank's no: its code, and the reason in plain words.
    package struct Decline: Sendable, Equatable {
        package let code: String
        package let reason: String

        static let abandoned = Self(
            code: "abandoned", reason: "The payment was not confirmed in time and has been cancelled.")
        static let givenUp = Self(code: "given_up", reason: "The payment was given up. Nothing was charged.")
        static let orderCancelled = Self(code: "order_cancelled", reason: "The order was cancelled.")
    }

    package enum State: String, CaseIterable, Sendable, Storable, Codable {
        case authorising, authorised, capturing, captured, declined, unknown, voiding, voided, expired, review
        case requiresAction = "requires_action"
        case partlyRefunded = "partly_refunded"
        case refunded

        package static let transitions = Transitions<State>(beginning: [.authorising], [
            .authorising: [.authorised, .declined, .requiresAction, .unknown, .voiding, .review],
            .unknown: [.authorised, .declined, .requiresAction, .voiding, .review],
            .requiresAction: [.authorised, .declined, .unknown, .voiding, .review],
            .voiding: [.voided, .review],
            .authorised: [.capturing, .voiding, .expired],
            .capturing: [.captured, .expired, .review],
            .captured: [.partlyRefunded, .refunded],
            .partlyRefunded: [.partlyRefunded, .refunded],
            .review: [.authorised, .declined, .voiding, .voided, .captured],
        ])

        /// The bank's last word is still to come.
        package var isOpen: Bool { [.authorising, .unknown, .requiresAction, .voiding].contains(self) }
    }

    /// When the bank's payment page for it closes by itself: with the key's end, and the buyer's deadline is never
    /// later. A bank that hears of the page first in the last half-hour before refuses it as too short.
    package var pageEnd: Instant { createdAt + Self.keyRetention }

    /// How long one call to the bank may take before the buyer is told 202.
    package static let answerLimit = Instant.Span.seconds(10)

    /// How long the bank keeps our keys. Later a key is never sent again: a replay could be a second charge.
    /// (Stripe keeps them "at least 24 hours"; an hour is left for clocks that differ.)
    package static let keyRetention = Instant.Span.hours(23)

    /// The first look after a missing answer; a call under way has ended by then.
    package static let firstLook = Instant.Span.seconds(12)
}
