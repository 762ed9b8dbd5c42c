import Storage
import Supply
import Values
import Web

/// Reads what staff want to know when they sit down.
struct ReadDay: Endpoint {
    static let route = Route(.get, "/v1/day", .dayRead)
    static let summary = """
        Reads the day at a glance: orders and turnover since midnight UTC, and how many wait to be shipped, made \
        ready, handed over, paid, repaired or restocked. A waiting list is counted up to 1,000.
        """

    let shop: Shop

    func answer(_ input: Nothing, for caller: Caller) async throws -> DayView {
        let day = shop.now.day
        return try await shop.read { db in
            let today = try DayTable.today(since: Instant(seconds: Int64(day.number) * 86_400), in: db)
            return DayView(
                day: day, orders: today.count, turnover: today.turnover,
                toShip: try DayTable.waiting(.ship, in: db), toMakeReady: try DayTable.waiting(.makeReady, in: db),
                toHandOver: try DayTable.waiting(.handOver, in: db),
                paymentsWaiting: try DayTable.waiting(.waiting, in: db),
                paymentsToLookAt: try DayTable.waiting(.attention, in: db),
                parkedJobs: try JobList.counts(in: db).map(\.parked).reduce(0, +),
                shortItems: try Stock.countShort(in: db))
        }
    }
}
