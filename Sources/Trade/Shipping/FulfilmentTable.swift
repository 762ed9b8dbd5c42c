import Storage
import Values

extension Fulfilment {
    package static let migrations = [
        Migration(55, "shipments", """
            CREATE TABLE shipment (
                id TEXT PRIMARY KEY,
                sales_order TEXT NOT NULL REFERENCES sales_order (id),
                carrier TEXT NOT NULL CHECK (carrier <> ''),
                tracking TEXT,
                at BIGINT NOT NULL,
                delivered_at BIGINT CHECK (delivered_at >= at),
                client_key TEXT NOT NULL,
                request_hash {bytes} NOT NULL,
                UNIQUE (sales_order, client_key)
            ) {strict}
            """),
        Migration(56, "lines of shipments", """
            CREATE TABLE shipment_line (
                shipment TEXT NOT NULL REFERENCES shipment (id),
                sales_order TEXT NOT NULL,
                position BIGINT NOT NULL,
                count BIGINT NOT NULL CHECK (count > 0),
                PRIMARY KEY (shipment, position),
                FOREIGN KEY (sales_order, position) REFERENCES order_line (sales_order, position)
            ) {strict}
            """),
        Migration(57, "fulfilment of order lines", """
            CREATE TABLE fulfilment (
                sales_order TEXT NOT NULL,
                position BIGINT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('allocated', 'partly_shipped', 'shipped', 'delivered',
                    'ready_for_pickup', 'handed_over', 'cancelled')),
                PRIMARY KEY (sales_order, position),
                FOREIGN KEY (sales_order, position) REFERENCES order_line (sales_order, position)
            ) {strict}
            """),
    ]

    private static let selectStates: Statement = """
        SELECT position, state FROM fulfilment WHERE sales_order = $order ORDER BY position
        """
    private static let putState: Statement = """
        INSERT INTO fulfilment (sales_order, position, state) VALUES ($order, $position, $state)
        ON CONFLICT (sales_order, position) DO UPDATE SET state = excluded.state
        """
    private static let addShipped: Statement = """
        UPDATE order_line SET shipped_count = shipped_count + $count
        WHERE sales_order = $order AND position = $position AND shipped_count + $count <= quantity
        """

    /// By the line's position; one that isn't in it is `allocated` and has no history yet.
    static func states(of order: ID<Order>, in db: any Transaction) throws -> [Int: State] {
        let rows = try db.all(selectStates, ["order": order]) { row in
            (position: try row.get("position", as: Int.self), state: try row.get("state", as: State.self))
        }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.position, $0.state) })
    }

    /// Takes a line one step on. Its beginning, which was the order's placing, is written only now: an order is placed
    /// faster when its lines' histories wait for what happens to them.
    static func move(
        _ line: Order.Line, of order: Order, from: State?, to: State, at now: Instant, by who: String, why: String,
        in db: any Transaction
    ) throws {
        if from == nil {
            try History.record(
                .fulfilment, line.id.text, from: State?.none, to: .allocated, through: State.transitions,
                at: order.placedAt ?? order.createdAt, by: "shop", why: "reserved with the order", in: db)
        }
        try History.record(
            .fulfilment, line.id.text, from: from ?? .allocated, to: to, through: State.transitions, at: now, by: who,
            why: why, in: db)
        try db.run(putState, ["order": order.id, "position": line.position, "state": to])
    }

    /// Counts what left the house. Throws `moreThanOrdered` when it left meanwhile.
    static func addShipped(
        _ count: Quantity, of line: Order.Line, _ order: ID<Order>, in db: any Transaction
    ) throws {
        let changed = try db.run(addShipped, ["count": count, "order": order, "position": line.position])
        guard changed == 1 else { throw Refusal.moreThanOrdered(line.id, left: line.left) }
    }
}

extension Fulfilment.State: Storable {}
