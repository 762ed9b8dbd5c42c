import Foundation

/// Buyers who come at five times the rate that the shop's best hour has: those it takes must not fare worse for those
/// it can't, and those must hear so at once.
struct OverloadRun {
    let folder: String
    let seconds: Double

    private static let buyers = [64, 256]
    private static let times = 5.0
    private static let warmUpSeconds = 2.0
    /// Journeys at once: a buyer who is refused is gone again within a blink.
    private static let connectionLimit = 8_000
    /// Of the best rate, for a run that is any good.
    private static let goodShare = 0.9
    private static let order = OrderingBuyer.Request.order.rawValue

    func measure(_ report: inout Report) async throws {
        for way in OrderingBuyer.Way.allCases {
            let shop = try BenchShop(executable: OrderRun.program, folder: folder + "/" + way.rawValue)
            defer { shop.close() }
            try await shop.furnish()
            var best = 0.0
            for count in Self.buyers { best = max(best, try await peak(count, way, at: shop)) }
            try await overload(way, at: shop, best: best, &report)
        }
    }

    private func peak(_ buyers: Int, _ way: OrderingBuyer.Way, at shop: BenchShop) async throws -> Double {
        let (loop, begin) = (loop(way, shop), Loop.now)
        try loop.run(
            connections: buyers, warmUp: 0, seconds: seconds / 2)
        _ = try await shop.drain()
        return Double(loop.times.allJourneys) / (Double(Loop.now - begin) / 1e9)
    }

    private func overload(
        _ way: OrderingBuyer.Way, at shop: BenchShop, best: Double, _ report: inout Report
    ) async throws {
        let (rate, resident) = (best * Self.times, shop.server.usage().residentBytes)
        let (loop, begin) = (loop(way, shop), Loop.now)
        try loop.arrive(
            perSecond: rate, warmUp: Self.warmUpSeconds, seconds: seconds, atOnce: Self.connectionLimit)
        let drained = try await shop.drain()
        let times = loop.times
        let peak = Figure("\(way.rawValue), best rate", best, "1/s")
        // All of them, over all the time that they and the work behind them took.
        let served = Double(times.allJourneys) / (Double(Loop.now - begin) / 1e9)
        func quantile(_ name: String, _ share: Double, _ kind: Kind) -> Figure {
            Figure("\(way.rawValue), \(name)", times.quantile(share, of: kind) ?? .nan, "ms")
        }
        report.add(
            String(format: "%@: %.0f buyers come in a second, %.0f times the best rate", way.rawValue, rate, Self.times),
            [peak, .rate("\(way.rawValue), ordered", served, of: peak, called: "the best rate"),
             quantile("order call p50", 0.5, Self.order), quantile("order call p99", 0.99, Self.order),
             quantile("whole journey p99", 0.99, loop.journeyKind),
             Figure("\(way.rawValue), refused", Double(times.refusals), ""),
             quantile("refusal p50", 0.5, loop.refusedKind), quantile("refusal p99", 0.99, loop.refusedKind),
             Figure("\(way.rawValue), refused otherwise than by 503 or 429", Double(times.failures), ""),
             Figure("\(way.rawValue), resident before", Double(resident) / 1e6, "MB"),
             Figure("\(way.rawValue), resident at most", Double(shop.server.usage().peakBytes) / 1e6, "MB"),
             Figure("\(way.rawValue), drained", drained, "s")])
        if let refusal = times.firstRefusal { print("first refusal: \(refusal)") }
        if served < best * Self.goodShare { report.isBad("\(way.rawValue): \(served) orders a second of \(best)") }
        if times.failures > 0 { report.isBad("\(way.rawValue): \(times.failures) requests failed") }
    }

    private func loop(_ way: OrderingBuyer.Way, _ shop: BenchShop) -> Loop {
        Loop(port: shop.port, kinds: OrderingBuyer.Request.allCases.count) { OrderingBuyer(way) }
    }
}
