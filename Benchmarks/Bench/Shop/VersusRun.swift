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

    /// A shop's rounds: orders a second, the shop's and the bank's microseconds for each, and how long the work behind
    /// them went on.
    private struct Side {
        let name: String
        let shop: BenchShop
        var rounds: [Round] = []

        var figures: [Figure] {
            [Figure("\(name), orders", median(\.rate), "1/s"),
             Figure("\(name), shop's CPU an order", median(\.shop), "µs"),
             Figure("\(name), bank's CPU an order", median(\.bank), "µs"),
             Figure("\(name), drained", median(\.drained), "s")]
        }

        private func median(_ figure: (Round) -> Double) -> Double { rounds.map(figure).sorted()[rounds.count / 2] }
    }

    private struct Round {
        let rate, shop, bank, drained: Double
    }

    func measure(_ report: inout Report) async throws {
        var sides: [Side] = []
        defer { for side in sides { side.shop.close() } }
        for (name, program) in [("this", OrderRun.program), ("other", other)] {
            sides.append(Side(name: name, shop: try BenchShop(executable: program, folder: "\(folder)/\(name)")))
            try await sides[sides.count - 1].shop.furnish()
        }
        // A turn that doesn't count; afterwards either begins by turns.
        for round in 0...Self.rounds {
            for place in round.isMultiple(of: 2) ? [0, 1] : [1, 0] {
                let figures = try await orders(at: sides[place].shop)
                if round > 0 { sides[place].rounds.append(figures) }
            }
        }
        let (mine, others) = (sides[0].figures, sides[1].figures)
        report.add("\(Self.rounds) rounds of \(Int(seconds)) s each, \(Self.buyers) buyers at once; medians", mine + others + [
            Figure("orders, this of other", mine[0].value / others[0].value * 100, "%"),
            Figure("CPU an order, this of other",
                   (mine[1].value + mine[2].value) / (others[1].value + others[2].value) * 100, "%"),
        ])
    }

    private func orders(at shop: BenchShop) async throws -> Round {
        let loop = Loop(port: shop.port, kinds: OrderingBuyer.Request.allCases.count) { OrderingBuyer(.atOnce) }
        func used() -> [Double] { [shop.server.usage().cpuSeconds, shop.bank.usage().cpuSeconds] }
        let before = used()
        let begin = Loop.now
        try loop.run(connections: Self.buyers, warmUp: 0, seconds: seconds)
        let drained = try await shop.drain()
        let span = Double(Loop.now - begin) / 1e9
        try shop.rest()
        let orders = Double(max(1, loop.times.allJourneys))
        let micros = zip(before, used()).map { ($1 - $0) / orders * 1e6 }
        return Round(rate: orders / span, shop: micros[0], bank: micros[1], drained: drained)
    }
}
