import Storage
import Values

/// What lies where: on hand, how much of that is reserved, and the difference, which is available.
package enum Stock {
    /// Too little of an item for what was asked.
    package struct Shortage: Sendable, Equatable, Codable {
        package let item: ID<Item>
        package let wanted: Int
        package let available: Int

        package init(item: ID<Item>, wanted: Int, available: Int) {
            self.item = item
            self.wanted = wanted
            self.available = available
        }
    }

    package enum Refusal: Error, Equatable {
        /// Every item that ran short.
        case short([Shortage])
        /// Less is reserved for the owner than should leave; `available` is what is reserved.
        case notReserved([Shortage])
        /// Less would be on hand than is promised.
        case belowReserved(onHand: Int, reserved: Int)
        case tooMuch(limit: Int)
        /// The reference stands at another receipt or adjustment.
        case referenceTaken(Movement.Reference)
    }

    /// Of one item at one place. Beyond any warehouse, and far from where sums of it overflow.
    package static let onHandLimit = 1_000_000_000

    /// Who is entered in the ledger when nobody asked: the shop itself.
    package static let shopItself = "shop"

    /// An item is short when less than this is available over all places.
    package static let shortBelow = 3

    /// How many items are short.
    package static func countShort(in db: any Transaction) throws -> Int {
        try db.value(StockTable.countShort, ["short": shortBelow]) ?? 0
    }

    /// What is available over all places, for each of `items`; 0 for one that isn't stocked.
    package static func available(
        _ items: some Collection<ID<Item>>, in db: any Transaction
    ) throws -> [ID<Item>: Int] {
        var counts: [ID<Item>: Int] = [:]
        for item in items { counts[item] = 0 }
        for page in StockTable.pages(counts.keys.sorted()) {
            try db.rows(StockTable.available, [
                "item1": page[0], "item2": page[1], "item3": page[2], "item4": page[3], "item5": page[4],
                "item6": page[5], "item7": page[6], "item8": page[7],
            ]) { row in
                counts[try row["item"], default: 0] += try row.get("free", as: Int.self)
                return true
            }
        }
        return counts
    }
}

extension Stock.Shortage: JSONWritable {
    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("item", item.text)
        writer.member("wanted", wanted)
        writer.member("available", available)
        writer.endObject()
    }
}
