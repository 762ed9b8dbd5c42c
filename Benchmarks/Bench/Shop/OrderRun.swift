import Foundation

/// Whole orders over HTTP: the shop in one process, the sandbox bank in a second, the buyers in this one.
///
/// An order is a cart, a configured line and two fixed ones, addresses, delivery and the order itself. It counts once
/// it is captured and its mail accepted: no job may be left soon after the end, and none parked.
struct OrderRun {
    let folder: String
    let seconds: Double

    private static let warmUpSeconds = 2.0
    /// How long the work behind the orders may go on once no more are placed.
    private static let drainLimitSeconds = 60.0
    private static let order = OrderingBuyer.Request.order.rawValue

    func measure(_ buyers: [Int]) async throws {
        let shop = try BenchShop(executable: Self.program, folder: folder)
        defer { shop.close() }
        try await shop.furnish()
        print("\(OrderingBuyer.Request.allCases.count) requests an order, \(Int(seconds)) s each")
        print("buyers  orders/s  p50 ms  p99 ms   shop µs   bank µs  buyers µs  drained s  resident MB  refused")
        for count in buyers { try await measure(count, at: shop) }
    }

    private func measure(_ count: Int, at shop: BenchShop) async throws {
        let loop = Loop(port: shop.port, kinds: OrderingBuyer.Request.allCases.count) { OrderingBuyer() }
        var before: [Double] = []
        var after: [Double] = []
        func used() -> [Double] {
            [shop.server.usage(), shop.bank.usage(), Program.usage(of: getpid())].map(\.cpuSeconds)
        }
        try loop.run(
            connections: count, warmUp: Self.warmUpSeconds, seconds: seconds, onSteady: { before = used() },
            onEnd: { after = used() })
        let drained = try await Self.drain(shop)
        let times = loop.times
        let orders = Double(max(1, times.journeys))
        let micros = zip(before, after).map { ($1 - $0) / orders * 1e6 }
        print(String(
            format: "%6d %9.1f %7.1f %7.1f %9.0f %9.0f %10.0f %10.2f %12d %8d", count, orders / seconds,
            times.quantile(0.5, of: Self.order) ?? 0, times.quantile(0.99, of: Self.order) ?? 0, micros[0], micros[1],
            micros[2], drained, shop.server.usage().residentBytes >> 20, times.refusals))
        if let refusal = times.firstRefusal { print("        first refusal: \(refusal)") }
    }

    /// The seconds until no job was left.
    private static func drain(_ shop: BenchShop) async throws -> Double {
        let begin = Loop.now
        while true {
            let jobs = try await shop.jobs()
            guard jobs.parked == 0 else { throw Program.Failure(description: "\(jobs.parked) jobs are parked") }
            let passed = Double(Loop.now - begin) / 1e9
            if jobs.waiting == 0 { return passed }
            guard passed < drainLimitSeconds else {
                throw Program.Failure(description: "\(jobs.waiting) jobs are left after \(passed) s")
            }
            usleep(10_000)
        }
    }

    /// `orderworks` as it was built beside this program.
    static var program: String {
        URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent("orderworks").path
    }
}
