import Values
import Web

extension Refund.Refusal {
    package static let catalogue = [
        Self.nothingCaptured, .moreThanCaptured(left: Money(1250, .EUR)), .unknownLine("k7q2-9"),
        .moreThanOrdered("k7q2-1", left: 1), .deliveryRefunded, .nothingAsked, .wrongCurrency(.EUR), .keyReused,
    ].map(\.problem)

    package var problem: Problem {
        switch self {
        case .nothingCaptured:
            Problem(409, "nothing-captured", "Nothing has been captured for this order yet; cancel it instead.")
        case .moreThanCaptured(let left):
            Problem(
                409, "refund-exceeds-captured", "Only \(left) of what was captured is left to give back.",
                ["left": left.json])
        case .unknownLine(let line):
            Problem(422, "unknown-order-line", "The order has no line \(line).", ["line": .string(line.text)])
        case .moreThanOrdered(let line, let left):
            Problem(
                409, "refund-exceeds-line", "Only \(left) of line \(line) can still be refunded.",
                ["line": .string(line.text), "left": .integer(Int64(left))])
        case .deliveryRefunded: Problem(409, "delivery-refunded", "The delivery has been refunded already.")
        case .nothingAsked:
            Problem(422, "nothing-to-refund", "Name lines, the delivery or an amount above zero to refund.")
        case .wrongCurrency(let currency):
            Problem(422, "wrong-currency", "The order was paid in \(currency.code).")
        case .keyReused:
            Problem(422, "idempotency-key-reused", "This Idempotency-Key was used with another request.")
        }
    }
}

extension Money {
    /// As it stands in a problem's members.
    package var json: JSON {
        .object(JSON.Object([
            .init(name: "amount", value: .integer(amount)), .init(name: "currency", value: .string(currency.code)),
        ]))
    }
}
