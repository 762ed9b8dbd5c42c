import Storage
import Values

extension Shipment {
    private static let columns = "SELECT id, sales_order, carrier, tracking, at, delivered_at FROM shipment"

    private static let insert: Statement = """
        INSERT INTO shipment (id, sales_order, carrier, tracking, at, client_key, request_hash)
        VALUES ($id, $order, $carrier, $tracking, $at, $key, $hash)
        """
    private static let insertLine: Statement = """
        INSERT INTO shipment_line (shipment, sales_order, position, count) VALUES ($shipment, $order, $position, $count)
        """
    private static let selectByKey: Statement = """
        SELECT id, request_hash FROM shipment WHERE sales_order = $order AND client_key = $key
        """
    private static let selectOne = Statement("\(columns) WHERE id = $id")
    private static let selectAll = Statement("\(columns) WHERE sales_order = $order ORDER BY at, id")
    private static let selectLines: Statement = """
        SELECT shipment_line.position, count, name
        FROM shipment_line JOIN order_line ON order_line.sales_order = shipment_line.sales_order
            AND order_line.position = shipment_line.position
        WHERE shipment = $shipment ORDER BY shipment_line.position
        """
    private static let deliver: Statement = """
        UPDATE shipment SET delivered_at = $at WHERE id = $id AND delivered_at IS NULL
        """

    func insert(key: String, hash: [UInt8], positions: [Int], in db: any Transaction) throws {
        try db.send(Self.insert, [
            "id": id, "order": order, "carrier": carrier.text, "tracking": tracking?.text, "at": at, "key": key,
            "hash": hash,
        ])
        for (position, line) in zip(positions, lines) {
            try db.send(Self.insertLine, [
                "shipment": id, "order": order, "position": position, "count": line.count,
            ])
        }
    }

    /// Whether it was still under way until now.
    func deliver(at now: Instant, in db: any Transaction) throws -> Bool {
        try db.run(Self.deliver, ["at": max(at, now), "id": id]) == 1
    }

    package static func find(_ id: ID<Shipment>, in db: any Transaction) throws -> Shipment? {
        try db.first(selectOne, ["id": id]) { row in try Shipment(row) }?.withLines(in: db)
    }

    /// An order's shipments, oldest first: at most one for each unit ordered.
    package static func all(of order: ID<Order>, in db: any Transaction) throws -> [Shipment] {
        try db.all(selectAll, ["order": order]) { row in try Shipment(row) }.map { try $0.withLines(in: db) }
    }

    /// The shipment a client's key led to, with the hash of its request.
    static func find(
        key: String, of order: ID<Order>, in db: any Transaction
    ) throws -> (shipment: ID<Shipment>, hash: [UInt8])? {
        try db.first(selectByKey, ["order": order, "key": key]) { row in (try row["id"], try row["request_hash"]) }
    }

    private func withLines(in db: any Transaction) throws -> Shipment {
        let lines = try db.all(Self.selectLines, ["shipment": id]) { row in
            Line(
                line: Order.Line.id(of: order, position: try row["position"]),
                name: try row.get("name", as: StoredJSON<Texts>.self).value, count: try row["count"])
        }
        return Shipment(
            id: id, order: order, carrier: carrier, tracking: tracking, at: at, deliveredAt: deliveredAt, lines: lines)
    }

    private init(_ row: borrowing Row) throws {
        id = try row["id"]
        order = try row["sales_order"]
        carrier = try Self.text(row["carrier"])
        tracking = try row.get("tracking", as: String?.self).map(Self.text)
        at = try row["at"]
        deliveredAt = try row["delivered_at"]
        lines = []
    }

    private static func text(_ stored: String) throws -> ShortText {
        guard let text = ShortText(stored) else { throw Unreadable(.text(stored), as: ShortText.self) }
        return text
    }
}
