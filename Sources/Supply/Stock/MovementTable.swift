import Storage
import Values

/// The SQL on the stock ledger, whose table stands with the stock's.
enum MovementTable {
    static let enter: Statement = .joining("""
        INSERT INTO movement
            (item, place, number, kind, count, on_hand_after, reserved_after, owner, reference, who, why, at)
        VALUES ($item, $place, $number, $kind, $count, $onHand, $reserved, $owner, $reference, $who, $why, $at)
        """)

    static let byReference: Statement = """
        SELECT item, place, number, kind, count, on_hand_after, reserved_after, owner, reference, who, why, at
        FROM movement WHERE kind = $kind AND reference = $reference
        """

    /// Newest first, from behind a cursor.
    static let page: Statement = """
        SELECT item, place, number, kind, count, on_hand_after, reserved_after, owner, reference, who, why, at
        FROM movement WHERE (at, item, place, number) < ($at, $item, $place, $number)
        ORDER BY at DESC, item DESC, place DESC, number DESC LIMIT $limit
        """

    static let pageOfItem: Statement = """
        SELECT item, place, number, kind, count, on_hand_after, reserved_after, owner, reference, who, why, at
        FROM movement WHERE item = $only AND (at, place, number) < ($at, $place, $number)
        ORDER BY at DESC, place DESC, number DESC LIMIT $limit
        """

    /// Of one owner, and of one item of theirs when that isn't null.
    static let pageOfOwner: Statement = """
        SELECT item, place, number, kind, count, on_hand_after, reserved_after, owner, reference, who, why, at
        FROM movement
        WHERE owner = $owner AND item = COALESCE($only, item)
            AND (at, item, place, number) < ($at, $item, $place, $number)
        ORDER BY at DESC, item DESC, place DESC, number DESC LIMIT $limit
        """

    static func movement(_ row: borrowing Row) throws -> Movement {
        Movement(
            item: try row["item"], place: try row["place"], number: try row["number"], kind: try row["kind"],
            count: try row["count"], onHandAfter: try row["on_hand_after"], reservedAfter: try row["reserved_after"],
            owner: try row["owner"], reference: try row["reference"], who: try row["who"], why: try row["why"],
            at: try row["at"])
    }
}

extension Movement {
    func enter(in db: any Transaction) throws {
        try db.send(MovementTable.enter, [
            "item": item, "place": place, "number": number, "kind": kind, "count": count, "onHand": onHandAfter,
            "reserved": reservedAfter, "owner": owner, "reference": reference, "who": who, "why": why, "at": at,
        ])
    }
}

extension Movement.Reference: Storable {
    package init(stored: StoredValue) throws {
        guard case .text(let text) = stored, let reference = Self(text) else {
            throw Unreadable(stored, as: Self.self)
        }
        self = reference
    }

    package var stored: StoredValue { .text(text) }
}
