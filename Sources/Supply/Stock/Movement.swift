import Storage
import Values

/// One change in the stock ledger. It is never altered; a mistake is righted by another one.
package struct Movement: Sendable, Equatable {
    package let item: ID<Item>
    package let place: ID<Place>
    /// Counts the movements of an item at a place, from 1 and without gaps.
    package let number: Int
    package let kind: Kind
    /// Above zero; only an adjustment may be negative. `Kind` says what it changes.
    package let count: Int
    /// What the item's stock at the place was thereafter.
    package let onHandAfter: Int
    package let reservedAfter: Int
    package let owner: ID<Reservation.Owner>?
    package let reference: Reference?
    package let who: String
    package let why: String
    package let at: Instant

    package enum Kind: String, CaseIterable, Codable, Storable {
        /// Goods came in: on hand goes up by the count.
        case received
        /// A stocktaking, a loss or a find: on hand goes up, or down when the count is negative.
        case adjusted
        /// Promised to an owner: reserved goes up.
        case reserved
        /// The promise was taken back: reserved goes down.
        case released
        /// Built into something for the owner: on hand and reserved go down.
        case consumed
        /// Left the shop for the owner: on hand and reserved go down.
        case shipped

        /// By how much a movement of one unit changes what is on hand.
        package var onHandSign: Int {
            switch self {
            case .received, .adjusted: 1
            case .reserved, .released: 0
            case .consumed, .shipped: -1
            }
        }

        /// By how much a movement of one unit changes what is reserved.
        package var reservedSign: Int {
            switch self {
            case .received, .adjusted: 0
            case .reserved: 1
            case .released, .consumed, .shipped: -1
            }
        }
    }

    /// What a delivery note or a stocktaking is known by, so that it is entered once: one line of 1 to 64 characters,
    /// no space at either end.
    package struct Reference: Sendable, Hashable {
        package let text: String

        package static let lengthLimit = 64

        package init?(_ text: String) {
            guard ShortText.isLine(text, lengthLimit: Self.lengthLimit) else { return nil }
            self.text = text
        }
    }
}
