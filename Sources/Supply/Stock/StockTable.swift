import Storage
import Values

/// The tables of stock, its ledger and its reservations, and all SQL on them.
enum StockTable {
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
                CHECK (kind IN ('received', 'adjusted', 'reserved', 'released', 'consumed', 'shipped')),
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
        "CREATE INDEX movement_owner ON movement (owner) WHERE owner IS NOT NULL",
        "CREATE UNIQUE INDEX movement_reference ON movement (kind, reference) WHERE reference IS NOT NULL")

    static let available: Statement = """
        SELECT CAST(COALESCE(SUM(on_hand - reserved), 0) AS BIGINT) FROM stock WHERE item = $item
        """

    static let reservations: Statement = """
        SELECT item, place, live, sold, freed FROM reservation WHERE owner = $owner ORDER BY item, place
        """
}
