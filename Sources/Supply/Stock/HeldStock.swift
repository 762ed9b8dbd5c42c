import Storage
import Values

/// What lies where of some items, held until the transaction ends. What is taken of it leaves less to the next, and is
/// written all at once: however many orders take of an item at a place, its row is changed once.
package struct HeldStock {
    private struct Shelf {
        let priority: Int
        /// As it was read, and as it is once all that was taken is.
        let before: Stock.Level
        var now: Stock.Level
    }

    private var shelves: [ID<Item>: [Shelf]] = [:]

    /// Finds where everything lies, and holds it. Writes nothing.
    package init(of items: [ID<Item>], in db: any Transaction) throws {
        for page in StockTable.pages(items) {
            let parameters: Parameters = [
                "item1": page[0], "item2": page[1], "item3": page[2], "item4": page[3], "item5": page[4],
                "item6": page[5], "item7": page[6], "item8": page[7],
            ]
            try db.rows(StockTable.levels, parameters) { row in
                let item: ID<Item> = try row["item"]
                let level = try StockTable.level(row)
                shelves[item, default: []].append(Shelf(priority: try row["priority"], before: level, now: level))
                return true
            }
        }
    }

    /// What one owner takes from where.
    package struct Taking {
        /// Of an item at one place, which is then at `level`.
        fileprivate struct Share {
            let item: ID<Item>
            let count: Int
            let level: Stock.Level
        }

        fileprivate let shares: [Share]

        /// Promises it to `owner`, in the transaction that holds the stock; once for each taking.
        package func enter(
            for owner: ID<Reservation.Owner>, at: Instant, by who: String = Stock.shopItself, in db: any Transaction
        ) throws {
            let entry = Stock.Entry(owner: owner, who: who, why: "ordered", at: at)
            for share in shares { try entry.reserve(share.count, of: share.item, share.level, in: db) }
        }
    }

    /// Takes all of `demand`, or nothing: throws `Stock.Refusal.short` with every item that runs short.
    ///
    /// A place that has enough of an item gives it whole, `preferring` first, then by priority; only when none has, the
    /// item is split over places.
    package mutating func take(_ demand: Demand, preferring: ID<Place>?) throws -> Taking {
        let shortages = demand.sorted.compactMap { item, count in
            let available = shelves[item, default: []].reduce(0) { $0 + $1.now.free }
            return available < count ? Stock.Shortage(item: item, wanted: count, available: available) : nil
        }
        guard shortages.isEmpty else { throw Stock.Refusal.short(shortages) }
        return Taking(shares: demand.sorted.flatMap { item, count in take(count, of: item, preferring) })
    }

    private mutating func take(_ count: Int, of item: ID<Item>, _ preferred: ID<Place>?) -> [Taking.Share] {
        var (shares, left) = ([Taking.Share](), count)
        let ranked = shelves[item, default: []].indices.sorted {
            rank(of: item, $0, preferred) < rank(of: item, $1, preferred)
        }
        let places = ranked.first { shelves[item]?[$0].now.free ?? 0 >= count }.map { [$0] } ?? ranked
        for place in places where left > 0 {
            guard let now = shelves[item]?[place].now, now.free > 0 else { continue }
            let part = min(left, now.free)
            let level = now.reserving(part)
            shelves[item]?[place].now = level
            shares.append(Taking.Share(item: item, count: part, level: level))
            left -= part
        }
        return shares.sorted { $0.level.place < $1.level.place }
    }

    private func rank(of item: ID<Item>, _ place: Int, _ preferred: ID<Place>?) -> (Int, Int, ID<Place>) {
        guard let shelf = shelves[item]?[place] else { preconditionFailure("no such shelf of \(item)") }
        return (shelf.now.place == preferred ? 0 : 1, shelf.priority, shelf.now.place)
    }

    /// Writes what was taken to the stock itself, in the transaction that holds it; once, after the last taking.
    package func reserve(in db: any Transaction) throws {
        for (item, shelves) in shelves.sorted(by: { $0.key < $1.key }) {
            for shelf in shelves where shelf.now.number > shelf.before.number {
                // Read and then moved: somebody was quicker, which can't be where one writes at a time, nor where the
                // stock is held. What is left isn't known any more, and guessing it would refuse what may be there.
                try db.send(
                    StockTable.reserve,
                    [
                        "count": shelf.now.reserved - shelf.before.reserved,
                        "steps": shelf.now.number - shelf.before.number, "item": item, "place": shelf.before.place,
                        "movements": shelf.before.number,
                    ], orThrow: StorageFailure.overloaded)
            }
        }
    }
}
