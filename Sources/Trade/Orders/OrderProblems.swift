import Values
import Web

extension Order {
    /// What may stand in the way of reading or changing an order.
    package enum Refusal: Web.Refusal, Equatable {
        /// There is none, or the caller may not know that there is one.
        case unknown
        case notIn(State, wanted: State)
        /// It is under way, and its buyer's name and address are needed for it.
        case stillNeeded(State)

        package static let catalogue = [
            Self.unknown, .notIn(.cancelled, wanted: .placed), .stillNeeded(.placed),
        ].map(\.problem)

        package var problem: Problem {
            switch self {
            case .unknown: Problem(404, "unknown-order", "There is no such order.")
            case .stillNeeded(let state):
                Problem(
                    409, "order-still-needed", "The order is still under way; ask again once it is over.",
                    ["state": .string(state.rawValue)])
            case .notIn(let state, let wanted):
                Problem(
                    409, "order-not-\(wanted.rawValue)", "The order is \(state.rawValue).",
                    ["state": .string(state.rawValue)])
            }
        }
    }
}
