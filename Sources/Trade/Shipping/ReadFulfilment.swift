import People
import Storage
import Values
import Web

extension FulfilmentView {
    init(_ order: Order, in db: any Transaction) throws {
        let states = try Fulfilment.states(of: order.id, in: db)
        self.order = order.id
        state = order.state
        cancellable = order.state == .placed && !order.hasLeft
        lines = order.lines.map { line in
            Line(
                line: line.id, name: line.name, quantity: line.quantity, shippedCount: line.shippedCount,
                state: states[line.position] ?? .allocated)
        }
        shipments = try Shipment.all(of: order.id, in: db).map(ShipmentView.init)
    }

    /// As it stands now. Throws `Order.Refusal.unknown`.
    static func find(_ id: ID<Order>, in db: any Transaction) throws -> FulfilmentView {
        guard let order = try Order.find(id, in: db) else { throw Order.Refusal.unknown }
        return try FulfilmentView(order, in: db)
    }
}

/// Reads how far an order's goods have come.
struct ReadFulfilment: Endpoint {
    static let route = Route(.get, "/v1/orders/{order}/fulfilment", .orderRead)
    static let summary = "Reads how far an order's goods have come: the state of each line, and the shipments."
    static let refusals: [any Web.Refusal.Type] = [Order.Refusal.self]

    struct Input: Decodable, Sendable {
        let order: ID<Order>
    }

    let shop: Shop
    let secrets: OrderSecrets

    func answer(_ input: Input, for caller: Caller) async throws -> FulfilmentView {
        try await shop.read { [secrets] db in
            try FulfilmentView(Order.find(input.order, within: caller.scope(.orderRead), secrets, in: db), in: db)
        }
    }
}

/// Reads one shipment.
struct ReadShipment: Endpoint {
    static let route = Route(.get, "/v1/orders/{order}/shipments/{shipment}", .orderRead)
    static let summary = "Reads one shipment of an order: what is in it, who carries it, and its tracking number."
    static let refusals: [any Web.Refusal.Type] = [Order.Refusal.self, Fulfilment.Refusal.self]

    struct Input: Decodable, Sendable {
        let order: ID<Order>
        let shipment: ID<Shipment>
    }

    let shop: Shop
    let secrets: OrderSecrets

    func answer(_ input: Input, for caller: Caller) async throws -> ShipmentView {
        try await shop.read { [secrets] db in
            let order = try Order.find(input.order, within: caller.scope(.orderRead), secrets, in: db)
            return ShipmentView(try Shipment.known(input.shipment, of: order.id, in: db))
        }
    }
}

extension Shipment {
    /// Throws `Fulfilment.Refusal.unknownShipment` when it isn't that order's.
    static func known(_ id: ID<Shipment>, of order: ID<Order>, in db: any Transaction) throws -> Shipment {
        guard let shipment = try find(id, in: db), shipment.order == order else {
            throw Fulfilment.Refusal.unknownShipment
        }
        return shipment
    }
}
