import Storage
import Values

extension Stock {
    /// Goods that come in, or a stocktaking's finding, as staff enter it.
    package struct Change: Sendable {
        package let item: ID<Item>
        package let place: ID<Place>
        /// Above zero for a receipt, not zero for an adjustment.
        package let count: Int
        /// Entered again under the same reference, the change is made once only.
        package let reference: Movement.Reference?
        package let why: String

        package init(
            item: ID<Item>, place: ID<Place>, count: Int, reference: Movement.Reference? = nil, why: String
        ) {
            self.item = item
            self.place = place
            self.count = count
            self.reference = reference
            self.why = why
        }
    }

    /// Enters goods that came in. Throws `Item.Refusal.unknown`, `Place.Refusal.unknown`, `Refusal.tooMuch`,
    /// `Refusal.referenceTaken`.
    @discardableResult
    package static func receive(
        _ change: Change, by who: String, at: Instant, in db: any Transaction
    ) throws -> Entered {
        precondition(change.count > 0, "a receipt brings something")
        return try enter(change, as: .received, by: who, at: at, in: db)
    }

    /// Enters what a stocktaking found, up or down. Throws what `receive` throws, and `Refusal.belowReserved`.
    @discardableResult
    package static func adjust(
        _ change: Change, by who: String, at: Instant, in db: any Transaction
    ) throws -> Entered {
        precondition(change.count != 0, "an adjustment changes something")
        return try enter(change, as: .adjusted, by: who, at: at, in: db)
    }

    package struct Entered: Sendable {
        package let movement: Movement
        /// False when it had been entered before under the same reference.
        package let isNew: Bool
    }

    private static func enter(
        _ change: Change, as kind: Movement.Kind, by who: String, at: Instant, in db: any Transaction
    ) throws -> Entered {
        if let earlier = try entered(change, as: kind, in: db) { return Entered(movement: earlier, isNew: false) }
        _ = try Item.known(change.item, in: db)
        _ = try Place.known(change.place, in: db)
        let level = try change.count > 0 ? bring(change, in: db) : takeOff(change, in: db)
        let movement = Movement(
            item: change.item, place: change.place, number: level.number, kind: kind, count: change.count,
            onHandAfter: level.onHand, reservedAfter: level.reserved, owner: nil, reference: change.reference,
            who: who, why: change.why, at: at)
        try movement.enter(in: db)
        return Entered(movement: movement, isNew: true)
    }

    /// The movement that stands under the change's reference already.
    private static func entered(
        _ change: Change, as kind: Movement.Kind, in db: any Transaction
    ) throws -> Movement? {
        guard let reference = change.reference else { return nil }
        let earlier = try db.first(
            MovementTable.byReference, ["kind": kind, "reference": reference], MovementTable.movement)
        guard let earlier else { return nil }
        guard (earlier.item, earlier.place, earlier.count) == (change.item, change.place, change.count) else {
            throw Refusal.referenceTaken(reference)
        }
        return earlier
    }

    private static func bring(_ change: Change, in db: any Transaction) throws -> Level {
        let level = try db.first(
            StockTable.bring,
            ["item": change.item, "place": change.place, "count": change.count, "limit": onHandLimit], StockTable.level)
        guard let level, level.onHand <= onHandLimit else { throw Refusal.tooMuch(limit: onHandLimit) }
        return level
    }

    private static func takeOff(_ change: Change, in db: any Transaction) throws -> Level {
        let key: Parameters = ["count": -change.count, "item": change.item, "place": change.place]
        if let level = try db.first(StockTable.takeOff, key, StockTable.level) { return level }
        let (onHand, reserved) = try db.first(StockTable.stock, ["item": change.item, "place": change.place]) { row in
            (try row.get("on_hand", as: Int.self), try row.get("reserved", as: Int.self))
        } ?? (0, 0)
        throw Refusal.belowReserved(onHand: onHand, reserved: reserved)
    }
}
