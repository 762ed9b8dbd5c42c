import Storage
import Values

/// How far the goods of an order's line have come. A line that has no row yet is `allocated`: reserved with the order.
package enum Fulfilment {
    package enum State: String, CaseIterable, Codable, Sendable {
        case allocated, shipped, delivered, cancelled
        case partlyShipped = "partly_shipped"
        case readyForPickup = "ready_for_pickup"
        case handedOver = "handed_over"

        package static let transitions = Transitions<State>(beginning: [.allocated], [
            .allocated: [.partlyShipped, .shipped, .readyForPickup, .cancelled],
            .partlyShipped: [.partlyShipped, .shipped],
            .shipped: [.delivered],
            .readyForPickup: [.handedOver, .cancelled],
        ])
    }

    /// What stands in the way of sending or handing over.
    package enum Refusal: Error, Equatable {
        case unknownShipment
        case unknownLine(ID<Order.Line>)
        case nothingAsked
        /// `left` of the line have not been shipped yet.
        case moreThanOrdered(ID<Order.Line>, left: Int)
        case nothingLeft
        /// The buyer comes to the dealer; nothing is sent.
        case collected
        /// Parcels are sent; nobody comes.
        case notCollected
        case notReady
        /// The bank no longer stands for the order's amount.
        case notPaid(PaymentAttempt.State?)
        /// Something has left the house, and comes back as a return only.
        case alreadyShipped
        case keyReused
    }

    /// So many of a line.
    package struct Count: Codable, Sendable, Equatable {
        package let line: ID<Order.Line>
        package let count: Quantity

        package init(line: ID<Order.Line>, count: Quantity) {
            self.line = line
            self.count = count
        }
    }

    /// What a shipment of `wished` takes of each line, in the order's own sequence; nil wishes for all that is left.
    static func parts(of order: Order, wished: [Count]?) throws(Refusal) -> [(line: Order.Line, count: Quantity)] {
        guard let wished else {
            let rest = order.lines.compactMap { line in Quantity(line.left).map { (line: line, count: $0) } }
            guard !rest.isEmpty else { throw .nothingLeft }
            return rest
        }
        var counts: [ID<Order.Line>: Int] = [:]
        for wish in wished { counts[wish.line, default: 0] += wish.count.count }
        for name in counts.keys.sorted() where !order.lines.contains(where: { $0.id == name }) {
            throw .unknownLine(name)
        }
        var parts: [(line: Order.Line, count: Quantity)] = []
        for line in order.lines {
            guard let count = counts[line.id] else { continue }
            guard count <= line.left, let quantity = Quantity(count) else {
                throw .moreThanOrdered(line.id, left: line.left)
            }
            parts.append((line, quantity))
        }
        guard !parts.isEmpty else { throw .nothingAsked }
        return parts
    }
}

extension Order {
    /// Some of it has left the house.
    var hasLeft: Bool { lines.contains { $0.shippedCount > 0 } }
}

extension Order.Line {
    /// How many have not left the house yet.
    package var left: Int { quantity.count - shippedCount }
}
