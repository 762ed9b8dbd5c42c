import Foundation
import Storage
import StorageSQLite

/// How many orders the database takes a second through the storage driver, beside plain C on the same SQLite: the
/// same tables, statements and pragmas, and every commit flushed to the disk.
struct OrderTransactionLimit {
    let folder: String
    let seconds: Double

    /// Callers at a time, which is also how many share a commit; and how many orders are written between two looks at
    /// the clock, in turn by either side, so that both meet the same neighbours on the machine.
    private static let runs = [(together: 1, round: 128), (together: 64, round: 1280)]
    private static let roundLimit = 1000

    /// What one side has done, and taken.
    private struct Work {
        var orders = 0
        var seconds = 0.0
        var cpuSeconds = 0.0

        var rate: Double { Double(orders) / seconds }
        var microseconds: Double { cpuSeconds / Double(orders) * 1e6 }

        mutating func add(_ other: Work) {
            orders += other.orders
            seconds += other.seconds
            cpuSeconds += other.cpuSeconds
        }
    }

    func measure(_ report: inout Report) async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for size in [OrderTransaction.Size.configured, .single] {
            for run in Self.runs {
                let (plain, driver) = try await measure(size, run.together, round: run.round)
                let what = "\(size.statements) statements, \(run.together) at a time"
                let best = Figure("plain C, \(what)", plain.rate, "1/s")
                let least = Figure("plain C, \(what), CPU", plain.microseconds, "µs")
                report.add("Transactions of an order: \(what)", [
                    best, least, .rate("driver, \(what)", driver.rate, of: best, called: "plain C"),
                    .cost("driver, \(what), CPU", driver.microseconds, of: least, called: "plain C"),
                ])
            }
        }
    }

    private func measure(
        _ size: OrderTransaction.Size, _ together: Int, round: Int
    ) async throws -> (plain: Work, driver: Work) {
        let paths = ["c", "driver"].map { "\(folder)/\($0)-\(size.statements)-\(together).sqlite" }
        for path in paths {
            let database = try await OrderStore.open(path)
            try await OrderStore.stock(database)
            await database.close()
        }
        let database = try await OrderStore.open(paths[1])
        let (plain, driver) = try await alternate(
            try PlainCOrders(path: paths[0], size: size),
            DriverOrders(database: database, order: OrderTransaction(size: size)), together, round)
        await database.close()
        for (path, work) in zip(paths, [plain, driver]) {
            let written = try await OrderStore.open(path)
            try await OrderStore.verify(written, orders: work.orders + round, of: size)
            await written.close()
        }
        return (plain, driver)
    }

    /// Rounds of the one and the other, of which the first is for warming up.
    private func alternate(
        _ plain: some OrderWriting, _ driver: some OrderWriting, _ together: Int, _ round: Int
    ) async throws -> (plain: Work, driver: Work) {
        var (plainWork, driverWork) = (Work(), Work())
        for number in 0..<Self.roundLimit where plainWork.seconds + driverWork.seconds < 2 * seconds {
            let first = 100_000_000 + number * round
            let one = try await self.round(plain, first, round, together)
            let other = try await self.round(driver, first, round, together)
            guard number > 0 else { continue }
            plainWork.add(one)
            driverWork.add(other)
        }
        return (plainWork, driverWork)
    }

    private func round(_ side: some OrderWriting, _ first: Int, _ count: Int, _ together: Int) async throws -> Work {
        try await side.addCarts(from: first, count: count)
        let (begin, used) = (Loop.now, Self.cpuSeconds)
        try await side.write(from: first, count: count, together: together)
        return Work(orders: count, seconds: Double(Loop.now - begin) / 1e9, cpuSeconds: Self.cpuSeconds - used)
    }

    /// Of all threads of this process, in the kernel and out of it.
    private static var cpuSeconds: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let times = [usage.ru_utime, usage.ru_stime]
        return times.reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
    }
}
