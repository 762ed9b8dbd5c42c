import Offer
import People
import Storage
import Values
import Web

/// Records that the carrier has brought a shipment.
struct ConfirmDelivery: Endpoint {
    static let route = Route(.post, "/v1/orders/{order}/shipments/{shipment}/delivery", .orderShip)
    static let summary = "Records that a shipment has reached the buyer; a second time nothing changes."
    static let refusals: [any Web.Refusal.Type] = [Fulfilment.Refusal.self, Order.Refusal.self]

    struct Input: Decodable, Sendable {
        let order: ID<Order>
        let shipment: ID<Shipment>
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> FulfilmentView {
        let (now, who) = (shop.now, caller.who)
        return try await shop.write { db in
            let order = try Order.find(input.order, within: caller.scope(.orderShip), in: db)
            let shipment = try Shipment.known(input.shipment, of: order.id, in: db)
            if try shipment.deliver(at: now, in: db) {
                try Self.deliverLines(of: order, at: now, by: who, in: db)
                try Audit.record(
                    by: caller, what: "order.deliver", subject: "order:\(order.id)",
                    detail: ["shipment": .string(shipment.id.text)], at: now, in: db)
            }
            return try FulfilmentView.find(order.id, in: db)
        }
    }

    /// A line is delivered once every parcel that holds some of it has arrived.
    private static func deliverLines(
        of order: Order, at now: Instant, by who: String, in db: any Transaction
    ) throws {
        let shipments = try Shipment.all(of: order.id, in: db)
        let underWay = Set(shipments.filter { $0.deliveredAt == nil }.flatMap(\.lines).map(\.line))
        let states = try Fulfilment.states(of: order.id, in: db)
        for line in order.lines where states[line.position] == .shipped && !underWay.contains(line.id) {
            try Fulfilment.move(
                line, of: order, from: .shipped, to: .delivered, at: now, by: who, why: "the carrier brought it",
                in: db)
        }
    }
}
