import Offer
import Storage
import Supply
import Values
import Web

/// What shipping and handing over have in common: goods leave for an order that the bank stands for.
struct Dispatch: Sendable {
    let outbox: Outbox
    let caller: Caller
    /// What the caller must hold, for the order's place at least.
    let permission: Permission
    let now: Instant

    var who: String { caller.who }

    /// The order, if the caller may send it out.
    func find(_ id: ID<Order>, in db: any Transaction) throws -> Order {
        try Order.find(id, within: caller.scope(permission), in: db)
    }

    /// What pays for a placed order, which may leave the house by that. Throws `Order.Refusal`, or `notPaid` when the
    /// authorisation has lapsed or the money went back.
    func payment(of order: Order, in db: any Transaction) throws -> PaymentAttempt {
        if order.state == .closed { throw Fulfilment.Refusal.nothingLeft }
        guard order.state == .placed else { throw Order.Refusal.notIn(order.state, wanted: .placed) }
        let attempt = try PaymentAttempt.all(of: order.id, in: db).last
        guard let attempt, attempt.state.standsForOrder else { throw Fulfilment.Refusal.notPaid(attempt?.state) }
        return attempt
    }

    /// The goods leave stock, the money is taken if it wasn't at the order, and the order closes when nothing is left.
    func letGo(
        _ parts: [(line: Order.Line, count: Quantity)], of order: Order, paidBy attempt: PaymentAttempt,
        in db: any Transaction
    ) throws {
        var demand = Demand()
        for (line, count) in parts {
            try Fulfilment.addShipped(count, of: line, order.id, in: db)
            demand += line.demand.times(count)
        }
        try Stock.ship(demand, of: order.id.of(Reservation.Owner.self), at: now, by: who, in: db)
        if attempt.state == .authorised {
            try CaptureOrder(attempt: attempt.id).enqueue(key: "capture:\(attempt.id)", at: now, in: db)
        }
        let leaving = Dictionary(parts.map { ($0.line.id, $0.count.count) }) { $0 + $1 }
        if order.lines.allSatisfy({ $0.left == leaving[$0.id, default: 0] }) {
            try Order.setNextStep(nil, of: order.id, in: db)
        }
        try order.id.closeIfDone(at: now, by: who, in: db)
    }
}

extension PaymentAttempt.State {
    /// The bank has set the money aside or paid it out, and not all of it went back.
    var standsForOrder: Bool { [.authorised, .capturing, .captured, .partlyRefunded].contains(self) }

    /// The bank has paid.
    var isCaptured: Bool { [.captured, .partlyRefunded, .refunded].contains(self) }
}

extension ID<Order> {
    /// Closes the order once everything has left the house and the bank has paid; whichever comes last calls it.
    func closeIfDone(at now: Instant, by who: String, in db: any Transaction) throws {
        guard try Order.state(of: self, in: db) == .placed, try !Order.hasGoodsLeft(self, in: db),
              try PaymentAttempt.all(of: self, in: db).last?.state.isCaptured == true else { return }
        _ = try Order.move(
            self, from: .placed, to: .closed, at: now, by: who, why: "everything has left and is paid", in: db)
    }
}
