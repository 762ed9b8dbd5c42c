import Offer
import People
import Storage
import Supply
import Values
import Web

/// Records that the buyer has collected the order.
struct HandOverOrder: Endpoint {
    static let route = Route(.post, "/v1/orders/{order}/handover", .orderHandOver)
    static let summary = """
        Records that the buyer has collected an order that was ready: the goods leave stock, and money that was to be \
        taken then is taken. A second time nothing changes.
        """
    static let refusals: [any Web.Refusal.Type] = [Fulfilment.Refusal.self, Order.Refusal.self, Stock.Refusal.self]

    struct Input: Decodable, Sendable {
        let order: ID<Order>
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> FulfilmentView {
        let dispatch = Dispatch(
            outbox: shop.outbox, caller: caller, permission: .orderHandOver, now: shop.now)
        return try await shop.write { db in
            let order = try dispatch.find(input.order, in: db)
            let states = try Fulfilment.states(of: order.id, in: db)
            if !states.isEmpty, states.values.allSatisfy({ $0 == .handedOver }) {
                return try FulfilmentView(order, in: db)
            }
            let attempt = try dispatch.payment(of: order, in: db)
            guard order.delivery.dealer != nil else { throw Fulfilment.Refusal.notCollected }
            guard order.lines.allSatisfy({ states[$0.position] == .readyForPickup }) else {
                throw Fulfilment.Refusal.notReady
            }
            for line in order.lines {
                try Fulfilment.move(
                    line, of: order, from: .readyForPickup, to: .handedOver, at: dispatch.now, by: dispatch.who,
                    why: "the buyer collected it", in: db)
            }
            try dispatch.letGo(order.lines.map { ($0, $0.quantity) }, of: order, paidBy: attempt, in: db)
            try dispatch.outbox.publish(OrderHandedOver(order: order.id), at: dispatch.now, in: db)
            try Audit.record(
                by: dispatch.caller, what: "order.handover", subject: "order:\(order.id)", at: dispatch.now, in: db)
            return try FulfilmentView.find(order.id, in: db)
        }
    }
}
