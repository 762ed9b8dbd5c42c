import Offer
import Storage

extension Order {
    /// What staff do next with a placed order that hasn't left the house.
    package enum NextStep: String, CaseIterable, Codable, Sendable, Storable {
        case ship
        /// Bring it to its dealer and tell the buyer.
        case makeReady = "make_ready"
        case handOver = "hand_over"

        /// Where it begins.
        init(_ delivery: Delivery) { self = delivery.dealer == nil ? .ship : .makeReady }
    }
}
