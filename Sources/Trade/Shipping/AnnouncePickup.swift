import Offer
import People
import Storage
import Values
import Web

/// Tells the buyer that the order waits at the dealer.
struct AnnouncePickup: Endpoint {
    static let route = Route(.post, "/v1/orders/{order}/pickup-readiness", .orderHandOver)
    static let summary = """
        Records that a collected order waits at its dealer, and tells the buyer; a second time nothing changes.
        """
    static let refusals: [any Web.Refusal.Type] = [Fulfilment.Refusal.self, Order.Refusal.self]

    struct Input: Decodable, Sendable {
        let order: ID<Order>
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> FulfilmentView {
        let dispatch = Dispatch(
            outbox: shop.outbox, caller: caller, permission: .orderHandOver, now: shop.now)
        return try await shop.write { db in
            let order = try dispatch.find(input.order, in: db)
            _ = try dispatch.payment(of: order, in: db)
            guard order.delivery.dealer != nil else { throw Fulfilment.Refusal.notCollected }
            let states = try Fulfilment.states(of: order.id, in: db)
            let waiting = order.lines.filter { states[$0.position] ?? .allocated == .allocated }
            for line in waiting {
                try Fulfilment.move(
                    line, of: order, from: states[line.position], to: .readyForPickup, at: dispatch.now,
                    by: dispatch.who, why: "waits at the dealer", in: db)
            }
            if !waiting.isEmpty {
                try Order.setNextStep(.handOver, of: order.id, in: db)
                try dispatch.outbox.publish(OrderReadyForPickup(order: order.id), at: dispatch.now, in: db)
                try Audit.record(
                    by: dispatch.caller, what: "order.ready", subject: "order:\(order.id)", at: dispatch.now, in: db)
            }
            return try FulfilmentView.find(order.id, in: db)
        }
    }
}
