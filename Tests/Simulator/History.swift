import Orderworks
import Storage
import StorageSQLite
import Testbed
import Trade
import Values

/// Runs histories, one after the other, on one database in memory. To be used on one thread.
package final class Historian {
    private let template: SQLiteTemplate
    private let database: SteppedSQLite

    package init(_ shop: ShopTemplate) throws {
        template = try SQLiteTemplate(file: shop.path)
        database = try SteppedSQLite(copying: template, log: .quiet)
    }

    /// What came of a history.
    package struct Outcome: Sendable {
        package let seed: UInt64
        package let hash: UInt64
        package let steps: Int
        /// Orders that buyers were told of.
        package let orders: Int
        package let crashes: Int
        package let time: Instant.Span
        package let fired: [Fault.Kind: Int]
        /// What was wrong; nil when nothing was.
        package let failure: String?
        /// Only when it was asked for.
        package let trace: [String]
    }

    /// The history of one seed, without the faults at the places named by `omitting`.
    package func run(
        _ seed: UInt64, omitting: Set<Int> = [], mutant: Mutant? = nil, keepsTrace: Bool = false
    ) throws -> Outcome {
        let faults = FaultPlan(seed: seed).faults.enumerated().filter { !omitting.contains($0.offset) }.map(\.element)
        var dice = Dice(seed, for: 5)
        try database.restore(template, batchLimit: dice.pick([1, 2, 3, 8, 64]))
        _ = try database.look { db in try db.run(mutant == .reservesWithoutCondition ? Self.unchecked : Self.checked) }
        let world = World(seed: seed, faults: faults, database: database, keepsTrace: keepsTrace)
        let history = History(world, mutant)
        try history.run()
        return Outcome(
            seed: seed, hash: world.trace.hash, steps: world.stepCount,
            orders: Set(history.shop.told.map(\.order)).count,
            crashes: history.shop.crashes, time: world.now - World.start, fired: world.fired, failure: world.failure,
            trace: world.trace.lines)
    }

    /// The faults without which the history of a seed that fails would not: one after the other is left out, for as
    /// long as it fails all the same.
    package func shortest(_ seed: UInt64, mutant: Mutant? = nil) throws -> (faults: [Fault], outcome: Outcome)? {
        let faults = FaultPlan(seed: seed).faults
        var omitted: Set<Int> = []
        var found = try run(seed, mutant: mutant)
        guard found.failure != nil else { return nil }
        for place in faults.indices.reversed() {
            let shorter = try run(seed, omitting: omitted.union([place]), mutant: mutant)
            if shorter.failure != nil {
                omitted.insert(place)
                found = shorter
            }
        }
        return (faults.enumerated().filter { !omitted.contains($0.offset) }.map(\.element), found)
    }

    private static let unchecked: Statement = "PRAGMA ignore_check_constraints = ON"
    private static let checked: Statement = "PRAGMA ignore_check_constraints = OFF"
}

/// One history: three buyers and five orders, what goes wrong meanwhile, and what must hold whatever happens.
private final class History: @unchecked Sendable {
    let world: World
    let shop: Establishment
    private let buyers: [Buyer]
    private var buying = 0
    private var commits = 0
    private var isShipped = false

    /// More would be a history that comes to no end.
    private static let stepLimit = 400_000
    /// How long the shop may take to come to rest once nothing goes wrong any more.
    private static let restLimit = Instant.Span.minutes(40)

    init(_ world: World, _ mutant: Mutant?) {
        self.world = world
        shop = Establishment(world, mutant)
        buyers = [2, 2, 1].enumerated().map { [shop] number, orders in
            Buyer(name: "buyer-\(number + 1)", shop: shop, orders: orders)
        }
    }

    func run() throws {
        shop.open()
        buying = buyers.count
        for buyer in buyers {
            world.start { [self] in
                await buyer.visit()
                buying -= 1
            }
        }
        try go { self.buying == 0 }
        world.calmDown()
        try rest()
        try shipRest()
        try judge()
        end()
    }

    /// Goes on until `isDone`, or something is wrong.
    private func go(until limit: Instant? = nil, _ isDone: () throws -> Bool) throws {
        while world.failure == nil, try !isDone() {
            if let limit, world.now > limit { return }
            guard world.stepCount < Self.stepLimit else { return world.fail("it comes to no end") }
            if let fault = world.faultByItself() {
                let crashes = shop.crashes
                shop.happen(fault)
                if shop.crashes > crashes { try judge() }
            }
            guard world.step() else { return world.fail("nothing goes on any more") }
            if world.database.commitCount != commits {
                commits = world.database.commitCount
                try glance()
            }
        }
    }

    /// Nothing pending, no job, no payment to look at.
    private func rest() throws {
        let limit = world.now + Self.restLimit
        var next = world.now
        try go(until: limit) {
            guard world.now >= next, !world.database.isInBatch else { return false }
            next = world.now + .seconds(1)
            return try left().isEmpty
        }
        guard world.failure == nil else { return }
        let open = try left()
        if !open.isEmpty { world.fail("it doesn't come to rest: \(open)") }
    }

    private func left() throws -> String {
        try world.database.look { db in
            try db.all(Self.unsettled) { row in "\(try row.get("what", as: String.self))" }
        }.joined(separator: ", ")
    }

    /// Sends what is still there, so that at the end every reservation is sold or freed.
    private func shipRest() throws {
        guard world.failure == nil, let buyer = buyers.first else { return }
        let orders = try world.database.look { db in
            try db.all(Self.placed) { row in try row.get("id", as: ID<Order>.self) }
        }
        world.start { [self] in
            await buyer.shipRest(orders)
            isShipped = true
        }
        try go { self.isShipped }
        try rest()
        guard world.failure == nil else { return }
        let live: Int64? = try world.database.look { db in try db.value(Self.live) }
        if live != 0 { world.fail("\(live ?? 0) are still reserved when nothing is left to be sent") }
        for order in try world.database.look({ db in
            try db.all(Self.everPlaced) { row in try row.get("id", as: ID<Order>.self) }
        }) where shop.letterbox.confirmations(of: order) != 1 {
            world.fail("order \(order): \(shop.letterbox.confirmations(of: order)) confirmations by name arrived")
        }
    }

    // MARK: - What must hold

    /// After every commit, because it is cheap.
    private func glance() throws {
        guard world.failure == nil else { return }
        let wrong: String? = try world.database.look { db in
            try db.first(Self.wrong) { row in try row.get("what", as: String.self) }
        }
        if let wrong { world.fail(wrong) }
    }

    /// All invariants, on what is committed.
    private func judge() throws {
        guard world.failure == nil else { return }
        let invariants = Wiring.invariants(bank: shop.bank.statement, buyers: shop.told)
        try world.database.look { db in
            for invariant in invariants {
                if case .broken(let rows) = try invariant.check(db) {
                    world.fail("\(invariant.number). \(invariant.name): \(rows.joined(separator: "; "))")
                }
            }
        }
    }

    /// The process ends for good, so that nobody waits any more.
    private func end() {
        shop.close()
        for _ in 0..<10_000 where world.executor.readyCount > 0 { world.executor.run(0) }
    }

    private static let unsettled: Statement = """
        SELECT 'order ' || id || ' is pending' AS what FROM sales_order WHERE state = 'pending'
        UNION ALL SELECT 'job ' || kind || ' ' || state || ' ' || COALESCE(last_error, '') FROM job
        UNION ALL SELECT 'payment ' || id || ' is ' || state FROM payment_attempt
        WHERE look_at IS NOT NULL OR state = 'capturing'
        UNION ALL SELECT 'refund ' || id || ' is ' || state FROM refund WHERE state = 'requested'
        """

    private static let placed: Statement = "SELECT id FROM sales_order WHERE state = 'placed' ORDER BY id"
    private static let everPlaced: Statement = "SELECT id FROM sales_order WHERE placed_at IS NOT NULL ORDER BY id"
    private static let live: Statement = "SELECT COALESCE(SUM(live), 0) FROM reservation"

    private static let wrong: Statement = """
        SELECT 'stock of ' || item || ': ' || reserved || ' reserved of ' || on_hand AS what FROM stock
        WHERE reserved > on_hand OR reserved < 0
        UNION ALL
        SELECT 'order ' || o.id || ' is placed and its payment ' || p.state FROM sales_order o
        JOIN payment_attempt p ON p.sales_order = o.id
        WHERE o.state = 'placed' AND p.state IN ('authorising', 'unknown', 'requires_action', 'declined')
        UNION ALL
        SELECT 'cart ' || cart || ' has ' || COUNT(*) || ' orders' FROM sales_order
        WHERE state IN ('pending', 'placed', 'closed') GROUP BY cart HAVING COUNT(*) > 1
        """
}
