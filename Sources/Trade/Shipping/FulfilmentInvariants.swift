import Storage
import Supply
import Values

extension Fulfilment {
    static let invariants = [
        Invariant(
            11, "orders-hold-their-stock",
            "What an order still holds in stock is what it has to send, and what it took is what it has sent."
        ) { db in
            let orders = try db.all(selectOrders) { row in try row.get("id", as: ID<Order>.self) }
            return .init(try orders.flatMap { try misheld(by: $0, in: db) })
        },
        Invariant(
            12, "shipments-add-up", "The parcels of an order's line hold as many as have been shipped of it."
        ) { db in
            .init(try db.all(selectMiscounted) { row in
                "line \(try row.get("position", as: Int.self)) "
                    + "of order \(try row.get("sales_order", as: String.self)): "
                    + "\(try row.get("shipped_count", as: Int.self)) shipped, "
                    + "\(try row.get("parcelled", as: Int.self)) in parcels"
            })
        },
    ]

    /// By the name that a line's history goes by.
    static let selectSubjects: Statement = """
        SELECT sales_order || '-' || CAST(position AS TEXT) AS id, state FROM fulfilment
        """

    private static func misheld(by id: ID<Order>, in db: any Transaction) throws -> [String] {
        guard let order = try Order.find(id, in: db) else { return [] }
        let holds = [.pending, .placed].contains(order.state)
        var (due, gone) = (Demand(), Demand())
        for line in order.lines {
            if holds, let left = Quantity(line.left) { due += line.demand.times(left) }
            if let shipped = Quantity(line.shippedCount) { gone += line.demand.times(shipped) }
        }
        var (live, sold) = (Demand(), Demand())
        for reservation in try Reservation.all(of: id.of(Reservation.Owner.self), in: db) {
            live.add(reservation.item, reservation.live)
            sold.add(reservation.item, reservation.sold)
        }
        return (due + gone + live + sold).items.compactMap { item in
            guard due.count(of: item) != live.count(of: item) || gone.count(of: item) != sold.count(of: item) else {
                return nil
            }
            return "order \(id) should hold \(due.count(of: item)) of \(item) and have taken \(gone.count(of: item)), "
                + "it holds \(live.count(of: item)) and took \(sold.count(of: item))"
        }
    }

    private static let selectOrders: Statement = "SELECT id FROM sales_order ORDER BY id"

    /// What is handed over at a dealer goes without a parcel.
    private static let selectMiscounted: Statement = """
        SELECT l.sales_order AS sales_order, l.position AS position, l.shipped_count AS shipped_count,
            CAST(COALESCE(SUM(s.count), 0) AS BIGINT) AS parcelled
        FROM order_line l
            LEFT JOIN shipment_line s ON s.sales_order = l.sales_order AND s.position = l.position
            LEFT JOIN fulfilment f ON f.sales_order = l.sales_order AND f.position = l.position
        WHERE f.state IS NULL OR f.state <> 'handed_over'
        GROUP BY l.sales_order, l.position, l.shipped_count
        HAVING l.shipped_count <> COALESCE(SUM(s.count), 0)
        """
}
