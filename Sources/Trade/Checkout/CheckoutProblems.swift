import Values
import Web

extension Checkout {
    /// Why an order was not placed, beyond what the cart, the configuration and the stock refuse.
    package enum Refusal: Web.Refusal, Equatable {
        case declined(PaymentAttempt.Decline)
        case keyReused
        /// The buyer was told another total.
        case totalChanged(from: Money, to: Money)
        case underWay

        package static let catalogue = [
            Self.declined(.init(code: "insufficient_funds", reason: "Your card has insufficient funds.")), .keyReused,
            .totalChanged(from: Money(44_990, .EUR), to: Money(49_980, .EUR)), .underWay,
        ].map(\.problem)

        package var problem: Problem {
            switch self {
            case .declined(let decline):
                Problem(402, "payment-declined", decline.reason, ["code": .string(decline.code)])
            case .keyReused:
                Problem(422, "idempotency-key-reused", "This Idempotency-Key was used with another request.")
            case .totalChanged(let from, let to):
                Problem(
                    409, "total-changed", "The cart comes to another total than the expected one; look at it again.",
                    ["from": from.json, "to": to.json])
            case .underWay:
                Problem(
                    409, "request-under-way", "The first request with this Idempotency-Key is still under way.",
                    headers: ["Retry-After": "1"])
            }
        }
    }
}
