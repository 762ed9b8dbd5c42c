import Values
import Web

/// How much of an item lies at a place.
package struct StockView: View {
    package let item: ID<Item>
    package let itemName: Texts
    package let place: ID<Place>
    package let placeName: ShortText
    package let onHand: Int
    package let reserved: Int
    package let available: Int

    init(
        item: ID<Item>, _ itemName: Texts, place: ID<Place>, _ placeName: ShortText, onHand: Int, reserved: Int
    ) {
        self.item = item
        self.itemName = itemName
        self.place = place
        self.placeName = placeName
        self.onHand = onHand
        self.reserved = reserved
        available = onHand - reserved
    }
}

/// One movement of the ledger as staff see it.
package struct MovementView: View {
    package let item: ID<Item>
    package let place: ID<Place>
    package let number: Int
    package let kind: Movement.Kind
    package let count: Int
    package let onHandAfter: Int
    package let reservedAfter: Int
    package let owner: ID<Reservation.Owner>?
    package let reference: Movement.Reference?
    package let who: String
    package let why: String
    package let at: Instant

    init(_ movement: Movement) {
        item = movement.item
        place = movement.place
        number = movement.number
        kind = movement.kind
        count = movement.count
        onHandAfter = movement.onHandAfter
        reservedAfter = movement.reservedAfter
        owner = movement.owner
        reference = movement.reference
        who = movement.who
        why = movement.why
        at = movement.at
    }
}

extension Movement.Reference: Codable, SchemaDeclaring {
    package static let schema = Schema.string(
        1...lengthLimit, pattern: ShortText.pattern, example: "LS-2026-117",
        reason: "must be one line of 1 to \(lengthLimit) characters, without spaces at its ends",
        isValid: { Movement.Reference($0) != nil })

    package init(from decoder: any Decoder) throws {
        guard let reference = Self(try decoder.singleValueContainer().decode(String.self)) else {
            throw Malformed("must be one line of 1 to \(Self.lengthLimit) characters")
        }
        self = reference
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
