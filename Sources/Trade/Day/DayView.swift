import Values
import Web

/// The day at a glance: what came in since midnight UTC, and what waits for staff.
package struct DayView: View {
    package let day: Day
    /// Placed today and not cancelled since.
    package let orders: Int
    /// What these come to, by currency.
    package let turnover: [Money]
    package let toShip: Waiting
    package let toMakeReady: Waiting
    package let toHandOver: Waiting
    /// Orders whose buyer or bank has still to act.
    package let paymentsWaiting: Waiting
    /// Orders whose payment staff must look at.
    package let paymentsToLookAt: Waiting
    package let parkedJobs: Int
    /// Items of which less than `Stock.shortBelow` are available.
    package let shortItems: Int

    /// How many wait, counted up to `limit`.
    package struct Waiting: Codable, Sendable {
        package let count: Int
        /// There are more than were counted.
        package let isMore: Bool

        /// Who has more to do doesn't count it.
        package static let limit = 1000

        init(_ found: Int) {
            count = min(found, Self.limit)
            isMore = found > Self.limit
        }
    }
}
