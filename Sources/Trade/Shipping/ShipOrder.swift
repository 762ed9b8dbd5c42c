import Offer
import People
import Storage
import Supply
import Values
import Web

/// Sends an order, or part of it, to the buyer.
struct ShipOrder: Endpoint {
    static let route = Route(.post, "/v1/orders/{order}/shipments", .orderShip)
    static let summary = """
        Ships an order in part or, when no lines are named, all that is left of it. The goods leave stock, the buyer \
        is told, and money that was to be taken at shipment is taken.
        """
    static let refusals: [any Web.Refusal.Type] = [Fulfilment.Refusal.self, Order.Refusal.self, Stock.Refusal.self]

    struct Input: Decodable, Sendable {
        let order: ID<Order>
        let idempotencyKey: IdempotencyKey
        let carrier: ShortText
        let tracking: ShortText?
        /// All that is left when none are named.
        let lines: [Fulfilment.Count]?

        /// The same key with the same content is the same request.
        var hash: [UInt8] {
            let lines = lines.map { $0.map { "\($0.line)*\($0.count)" }.joined(separator: ",") } ?? "all"
            return Digest.sha256("\(carrier)\n\(tracking?.text ?? "")\n\(lines)")
        }
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Created<ShipmentView> {
        let dispatch = Dispatch(outbox: shop.outbox, caller: caller, permission: .orderShip, now: shop.now)
        let id: ID<Shipment> = shop.newID()
        let shipment = try await shop.write { db in
            let order = try dispatch.find(input.order, in: db)
            if let known = try Shipment.find(key: input.idempotencyKey.text, of: order.id, in: db) {
                guard known.hash == input.hash, let shipment = try Shipment.find(known.shipment, in: db) else {
                    throw Fulfilment.Refusal.keyReused
                }
                return shipment
            }
            return try Self.ship(order, input, as: id, dispatch, in: db)
        }
        return Created(ShipmentView(shipment), at: "/v1/orders/\(input.order)/shipments/\(shipment.id)")
    }

    private static func ship(
        _ order: Order, _ input: Input, as id: ID<Shipment>, _ dispatch: Dispatch, in db: any Transaction
    ) throws -> Shipment {
        let attempt = try dispatch.payment(of: order, in: db)
        guard order.delivery.dealer == nil else { throw Fulfilment.Refusal.collected }
        let parts = try Fulfilment.parts(of: order, wished: input.lines)
        let shipment = Shipment(
            id: id, order: order.id, carrier: input.carrier, tracking: input.tracking, at: dispatch.now,
            deliveredAt: nil, lines: parts.map { .init(line: $0.line.id, name: $0.line.name, count: $0.count) })
        try shipment.insert(
            key: input.idempotencyKey.text, hash: input.hash, positions: parts.map(\.line.position), in: db)
        let states = try Fulfilment.states(of: order.id, in: db)
        for (line, count) in parts {
            try Fulfilment.move(
                line, of: order, from: states[line.position], to: count.count == line.left ? .shipped : .partlyShipped,
                at: dispatch.now, by: dispatch.who, why: "\(count) with \(input.carrier)", in: db)
        }
        try dispatch.letGo(parts, of: order, paidBy: attempt, in: db)
        try dispatch.outbox.publish(OrderShipped(order: order.id, shipment: id), at: dispatch.now, in: db)
        try Audit.record(
            by: dispatch.caller, what: "order.ship", subject: "order:\(order.id)",
            detail: ["shipment": .string(id.text), "carrier": .string(input.carrier.text)], at: dispatch.now, in: db)
        return shipment
    }
}
