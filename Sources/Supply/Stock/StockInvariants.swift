import Storage
import Values

extension Stock {
    /// Invariant 1.
    static let balances = Invariant(
        1, "stock-balances",
        """
        For every item: receipts - consumed - shipped ± adjusted = on hand; reserved = sum of live reservations; \
        available >= 0.
        """
    ) { db in
        Invariant.Verdict(try brokenRows(in: db))
    }

    /// More than these aren't told; one is enough to go looking.
    static let brokenRowsLimit = 100

    /// What doesn't balance, a line each; empty when all does.
    package static func brokenRows(in db: any Transaction) throws -> [String] {
        let limit: Parameters = ["limit": brokenRowsLimit]
        let levels = try db.all(InvariantTable.levels, limit) { row in
            let stock = try InvariantTable.place(row)
            let (onHand, moved) = (try row.get("on_hand", as: Int.self), try row.get("moved", as: Int.self))
            let (reserved, promised) = (try row.get("reserved", as: Int.self), try row.get("promised", as: Int.self))
            let live: Int = try row["live"]
            return """
                stock \(stock): \(onHand) on hand where the ledger makes \(moved), \(reserved) reserved where \
                the ledger makes \(promised) and reservations hold \(live)
                """
        }
        let gaps = try db.all(InvariantTable.gaps, limit) { row in
            let stock = try InvariantTable.place(row)
            let (last, count) = (try row.get("movements", as: Int.self), try row.get("entered", as: Int.self))
            return "ledger of \(stock): \(count) movements where \(last) were made"
        }
        let steps = try db.all(InvariantTable.steps, limit) { row in
            let (stock, number) = (try InvariantTable.place(row), try row.get("number", as: Int.self))
            return "movement \(number) of \(stock) doesn't follow from the one before"
        }
        let owners = try db.all(InvariantTable.owners, limit) { row in
            let (stock, owner) = (try InvariantTable.place(row), try row.get("owner", as: String.self))
            return "reservation of \(stock) for \(owner) is not what its movements make"
        }
        let lost = try db.all(InvariantTable.lost, limit) { row in
            let (stock, owner) = (try InvariantTable.place(row), try row.get("owner", as: String.self))
            return "reservation of \(stock) for \(owner) is missing"
        }
        return Array((levels + gaps + steps + owners + lost).prefix(brokenRowsLimit))
    }
}

/// The questions invariant 1 asks of the tables of stock.
private enum InvariantTable {
    static let levels: Statement = """
        SELECT item, place, on_hand, moved, reserved, promised, live FROM (
            SELECT stock.item, stock.place, on_hand, reserved,
                CAST(COALESCE(ledger.moved, 0) AS BIGINT) AS moved,
                CAST(COALESCE(ledger.promised, 0) AS BIGINT) AS promised,
                CAST(COALESCE(held.live, 0) AS BIGINT) AS live
            FROM stock
            LEFT JOIN (
                SELECT item, place,
                    SUM(CASE WHEN kind IN ('received', 'adjusted') THEN count
                        WHEN kind IN ('consumed', 'shipped') THEN -count ELSE 0 END) AS moved,
                    SUM(CASE WHEN kind = 'reserved' THEN count
                        WHEN kind IN ('released', 'consumed', 'shipped') THEN -count ELSE 0 END) AS promised
                FROM movement GROUP BY item, place
            ) AS ledger ON ledger.item = stock.item AND ledger.place = stock.place
            LEFT JOIN (
                SELECT item, place, SUM(live) AS live FROM reservation GROUP BY item, place
            ) AS held ON held.item = stock.item AND held.place = stock.place
        ) AS balance
        WHERE on_hand <> moved OR reserved <> promised OR reserved <> live OR on_hand < reserved OR reserved < 0
        ORDER BY item, place LIMIT $limit
        """

    /// The movements of an item at a place are numbered without gaps.
    static let gaps: Statement = """
        SELECT stock.item, stock.place, movements, CAST(COUNT(movement.number) AS BIGINT) AS entered
        FROM stock LEFT JOIN movement ON movement.item = stock.item AND movement.place = stock.place
        GROUP BY stock.item, stock.place, movements
        HAVING COUNT(movement.number) <> movements OR COALESCE(MAX(movement.number), 0) <> movements
        ORDER BY stock.item, stock.place LIMIT $limit
        """

    /// What a movement left is what the one before left, and its own count.
    static let steps: Statement = """
        SELECT item, place, number FROM (
            SELECT item, place, number, on_hand_after, reserved_after,
                SUM(CASE WHEN kind IN ('received', 'adjusted') THEN count
                    WHEN kind IN ('consumed', 'shipped') THEN -count ELSE 0 END)
                    OVER (PARTITION BY item, place ORDER BY number) AS on_hand_made,
                SUM(CASE WHEN kind = 'reserved' THEN count
                    WHEN kind IN ('released', 'consumed', 'shipped') THEN -count ELSE 0 END)
                    OVER (PARTITION BY item, place ORDER BY number) AS reserved_made
            FROM movement
        ) AS step
        WHERE on_hand_after <> on_hand_made OR reserved_after <> reserved_made
        ORDER BY item, place, number LIMIT $limit
        """

    /// What an owner holds, took and gave back is what the ledger says of them.
    static let owners: Statement = """
        SELECT reservation.item, reservation.place, reservation.owner FROM reservation
        LEFT JOIN (
            SELECT owner, item, place,
                SUM(CASE WHEN kind = 'reserved' THEN count ELSE 0 END) AS promised,
                SUM(CASE WHEN kind IN ('consumed', 'shipped') THEN count ELSE 0 END) AS sold,
                SUM(CASE WHEN kind = 'released' THEN count ELSE 0 END) AS freed
            FROM movement WHERE owner IS NOT NULL GROUP BY owner, item, place
        ) AS ledger
            ON ledger.owner = reservation.owner AND ledger.item = reservation.item AND ledger.place = reservation.place
        WHERE reservation.live + reservation.sold + reservation.freed <> COALESCE(ledger.promised, 0)
            OR reservation.sold <> COALESCE(ledger.sold, 0) OR reservation.freed <> COALESCE(ledger.freed, 0)
        ORDER BY reservation.owner, reservation.item, reservation.place LIMIT $limit
        """

    /// Owners whom only the ledger knows.
    static let lost: Statement = """
        SELECT DISTINCT movement.item, movement.place, movement.owner FROM movement
        LEFT JOIN reservation ON reservation.owner = movement.owner AND reservation.item = movement.item
            AND reservation.place = movement.place
        WHERE movement.owner IS NOT NULL AND reservation.owner IS NULL
        ORDER BY movement.item, movement.place, movement.owner LIMIT $limit
        """

    /// `tow-bar at plant`. Read as texts, since what is checked may be spoiled.
    static func place(_ row: borrowing Row) throws -> String {
        "\(try row.get("item", as: String.self)) at \(try row.get("place", as: String.self))"
    }
}
