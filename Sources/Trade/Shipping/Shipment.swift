import Storage
import Values

/// A parcel, or several, that left the house together for one order.
package struct Shipment: Sendable {
    package let id: ID<Shipment>
    package let order: ID<Order>
    package let carrier: ShortText
    /// The carrier's number, by which the buyer follows the parcel.
    package let tracking: ShortText?
    package let at: Instant
    package let deliveredAt: Instant?
    package let lines: [Line]

    /// So many of an order's line.
    package struct Line: Codable, Sendable, Equatable {
        package let line: ID<Order.Line>
        package let name: Texts
        package let count: Quantity
    }
}
