import Foundation

/// Whole orders over HTTP: the shop in one process, the sandbox bank in a second, the buyers in this one.
///
/// An order is a cart, a configured line and two fixed ones, addresses, delivery and the order itself, in either way.
/// It counts once it is captured and its mail accepted: the time until no job is left counts too, and the processor
/// time until the bank's last news is taken. No job may be parked.
struct OrderRun {
    let folder: String
    let seconds: Double
    /// The process of a database server that the shop works on, when there is one.
    var engine: Int32?

    private static let head =
        "buyers  orders/s  p50 ms  p99 ms   shop µs   bank µs  buyers µs  drained s  resident MB  refused"
    private static let warmUpSeconds = 2.0
    /// How long the work behind the orders may go on once no more are placed, for a run that is any good.
    private static let goodDrainSeconds = 5.0
    private static let order = OrderingBuyer.Request.order.rawValue
    /// More buyers at once than a shop of this size has in its best hour: half of what those get is a busy day.
    private static let peakBuyers = 64
    /// How long flushes are counted.
    private static let flushSeconds = 10.0

    /// The run is bad when the work behind the orders falls behind.
    func measure(_ buyers: [Int], _ report: inout Report) async throws {
        let drained = try await measureRates(buyers, &report)
        try await countFlushes(&report)
        if drained > Self.goodDrainSeconds {
            report.isBad("the work behind the orders went on for \(drained) s, more than \(Self.goodDrainSeconds)")
        }
    }

    /// On a database server, at each number of buyers, orders in their short way.
    func measureOnEngine(_ buyers: [Int], _ report: inout Report) async throws {
        let shop = try BenchShop(executable: Self.program, folder: folder + "/shop")
        defer { shop.close() }
        try await shop.furnish()
        for way in OrderingBuyer.Way.allCases {
            print("\n\(way.rawValue), \(way.requests.count) requests an order, \(Int(seconds)) s each, PostgreSQL")
            print(Self.head + "  engine µs")
            for count in buyers { _ = try await measure(count, way, at: shop, &report) }
        }
    }

    /// At each number of buyers, and with buyers who arrive at half the best rate; answers the longest time that the
    /// work behind the orders went on.
    private func measureRates(_ buyers: [Int], _ report: inout Report) async throws -> Double {
        let shop = try BenchShop(executable: Self.program, folder: folder + "/shop")
        defer { shop.close() }
        try await shop.furnish()
        var longest = 0.0
        for way in OrderingBuyer.Way.allCases {
            print("\n\(way.rawValue), \(way.requests.count) requests an order, \(Int(seconds)) s each")
            print(Self.head)
            var best = 0.0
            for count in buyers {
                let (rate, drained) = try await measure(count, way, at: shop, &report)
                if count <= Self.peakBuyers { best = max(best, rate) }
                longest = max(longest, drained)
            }
            guard best > 0 else { continue }
            longest = max(longest, try await arrive(perSecond: best / 2, way, at: shop, &report))
        }
        return longest
    }

    private func measure(
        _ count: Int, _ way: OrderingBuyer.Way, at shop: BenchShop, _ report: inout Report
    ) async throws -> (rate: Double, drained: Double) {
        let loop = Loop(port: shop.port, kinds: OrderingBuyer.Request.allCases.count) { OrderingBuyer(way) }
        var (before, begin, early) = ([Double](), UInt64(0), 0)
        func used() -> [Double] {
            [shop.server.usage(), shop.bank.usage(), Program.usage(of: getpid())].map(\.cpuSeconds)
                + (engine.map { [Program.childrenSeconds(of: $0)] } ?? [])
        }
        try loop.run(
            connections: count, warmUp: Self.warmUpSeconds, seconds: seconds, onSteady: {
                (before, begin, early) = (used(), Loop.now, loop.times.allJourneys)
            })
        let drained = try await shop.drain()
        let span = Double(Loop.now - begin) / 1e9
        try shop.rest()
        let after = used()
        let times = loop.times
        // Those that were under way at the end count, and so does the time until they and the work behind them ended.
        let orders = Double(max(1, times.allJourneys - early))
        let rate = orders / span
        let micros = zip(before, after).map { ($1 - $0) / orders * 1e6 }
        let (p50, p99) = (times.quantile(0.5, of: Self.order) ?? 0, times.quantile(0.99, of: Self.order) ?? 0)
        let resident = shop.server.usage().residentBytes
        print(String(
            format: "%6d %9.1f %7.1f %7.1f %9.0f %9.0f %10.0f %10.2f %12d %8d%@", count, rate, p50, p99,
            micros[0], micros[1], micros[2], drained, resident >> 20, times.refusals,
            micros.count > 3 ? String(format: "%11.0f", micros[3]) : ""))
        if let refusal = times.firstRefusal { print("        first refusal: \(refusal)") }
        fflush(nil)
        let all = micros.reduce(0, +)
        report.keep(([
            Figure("orders", rate, "1/s"), Figure("order call p50", p50, "ms"),
            Figure("order call p99", p99, "ms"), Figure("shop's CPU an order", micros[0], "µs"),
            Figure("bank's CPU an order", micros[1], "µs"), Figure("buyers' CPU an order", micros[2], "µs"),
            Figure("buyers' share of all CPU", all > 0 ? micros[2] / all * 100 : 0, "%"),
            Figure("drained", drained, "s"), Figure("resident", Double(resident) / 1e6, "MB"),
            Figure("refused", Double(times.refusals), ""),
        ] + micros.dropFirst(3).map { Figure("engine's CPU an order", $0, "µs") }).map { $0.of("\(way.rawValue), \(count) buyers") })
        return (rate, drained)
    }

    /// Buyers who come whether others have been served or not; answers how long the work behind them went on.
    private func arrive(
        perSecond rate: Double, _ way: OrderingBuyer.Way, at shop: BenchShop, _ report: inout Report
    ) async throws -> Double {
        let loop = Loop(port: shop.port, kinds: OrderingBuyer.Request.allCases.count) { OrderingBuyer(way) }
        try loop.arrive(perSecond: rate, warmUp: Self.warmUpSeconds, seconds: seconds)
        let drained = try await shop.drain()
        let times = loop.times
        let arriving = "\(way.rawValue), arriving"
        func figures(_ name: String, _ kind: Kind) -> [Figure] {
            [Figure("\(name) p50", times.quantile(0.5, of: kind) ?? .nan, "ms"),
             Figure("\(name) p99", times.quantile(0.99, of: kind) ?? .nan, "ms")]
        }
        report.add(
            String(format: "Buyers arrive at half the peak, %.1f a second, whoever else is waiting", rate),
            [Figure(arriving, rate, "1/s"), Figure("\(arriving), ordered", Double(times.journeys) / seconds, "1/s")]
                + figures("\(arriving), order call", Self.order)
                + figures("\(arriving), whole journey", loop.journeyKind)
                + figures("\(arriving), begun late", loop.lateKind)
                + [Figure("\(arriving), refused", Double(times.refusals), ""),
                   Figure("\(arriving), drained", drained, "s")])
        if let refusal = times.firstRefusal { print("first refusal: \(refusal)") }
        return drained
    }

    /// In a shop of its own, whose calls are watched; with all the work behind the orders.
    private func countFlushes(_ report: inout Report) async throws {
        let flushes = Flushes(path: folder + "/flushes")
        let title = "Flushes of the disk, \(Self.peakBuyers) buyers"
        guard let watcher = flushes.command() else { return print("\n\(title)\nnot measured: strace is missing") }
        let shop = try BenchShop(executable: Self.program, folder: folder + "/watched", watcher: watcher)
        defer { shop.close() }
        try await shop.furnish()
        let before = flushes.count
        let loop = Loop(port: shop.port, kinds: OrderingBuyer.Request.allCases.count) { OrderingBuyer(.inSteps) }
        try loop.run(
            connections: Self.peakBuyers, warmUp: 0, seconds: Self.flushSeconds)
        _ = try await shop.drain()
        let orders = Double(max(1, loop.times.allJourneys))
        report.add(title, [
            Figure("flushes an order, \(Self.peakBuyers) buyers", Double(flushes.count - before) / orders, ""),
            Figure("orders while they were counted", orders / Self.flushSeconds, "1/s"),
        ])
    }

    /// `orderworks` as it was built beside this program.
    static var program: String {
        URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent("orderworks").path
    }
}
