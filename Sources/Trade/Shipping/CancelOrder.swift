import Offer
import People
import Storage
import Supply
import Values
import Web

/// Takes back an order before anything of it has left.
struct CancelOrder: Endpoint {
    static let route = Route(.post, "/v1/orders/{order}/cancellation", .orderCancel)
    static let summary = """
        Cancels an order of which nothing has left: its stock is free again, its money goes back, and the buyer is \
        told. A second time nothing changes.
        """
    static let refusals: [any Web.Refusal.Type] = [Fulfilment.Refusal.self, Order.Refusal.self]

    struct Input: Decodable, Sendable {
        let order: ID<Order>
        let reason: Reason
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> FulfilmentView {
        let (now, who, outbox) = (shop.now, caller.who, shop.outbox)
        let view = try await shop.write { [shop] db in
            let order = try Order.find(input.order, within: caller.scope(.orderCancel), in: db)
            guard order.state != .cancelled else { return try FulfilmentView(order, in: db) }
            guard !order.hasLeft else { throw Fulfilment.Refusal.alreadyShipped }
            guard try Order.move(
                order.id, from: .placed, to: .cancelled, at: now, by: who, why: input.reason.text, in: db)
            else { throw Order.Refusal.notIn(order.state, wanted: .placed) }
            let states = try Fulfilment.states(of: order.id, in: db)
            for line in order.lines {
                try Fulfilment.move(
                    line, of: order, from: states[line.position], to: .cancelled, at: now, by: who,
                    why: input.reason.text, in: db)
            }
            try Stock.release(
                order.id.of(Reservation.Owner.self), at: now, by: who, why: "the order was cancelled", in: db)
            try UnwindPayment(order: order.id).enqueue(key: "unwind:\(order.id)", at: now, in: db)
            try outbox.publish(OrderCancelled(order: order.id), at: now, in: db)
            try Audit.record(
                by: caller, what: "order.cancel", subject: "order:\(order.id)",
                detail: ["reason": .string(input.reason.text)], at: now, in: db)
            shop.pass(.cancellationWritten)
            return try FulfilmentView.find(order.id, in: db)
        }
        shop.pass(.cancelled)
        return view
    }
}
