import Foundation

/// The shop as it was built and another build of it, by turns on the same machine: whether a change made orders
/// cheaper. Whatever else the machine does meets both, so the ratio is the figure.
struct VersusRun {
    let folder: String
    /// The path of the other program.
    let other: String
    /// Of each round.
    let seconds: Double

    private static let rounds = 7
    private static let buyers = 64

    /// A shop's rounds: orders a second, and the shop's and bank's microseconds for each.
    private struct Side {
        let name: String
        let shop: BenchShop
        var rates: [Double] = []
        var costs: [Double] = []

        mutating func add(_ rate: Double, _ cost: Double) {
            rates.append(rate)
            costs.append(cost)
        }

        var figures: [Figure] {
            [Figure("\(name), orders", Self.median(rates), "1/s"),
             Figure("\(name), shop's and bank's CPU an order", Self.median(costs), "µs")]
        }

        private static func median(_ numbers: [Double]) -> Double { numbers.sorted()[numbers.count / 2] }
    }

    func measure(_ report: inout Report) async throws {
        var sides: [Side] = []
        defer { for side in sides { side.shop.close() } }
        for (name, program) in [("this", OrderRun.program), ("other", other)] {
            sides.append(Side(name: name, shop: try BenchShop(executable: program, folder: "\(folder)/\(name)")))
            try await sides[sides.count - 1].shop.furnish()
        }
        // A turn that doesn't count; afterwards each begins as often as the other.
        for round in 0...Self.rounds {
            for place in round.isMultiple(of: 2) ? [0, 1] : [1, 0] {
                let (rate, cost) = try await orders(at: sides[place].shop)
                if round > 0 { sides[place].add(rate, cost) }
            }
        }
        let (mine, others) = (sides[0].figures, sides[1].figures)
        report.add("\(Self.rounds) rounds of \(Int(seconds)) s each, \(Self.buyers) buyers at once; medians", mine + others + [
            Figure("orders, this of other", mine[0].value / others[0].value * 100, "%"),
            Figure("CPU an order, this of other", mine[1].value / others[1].value * 100, "%"),
        ])
    }

    private func orders(at shop: BenchShop) async throws -> (rate: Double, cost: Double) {
        let loop = Loop(port: shop.port, kinds: OrderingBuyer.Request.allCases.count) { OrderingBuyer(.atOnce) }
        func used() -> Double { shop.server.usage().cpuSeconds + shop.bank.usage().cpuSeconds }
        let before = used()
        try loop.run(
            connections: Self.buyers, warmUp: 0, seconds: seconds, onSteady: {}, onEnd: {})
        let drained = try await shop.drain()
        try shop.rest()
        let orders = Double(max(1, loop.times.allJourneys))
        return (orders / (seconds + drained), (used() - before) / orders * 1e6)
    }
}
