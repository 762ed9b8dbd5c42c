import Storage
import Values

/// A parcel, or a whole order, that left the house with a carrier.
package struct Shipment: Sendable {
    package let id: ID<Shipment>
    package let order: ID<Order>
    package let carrier: String
    package let tracking: String?
    package let lines: [Line]
    package let at: Instant

    /// How many of an order's line are in it.
    package struct Line: Sendable, Equatable {
        package let line: ID<Order.Line>
        package let count: Int
    }
}
