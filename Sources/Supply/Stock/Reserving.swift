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
    }

    /// Frees what is still live of the owner's reservations; nothing happens the second time.
    package static func release(
        _ owner: ID<Reservation.Owner>, at: Instant, by who: String = Stock.shopItself, why: String,
        in db: any Transaction
    ) throws {
    }

    /// Frees that part of the owner's reservations. Throws `Refusal.notReserved` when less is live.
    package static func release(
        _ demand: Demand, of owner: ID<Reservation.Owner>, at: Instant, by who: String, why: String,
        in db: any Transaction
    ) throws {
    }

    /// Turns that part of the owner's reservations into goods that left. Throws `Refusal.notReserved` when less is live.
    package static func ship(
        _ demand: Demand, of owner: ID<Reservation.Owner>, at: Instant, by who: String, in db: any Transaction
    ) throws {
    }
}
