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
        var held = try HeldStock(of: demand.items, in: db)
        let taking = try held.take(demand, preferring: preferring)
        try held.reserve(in: db)
        try taking.enter(for: owner, at: at, by: who, in: db)
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
    struct Entry {
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
