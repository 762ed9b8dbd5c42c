import Storage
import Values

/// The tables of stock, its ledger and its reservations, and all SQL on them.
enum StockTable {
    /// A list of values (`IN`) in a check has SQLite build a table of them for each row, so that it costs as much as
    /// the row.
    static let migration = Migration(22, "stock", """
        CREATE TABLE stock (
            item TEXT NOT NULL REFERENCES item (item),
            place TEXT NOT NULL REFERENCES place (place),
            on_hand BIGINT NOT NULL,
            reserved BIGINT NOT NULL,
            movements BIGINT NOT NULL,
            PRIMARY KEY (item, place),
            CHECK (reserved >= 0 AND on_hand >= reserved)
        ) {strict}
        """, """
        CREATE TABLE reservation (
            owner TEXT NOT NULL,
            item TEXT NOT NULL,
            place TEXT NOT NULL,
            live BIGINT NOT NULL CHECK (live >= 0),
            sold BIGINT NOT NULL CHECK (sold >= 0),
            freed BIGINT NOT NULL CHECK (freed >= 0),
            PRIMARY KEY (owner, item, place),
            FOREIGN KEY (item, place) REFERENCES stock (item, place)
        ) {strict}
        """, """
        CREATE TABLE movement (
            item TEXT NOT NULL,
            place TEXT NOT NULL,
            number BIGINT NOT NULL CHECK (number > 0),
            kind TEXT NOT NULL
                CHECK (kind = 'received' OR kind = 'adjusted' OR kind = 'reserved' OR kind = 'released'
                    OR kind = 'consumed' OR kind = 'shipped'),
            count BIGINT NOT NULL CHECK (count > 0 OR (kind = 'adjusted' AND count < 0)),
            on_hand_after BIGINT NOT NULL,
            reserved_after BIGINT NOT NULL,
            owner TEXT CHECK ((owner IS NULL) = (kind IN ('received', 'adjusted'))),
            reference TEXT CHECK (reference IS NULL OR kind IN ('received', 'adjusted')),
            who TEXT NOT NULL,
            why TEXT NOT NULL,
            at BIGINT NOT NULL,
            PRIMARY KEY (item, place, number),
            FOREIGN KEY (item, place) REFERENCES stock (item, place)
        ) {strict}
        """,
        "CREATE INDEX movement_at ON movement (at)",
        "CREATE INDEX movement_item ON movement (item, at)",
        "CREATE INDEX movement_owner ON movement (owner) WHERE owner IS NOT NULL",
        "CREATE UNIQUE INDEX movement_reference ON movement (kind, reference) WHERE reference IS NOT NULL")

    /// How many items one statement looks at; where they are fewer, the rest are null.
    static let pageOfItems = 8

    static func pages(_ items: [ID<Item>]) -> [[ID<Item>?]] {
        stride(from: 0, to: items.count, by: pageOfItems).map { start in
            (start..<start + pageOfItems).map { $0 < items.count ? items[$0] : nil }
        }
    }

    /// Parts of one statement, because SQLite builds a table of its own for a list of values.
    private static func ofEach(_ select: String) -> Statement {
        Statement((1...pageOfItems).map { "\(select) item = $item\($0)" }.joined(separator: " UNION ALL "))
    }

    /// What is free of each item at each of its places.
    static let available = ofEach("SELECT item, on_hand - reserved AS free FROM stock WHERE")

    /// The same, with all that reserving it takes.
    private static let level = """
        SELECT item, stock.place AS place, on_hand, reserved, movements, priority
        FROM stock JOIN place ON place.place = stock.place WHERE
        """

    /// The same, with all that reserving it takes; where several write at a time they hold it, in the order of keys.
    static let levels = Statement("""
        {for sqlite}\(ofEach(level)){end sqlite}
        {for postgres}\(level) item IN (\((1...pageOfItems).map { "$item\($0)" }.joined(separator: ", ")))
        ORDER BY item, stock.place FOR UPDATE OF stock{end postgres}
        """)

    /// Of one item, of one place, and with a text in the item's identifier or names, unless they are null; the least
    /// available first when that is asked for. There are as many rows as items at places, whatever was sold.
    static let page: Statement = """
        SELECT stock.item, stock.place, on_hand, reserved, name_en, name_de, place.name AS place_name
        FROM stock JOIN item ON item.item = stock.item JOIN place ON place.place = stock.place
        WHERE stock.item = COALESCE($item, stock.item) AND stock.place = COALESCE($place, stock.place)
            AND (CAST($text AS TEXT) IS NULL OR LOWER(stock.item || ' ' || name_en || ' ' || COALESCE(name_de, ''))
                LIKE $text ESCAPE '!')
            AND (CAST($short AS BIGINT) IS NULL OR stock.item IN (
                SELECT item FROM stock GROUP BY item HAVING SUM(on_hand - reserved) < $short))
            AND (CASE WHEN $shortest = 1 THEN on_hand - reserved ELSE 0 END, stock.item, stock.place)
                > ($afterCount, $afterItem, $afterPlace)
        ORDER BY CASE WHEN $shortest = 1 THEN on_hand - reserved ELSE 0 END, stock.item, stock.place LIMIT $limit
        """

    static let countShort: Statement = """
        SELECT COUNT(*) FROM (SELECT item FROM stock GROUP BY item HAVING SUM(on_hand - reserved) < $short) AS found
        """

    static let reservations: Statement = """
        SELECT item, place, live, sold, freed FROM reservation WHERE owner = $owner ORDER BY item, place
        """

    /// The check stands in the update itself, so that two orders can't both have the last one. Nothing changes when the
    /// stock has moved since it was read.
    static let reserve: Statement = .joining("""
        UPDATE stock SET reserved = reserved + $count, movements = movements + $steps
        WHERE item = $item AND place = $place AND movements = $movements AND on_hand - reserved >= $count
        """)

    static let promise: Statement = .joining("""
        INSERT INTO reservation (owner, item, place, live, sold, freed) VALUES ($owner, $item, $place, $count, 0, 0)
        ON CONFLICT (owner, item, place) DO UPDATE SET live = reservation.live + excluded.live
        """)

    static let giveBack: Statement = """
        UPDATE reservation SET live = live - $count, freed = freed + $count
        WHERE owner = $owner AND item = $item AND place = $place AND live >= $count
        """

    static let sell: Statement = """
        UPDATE reservation SET live = live - $count, sold = sold + $count
        WHERE owner = $owner AND item = $item AND place = $place AND live >= $count
        """

    static let settle: Statement = """
        UPDATE stock SET on_hand = on_hand + $onHand, reserved = reserved + $reserved, movements = movements + 1
        WHERE item = $item AND place = $place RETURNING place, on_hand, reserved, movements
        """

    /// Goods coming in, or found by a stocktaking where there were none.
    static let bring: Statement = """
        INSERT INTO stock (item, place, on_hand, reserved, movements) VALUES ($item, $place, $count, 0, 1)
        ON CONFLICT (item, place) DO UPDATE SET on_hand = stock.on_hand + excluded.on_hand,
            movements = stock.movements + 1
        WHERE stock.on_hand + excluded.on_hand <= $limit
        RETURNING place, on_hand, reserved, movements
        """

    /// Goods lost; never so many that promises can't be kept.
    static let takeOff: Statement = """
        UPDATE stock SET on_hand = on_hand - $count, movements = movements + 1
        WHERE item = $item AND place = $place AND on_hand - $count >= reserved
        RETURNING place, on_hand, reserved, movements
        """

    static let stock: Statement = "SELECT on_hand, reserved FROM stock WHERE item = $item AND place = $place"

    static func level(_ row: borrowing Row) throws -> Stock.Level {
        Stock.Level(
            place: try row["place"], onHand: try row["on_hand"], reserved: try row["reserved"],
            number: try row["movements"])
    }
}
