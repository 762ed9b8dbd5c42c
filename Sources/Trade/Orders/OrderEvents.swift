import Storage
import Values

/// The bank said yes: the order stands.
package struct OrderPlaced: Event {
    package static let name = "order.placed"
    package static let subjectKind = "order"
    package let order: ID<Order>
    package var subject: String { order.text }

    package init(order: ID<Order>) { self.order = order }
}

/// A parcel, or the whole order, left the house.
package struct OrderShipped: Event {
    package static let name = "order.shipped"
    package static let subjectKind = "order"
    package let order: ID<Order>
    package let shipment: ID<Shipment>
    package var subject: String { order.text }

    package init(order: ID<Order>, shipment: ID<Shipment>) {
        self.order = order
        self.shipment = shipment
    }
}

/// The order waits at its dealer.
package struct OrderReadyForPickup: Event {
    package static let name = "order.ready_for_pickup"
    package static let subjectKind = "order"
    package let order: ID<Order>
    package var subject: String { order.text }

    package init(order: ID<Order>) { self.order = order }
}

/// The buyer has it.
package struct OrderHandedOver: Event {
    package static let name = "order.handed_over"
    package static let subjectKind = "order"
    package let order: ID<Order>
    package var subject: String { order.text }

    package init(order: ID<Order>) { self.order = order }
}

/// Staff took the order back before it left.
package struct OrderCancelled: Event {
    package static let name = "order.cancelled"
    package static let subjectKind = "order"
    package let order: ID<Order>
    package var subject: String { order.text }

    package init(order: ID<Order>) { self.order = order }
}

/// Money went back to the buyer.
package struct OrderRefunded: Event {
    package static let name = "order.refunded"
    package static let subjectKind = "order"
    package let order: ID<Order>
    package let refund: ID<Refund>
    package var subject: String { order.text }

    package init(order: ID<Order>, refund: ID<Refund>) {
        self.order = order
        self.refund = refund
    }
}

/// Nobody can tell any more who bought; what was written to them goes as well.
package struct OrderErased: Event {
    package static let name = "order.erased"
    package static let subjectKind = "order"
    package let order: ID<Order>
    package var subject: String { order.text }

    package init(order: ID<Order>) { self.order = order }
}
