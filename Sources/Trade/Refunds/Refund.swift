import Offer
import Storage
import Values
import Web

/// Money given back: of lines, of the delivery, or just an amount. Drawn on what the order allocated to them, so that
/// it never exceeds what was captured.
package struct Refund: Sendable {
    package let id: ID<Refund>
    package let order: ID<Order>
    package let attempt: ID<PaymentAttempt>
    package let amount: Money
    package let state: State
    package let reason: String
    package let parts: [Part]
    package let createdAt: Instant

    package enum State: String, CaseIterable, Sendable, Storable, Codable {
        case requested, made, failed, review

        package static let transitions = Transitions<State>(beginning: [.requested], [
            .requested: [.made, .failed, .review],
            .review: [.made, .failed],
        ])
    }

    /// What an amount is given back for.
    package struct Part: Sendable, Codable, Equatable {
        package let kind: Kind
        /// Only when the kind is `line`.
        package let line: ID<Order.Line>?
        package let count: Int?
        package let amount: Money

        package enum Kind: String, CaseIterable, Sendable, Storable, Codable { case line, delivery, amount }
    }

    package enum Refusal: Web.Refusal, Equatable {
        case nothingCaptured
        case moreThanCaptured(left: Money)
        case unknownLine(ID<Order.Line>)
        case moreThanOrdered(ID<Order.Line>, left: Int)
        case deliveryRefunded
        case nothingAsked
        case wrongCurrency(Currency)
        case keyReused
    }

    /// What staff ask for.
    package struct Wish: Sendable {
        let lines: [(line: ID<Order.Line>, count: Int)]
        let delivery: Bool
        let amount: Money?
    }

    /// What has been given back, or is on its way, per line and for the delivery.
    struct Given: Sendable {
        var counts: [ID<Order.Line>: Int] = [:]
        var delivery = false

        /// `refunds` are all of one order.
        init(_ refunds: [Refund]) {
            for part in refunds.filter({ $0.state != .failed }).flatMap(\.parts) {
                if part.kind == .delivery { delivery = true }
                if let line = part.line, let count = part.count { counts[line, default: 0] += count }
            }
        }

        func left(of line: Order.Line) -> Int { line.quantity.count - counts[line.id, default: 0] }
    }

    /// Turns a wish into parts with amounts. A line's share for its n-th unit is the difference of two rounded running
    /// totals, so that all its units together give back exactly what the line cost.
    static func parts(of wish: Wish, for order: Order, given: Given) throws(Refusal) -> [Part] {
        var parts: [Part] = []
        var given = given
        for (name, count) in wish.lines {
            guard let line = order.lines.first(where: { $0.id == name }) else { throw .unknownLine(name) }
            guard count <= given.left(of: line) else { throw .moreThanOrdered(name, left: given.left(of: line)) }
            let before = given.counts[name, default: 0]
            let gross = order.totals.lines[line.position - 1].gross
            let all = Int64(line.quantity.count)
            let amount = gross.fraction(Int64(before + count), of: all) - gross.fraction(Int64(before), of: all)
            parts.append(Part(kind: .line, line: name, count: count, amount: amount))
            given.counts[name] = before + count
        }
        if wish.delivery {
            guard !given.delivery else { throw .deliveryRefunded }
            parts.append(Part(kind: .delivery, line: nil, count: nil, amount: order.totals.deliveryGross))
        }
        if let amount = wish.amount {
            guard amount.currency == order.total.currency else { throw .wrongCurrency(order.total.currency) }
            parts.append(Part(kind: .amount, line: nil, count: nil, amount: amount))
        }
        guard parts.contains(where: { $0.amount.amount > 0 }) else { throw .nothingAsked }
        return parts
    }
}
