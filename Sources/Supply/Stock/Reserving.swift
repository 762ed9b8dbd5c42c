import Storage
import Values

extension Stock {
    /// Reserves all of `demand` for `owner`, or nothing: throws `Refusal.short` with every item that runs short, and
    /// that must end the transaction.
    ///
    /// A place that has enough of an item gives it whole, `preferring` first, then by priority; only when none has, the
    /// item is split over places.
    package static func reserve(
        _ demand: Demand, for owner: ID<Reservation.Owner>, preferring: ID<Place>?, at: Instant,
        by who: String = Stock.shopItself, in db: any Transaction
    ) throws {
        try hold(demand, preferring: preferring, in: db).reserve(for: owner, at: at, by: who, in: db)
    }

    /// The first half of reserving: finds where everything lies, and holds it for the second. Writes nothing.
    package static func hold(_ demand: Demand, preferring: ID<Place>?, in db: any Transaction) throws -> Taking {
        let levels = try levels(of: demand.items, preferring, in: db)
        var (shares, shortages) = ([Taking.Share](), [Shortage]())
        for (item, count) in demand.sorted {
            let levels = levels[item, default: []]
            let available = levels.reduce(0) { $0 + $1.free }
            if available < count { shortages.append(Shortage(item: item, wanted: count, available: available)) }
            shares += Self.shares(count, of: item, from: levels)
        }
        guard shortages.isEmpty else { throw Refusal.short(shortages) }
        return Taking(shares: shares)
    }

    /// What is going to be taken from where.
    package struct Taking {
        /// What is taken of an item from one place.
        fileprivate struct Share {
            let item: ID<Item>
            let level: Level
            let count: Int
        }

        fileprivate let shares: [Share]

        /// The second half, in the same transaction as the first.
        package func reserve(
            for owner: ID<Reservation.Owner>, at: Instant, by who: String = Stock.shopItself, in db: any Transaction
        ) throws {
            let entry = Entry(owner: owner, who: who, why: "ordered", at: at)
            for share in shares {
                // Read and then moved: somebody was quicker, which can't be where one writes at a time, nor where the
                // stock is held. What is left isn't known any more, and guessing it would refuse what may be there.
                try db.send(
                    StockTable.reserve,
                    [
                        "count": share.count, "item": share.item, "place": share.level.place,
                        "movements": share.level.number,
                    ], orThrow: StorageFailure.overloaded)
                try entry.reserve(share.count, of: share.item, share.level.reserving(share.count), in: db)
            }
        }
    }

    /// What lies where of each item, in the order of preference. It is held in the order of keys, as by every order.
    private static func levels(
        of items: [ID<Item>], _ preferred: ID<Place>?, in db: any Transaction
    ) throws -> [ID<Item>: [Level]] {
        var found: [ID<Item>: [(rank: (Int, Int, ID<Place>), level: Level)]] = [:]
        for page in StockTable.pages(items) {
            let parameters: Parameters = [
                "item1": page[0], "item2": page[1], "item3": page[2], "item4": page[3], "item5": page[4],
                "item6": page[5], "item7": page[6], "item8": page[7],
            ]
            try db.rows(StockTable.levels, parameters) { row in
                let item: ID<Item> = try row["item"]
                let level = try StockTable.level(row)
                let rank = (level.place == preferred ? 0 : 1, try row.get("priority", as: Int.self), level.place)
                found[item, default: []].append((rank, level))
                return true
            }
        }
        return found.mapValues { $0.sorted { $0.rank < $1.rank }.map(\.level) }
    }

    /// Where `count` is taken from: rows are locked in key order, so that two orders can't wait for each other.
    private static func shares(_ count: Int, of item: ID<Item>, from levels: [Level]) -> [Taking.Share] {
        if let whole = levels.first(where: { $0.free >= count }) {
            return [Taking.Share(item: item, level: whole, count: count)]
        }
        var (shares, left) = ([Taking.Share](), count)
        for level in levels where left > 0 && level.free > 0 {
            shares.append(Taking.Share(item: item, level: level, count: min(left, level.free)))
            left -= min(left, level.free)
        }
        return shares.sorted { $0.level.place < $1.level.place }
    }

    /// Frees what is still live of the owner's reservations; nothing happens the second time.
    package static func release(
        _ owner: ID<Reservation.Owner>, at: Instant, by who: String = Stock.shopItself, why: String,
        in db: any Transaction
    ) throws {
        let entry = Entry(owner: owner, who: who, why: why, at: at)
        for reservation in try Reservation.all(of: owner, in: db) where reservation.live > 0 {
            try entry.settle(reservation.live, of: reservation, as: .released, in: db)
        }
    }

    /// Frees that part of the owner's reservations. Throws `Refusal.notReserved` when less is live.
    package static func release(
        _ demand: Demand, of owner: ID<Reservation.Owner>, at: Instant, by who: String, why: String,
        in db: any Transaction
    ) throws {
        try settle(demand, as: .released, Entry(owner: owner, who: who, why: why, at: at), in: db)
    }

    /// Turns that part of the owner's reservations into goods that left. Throws `Refusal.notReserved` when less is
    /// live.
    package static func ship(
        _ demand: Demand, of owner: ID<Reservation.Owner>, at: Instant, by who: String, in db: any Transaction
    ) throws {
        try settle(demand, as: .shipped, Entry(owner: owner, who: who, why: "shipped", at: at), in: db)
    }

    /// Turns that part of the owner's reservations into parts that were built in. Throws `Refusal.notReserved` when
    /// less is live.
    package static func consume(
        _ demand: Demand, of owner: ID<Reservation.Owner>, at: Instant, by who: String, in db: any Transaction
    ) throws {
        try settle(demand, as: .consumed, Entry(owner: owner, who: who, why: "built in", at: at), in: db)
    }

    private static func settle(
        _ demand: Demand, as kind: Movement.Kind, _ entry: Entry, in db: any Transaction
    ) throws {
        let live = Dictionary(grouping: try Reservation.all(of: entry.owner, in: db).filter { $0.live > 0 }, by: \.item)
        let shortages = demand.sorted.compactMap { item, count in
            let reserved = live[item, default: []].reduce(0) { $0 + $1.live }
            return reserved < count ? Shortage(item: item, wanted: count, available: reserved) : nil
        }
        guard shortages.isEmpty else { throw Refusal.notReserved(shortages) }
        for (item, count) in demand.sorted {
            var left = count
            for reservation in live[item, default: []] where left > 0 {
                let share = min(left, reservation.live)
                try entry.settle(share, of: reservation, as: kind, in: db)
                left -= share
            }
        }
    }
}

extension Stock {
    /// What the stock of an item at a place has become by a change of it, and the number of that movement.
    struct Level {
        let place: ID<Place>
        let onHand: Int
        let reserved: Int
        let number: Int

        var free: Int { onHand - reserved }

        func reserving(_ count: Int) -> Level {
            Level(place: place, onHand: onHand, reserved: reserved + count, number: number + 1)
        }
    }

    /// What all movements of one change for an owner have in common.
    fileprivate struct Entry {
        let owner: ID<Reservation.Owner>
        let who: String
        let why: String
        let at: Instant

        func reserve(_ count: Int, of item: ID<Item>, _ level: Level, in db: any Transaction) throws {
            try db.send(
                StockTable.promise, ["owner": owner, "item": item, "place": level.place, "count": count])
            try movement(.reserved, count, of: item, level).enter(in: db)
        }

        /// Takes `count` out of what is live.
        func settle(
            _ count: Int, of reservation: Reservation, as kind: Movement.Kind, in db: any Transaction
        ) throws {
            let (item, place) = (reservation.item, reservation.place)
            let promised: Parameters = ["count": count, "owner": owner, "item": item, "place": place]
            let isSettled = try db.run(kind == .released ? StockTable.giveBack : StockTable.sell, promised) == 1
            let level = try db.first(
                StockTable.settle,
                [
                    "onHand": count * kind.onHandSign, "reserved": count * kind.reservedSign, "item": item,
                    "place": place,
                ], StockTable.level)
            guard isSettled, let level else {
                throw Refusal.notReserved([Shortage(item: item, wanted: count, available: 0)])
            }
            try movement(kind, count, of: item, level).enter(in: db)
        }

        func movement(_ kind: Movement.Kind, _ count: Int, of item: ID<Item>, _ level: Level) -> Movement {
            Movement(
                item: item, place: level.place, number: level.number, kind: kind, count: count,
                onHandAfter: level.onHand, reservedAfter: level.reserved, owner: owner, reference: nil, who: who,
                why: why, at: at)
        }
    }
}
