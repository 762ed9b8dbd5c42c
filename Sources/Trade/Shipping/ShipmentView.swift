import Values
import Web

/// What staff and the buyer see of a shipment.
package struct ShipmentView: View {
    package let id: ID<Shipment>
    package let order: ID<Order>
    package let carrier: String
    package let tracking: String?
    package let at: Instant
    package let deliveredAt: Instant?
    package let lines: [Shipment.Line]

    init(_ shipment: Shipment) {
        id = shipment.id
        order = shipment.order
        carrier = shipment.carrier.text
        tracking = shipment.tracking?.text
        at = shipment.at
        deliveredAt = shipment.deliveredAt
        lines = shipment.lines
    }
}

/// How far an order's goods have come.
package struct FulfilmentView: View {
    package let order: ID<Order>
    package let state: Order.State
    /// Nothing has left, so that the order can be taken back.
    package let cancellable: Bool
    package let lines: [Line]
    package let shipments: [ShipmentView]

    package struct Line: Codable, Sendable {
        package let line: ID<Order.Line>
        package let name: Texts
        package let quantity: Quantity
        package let shippedCount: Int
        package let state: Fulfilment.State
    }
}
