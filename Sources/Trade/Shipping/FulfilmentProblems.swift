import Values
import Web

extension Fulfilment.Refusal: Web.Refusal {
    package static let catalogue = [
        Self.unknownShipment, .unknownLine("01jcs8k4v0-1"), .nothingAsked, .moreThanOrdered("01jcs8k4v0-1", left: 1),
        .nothingLeft, .collected, .notCollected, .notReady, .notPaid(.expired), .alreadyShipped, .keyReused,
    ].map(\.problem)

    package var problem: Problem {
        switch self {
        case .unknownShipment: Problem(404, "shipment-unknown", "This order has no such shipment.")
        case .unknownLine(let line):
            Problem(422, "order-line-unknown", "This order has no such line.", ["line": .string(line.text)],
                    faults: [.init("#/lines", "names \(line), which is no line of this order")])
        case .nothingAsked:
            Problem(422, "nothing-to-ship", "Name at least one line, or leave the lines out to ship all that is left.",
                    faults: [.init("#/lines", "names no line")])
        case .moreThanOrdered(let line, let left):
            Problem(409, "more-than-ordered", "Only \(left) of this line have not been shipped yet.",
                    ["line": .string(line.text), "left": .integer(Int64(left))])
        case .nothingLeft: Problem(409, "nothing-left-to-ship", "Everything in this order has left already.")
        case .collected: Problem(409, "order-is-collected", "The buyer collects this order at the dealer.")
        case .notCollected: Problem(409, "order-is-shipped", "This order is shipped; nobody collects it.")
        case .notReady: Problem(409, "order-not-ready", "This order is not ready for pickup yet.")
        case .notPaid(let state):
            Problem(409, "order-not-paid", "The bank no longer stands for this order's amount.",
                    ["payment": state.map { .string($0.rawValue) } ?? .null])
        case .alreadyShipped:
            Problem(409, "order-already-shipped", "Part of this order has left; what comes back is refunded instead.")
        case .keyReused:
            Problem(422, "idempotency-key-reused", "This Idempotency-Key came with another request before.")
        }
    }
}
