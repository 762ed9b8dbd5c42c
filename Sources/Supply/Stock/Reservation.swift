import Storage
import Values

/// Stock promised to an owner: what is live still lies in the shop, what is sold has left it, the rest was freed again.
package struct Reservation: Sendable, Equatable {
    package let item: ID<Item>
    package let place: ID<Place>
    package let live: Int
    package let sold: Int
    package let freed: Int

    /// Whom stock is promised to: an order, by its identifier.
    package enum Owner {}

    /// Everything ever promised to `owner`, in key order.
    package static func all(of owner: ID<Owner>, in db: any Transaction) throws -> [Reservation] {
        try db.all(StockTable.reservations, ["owner": owner]) { row in
            Reservation(
                item: try row["item"], place: try row["place"], live: try row["live"], sold: try row["sold"],
                freed: try row["freed"])
        }
    }
}
