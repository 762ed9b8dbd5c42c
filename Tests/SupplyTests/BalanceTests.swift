import People
import Storage
import Supply
import Testbed
import Testing
import Values

@Suite("The stock ledger")
struct BalanceTests {
    @Test("balances after any sequence of changes", arguments: [UInt64(1), 2, 3, 4, 5])
    func anySequence(seed: UInt64) async throws {
        let stocked = try await StockedShop()
        var run = RandomRun(stocked, seed: seed)
        for step in 1...300 {
            try await run.step()
            if step.isMultiple(of: 50) {
                #expect(try await stocked.brokenRows() == [], "seed \(seed), step \(step)")
                for item in run.items {
                    let available = try await stocked.shop.read { db in try Stock.available([item], in: db)[item] }
                    #expect(available == run.available[item], "seed \(seed), step \(step), \(item)")
                }
            }
        }
        #expect(run.served > 20 && run.refused > 20, "seed \(seed) tries both: \(run.served), \(run.refused)")
    }

    @Test("names what was spoiled", arguments: [
        ("UPDATE stock SET on_hand = on_hand + 1", "stock tow-bar at plant: 11 on hand where the ledger makes 10"),
        ("UPDATE stock SET reserved = 2", "2 reserved where the ledger makes 3"),
        ("UPDATE reservation SET live = 2", "reservations hold 2"),
        ("DELETE FROM movement WHERE kind = 'received'", "ledger of tow-bar at plant: 1 movements where 2 were made"),
        ("UPDATE movement SET on_hand_after = 8 WHERE number = 2", "movement 2 of tow-bar at plant doesn't follow"),
        ("UPDATE reservation SET owner = 'order-9'", "for order-9 is not what its movements make"),
        ("DELETE FROM reservation", "reservation of tow-bar at plant for order-1 is missing"),
    ])
    func spoiled(change: String, complaint: String) async throws {
        let stocked = try await StockedShop([(.towBar, .carPlant, 10)])
        try await stocked.reserve(["tow-bar": 3], for: "order-1")
        #expect(try await stocked.brokenRows() == [])
        let statement = Statement(change)
        try await stocked.shop.write { db in _ = try db.run(statement) }
        let broken = try await stocked.brokenRows()
        #expect(broken.contains { $0.contains(complaint) }, "\(broken)")
    }

    @Test("a stock can't hold less than is reserved, whoever writes it")
    func schemaHolds() async throws {
        let stocked = try await StockedShop([(.towBar, .carPlant, 1)])
        await #expect(throws: StorageFailure.self) {
            try await stocked.shop.write { db in _ = try db.run("UPDATE stock SET reserved = 2") }
        }
        await #expect(throws: StorageFailure.self) {
            try await stocked.shop.write { db in _ = try db.run("UPDATE stock SET reserved = -1") }
        }
    }
}

/// Changes of stock by a seed, with a simple count beside them of what must come out.
private struct RandomRun {
    let stocked: StockedShop
    let chance: SeededChance
    let items: [ID<Item>] = ["tow-bar", "roof-box", "wheel-19"]
    let places: [ID<Place>] = ["warehouse", "plant", "dealer-north"]
    private(set) var available: [ID<Item>: Int] = [:]
    private var live: [ID<Reservation.Owner>: [ID<Item>: Int]] = [:]
    private(set) var served = 0
    private(set) var refused = 0

    init(_ stocked: StockedShop, seed: UInt64) {
        self.stocked = stocked
        chance = SeededChance(seed)
        for item in items { available[item] = 0 }
    }

    private func pick(_ count: Int) -> Int { Int(chance.next() % UInt64(count)) }

    mutating func step() async throws {
        switch pick(10) {
        case 0, 1: try await change(1 + pick(12))
        case 2: try await change(-(1 + pick(6)))
        case 3, 4, 5: try await reserve()
        case 6: try await release()
        default: try await settle()
        }
    }

    private mutating func note(_ work: @escaping @Sendable (any Transaction) throws -> Void) async throws -> Bool {
        let refusal = try await refusal { try await stocked.shop.write(work) }
        if refusal == nil { served += 1 } else { refused += 1 }
        return refusal == nil
    }

    private mutating func change(_ count: Int) async throws {
        let (item, place, now) = (items[pick(items.count)], places[pick(places.count)], stocked.shop.now)
        let change = Stock.Change(item: item, place: place, count: count, why: "random")
        let isReceipt = count > 0 && pick(2) == 0
        let done = try await note { db in
            if isReceipt {
                try Stock.receive(change, by: "test", at: now, in: db)
            } else {
                try Stock.adjust(change, by: "test", at: now, in: db)
            }
        }
        if done { available[item, default: 0] += count }
    }

    private func someDemand() -> Demand {
        var demand = Demand()
        for _ in 0...pick(3) { demand.add(items[pick(items.count)], 1 + pick(4)) }
        return demand
    }

    private mutating func reserve() async throws {
        let (demand, owner, now) = (someDemand(), someOwner(), stocked.shop.now)
        let preferred = pick(2) == 0 ? places[pick(places.count)] : nil
        let isEnough = demand.sorted.allSatisfy { available[$0.item, default: 0] >= $0.count }
        let done = try await note { db in
            try Stock.reserve(demand, for: owner, preferring: preferred, at: now, in: db)
        }
        #expect(done == isEnough)
        guard done else { return }
        for (item, count) in demand.sorted {
            available[item, default: 0] -= count
            live[owner, default: [:]][item, default: 0] += count
        }
    }

    private func someOwner() -> ID<Reservation.Owner> { ID("order-\(pick(6))") ?? "none" }

    private mutating func release() async throws {
        let (owner, now) = (someOwner(), stocked.shop.now)
        _ = try await note { db in try Stock.release(owner, at: now, why: "random", in: db) }
        for (item, count) in live[owner, default: [:]] { available[item, default: 0] += count }
        live[owner] = nil
    }

    private mutating func settle() async throws {
        let (demand, owner, now, way) = (someDemand(), someOwner(), stocked.shop.now, pick(3))
        let isHeld = demand.sorted.allSatisfy { live[owner, default: [:]][$0.item, default: 0] >= $0.count }
        let done = try await note { db in
            switch way {
            case 0: try Stock.ship(demand, of: owner, at: now, by: "test", in: db)
            case 1: try Stock.consume(demand, of: owner, at: now, by: "test", in: db)
            default: try Stock.release(demand, of: owner, at: now, by: "test", why: "random", in: db)
            }
        }
        #expect(done == isHeld)
        guard done else { return }
        for (item, count) in demand.sorted {
            live[owner, default: [:]][item, default: 0] -= count
            if way > 1 { available[item, default: 0] += count }
        }
    }
}
