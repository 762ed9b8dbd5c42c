import Offer
import Storage
import Supply
import Testbed
import Testing
import Values

@testable import Trade

@Suite("Orders placed together")
struct PlacingTests {
    @Test("each gets what those before it left, and one that is refused leaves the others alone")
    func eachByItself() async throws {
        let dealer = try await Dealer.open()
        func new(_ lines: [(product: String, count: Int64)]) async throws -> Checkout.New {
            dealer.newOrder(of: try #require(ID<Cart>(try await dealer.cart(lines))))
        }
        var wrongTotal = try await new([("floor-mats", 1)])
        wrongTotal.expected = Money(1, .EUR)
        let unknown = dealer.newOrder(of: dealer.shop.newID())
        let news = [
            try await new([("floor-mats", 6)]), wrongTotal, try await new([("floor-mats", 6)]), unknown,
            try await new([("floor-mats", 3)]), try await new([("varia", 1), ("floor-mats", 1)]),
            try await new([("floor-mats", 1)]),
        ]
        let ends = try await dealer.shop.write(.readCommitted) { db in try Placing.begin(news, in: db) }
        #expect(ends.map { (try? $0.get()) != nil } == [true, false, false, false, true, true, false])
        #expect(throws: Stock.Refusal.short([.init(item: "mats", wanted: 6, available: 4)])) { _ = try ends[2].get() }
        #expect(throws: Cart.Refusal.unknown) { _ = try ends[3].get() }
        #expect(throws: Stock.Refusal.short([.init(item: "mats", wanted: 1, available: 0)])) { _ = try ends[6].get() }
        #expect(try await dealer.available("mats") == 0)
        try await dealer.settle()
        try await dealer.settle(after: .seconds(13))
        for (new, end) in zip(news, ends) {
            let state = try await dealer.shop.read { db in try Order.find(new.order, in: db)?.state }
            #expect(state == ((try? end.get()) == nil ? nil : .placed))
        }
        try await dealer.check()
    }

    @Test("whoever repeats a key in the lot of others is told what came of it")
    func known() async throws {
        let dealer = try await Dealer.open()
        let first = dealer.newOrder(of: try #require(ID<Cart>(try await dealer.cart())))
        let other = dealer.newOrder(of: try #require(ID<Cart>(try await dealer.cart())))
        _ = try await dealer.shop.write(.readCommitted) { db in try Placing.begin(first, in: db) }
        let ends = try await dealer.shop.write(.readCommitted) { db in try Placing.begin([first, other], in: db) }
        guard case .known(let key) = try ends[0].get(), case .begun(let order) = try ends[1].get() else {
            Issue.record("\(ends)")
            return
        }
        #expect(key.order == first.order && order.id == other.order)
        try await dealer.settle()
        try await dealer.settle(after: .seconds(13))
        try await dealer.check()
    }

    /// Places the requests at the same time, the others while the first can't be written yet; answers what became of
    /// each, and how many transactions that took.
    private func together(
        _ requests: [Checkout.New], at dealer: Dealer
    ) async throws -> (ends: [Placing.End], writes: Int) {
        let database = CountingDatabase(dealer.shop.database)
        let shop = Shop(
            database: database, time: dealer.shop.time, chance: dealer.shop.chance, log: dealer.shop.log,
            outbox: dealer.shop.outbox)
        let placing = Placing(shop, lanes: 1)
        let ends = try await withThrowingTaskGroup(of: (Int, Placing.End).self) { group in
            for (place, request) in requests.enumerated() {
                group.addTask {
                    do { return (place, .success(try await placing.begin(request))) } catch {
                        return (place, .failure(error))
                    }
                }
                // The first begins by itself; the others wait in their order.
                while database.writes == 0 || shop.gatheredCount < place { await Task.yield() }
            }
            database.open()
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        return (requests.indices.compactMap { ends[$0] }, database.writes)
    }

    private func requests(_ count: Int, at dealer: Dealer) async throws -> [Checkout.New] {
        var requests: [Checkout.New] = []
        for _ in 0..<count {
            requests.append(dealer.newOrder(of: try #require(ID<Cart>(try await dealer.cart()))))
        }
        return requests
    }

    private func finish(_ requests: [Checkout.New], at dealer: Dealer) async throws {
        try await dealer.settle()
        try await dealer.settle(after: .seconds(13))
        for request in requests { #expect(try await dealer.state(of: request.order) == .placed) }
        try await dealer.check()
    }

    @Test("where each commit stands for itself, those that come meanwhile share one")
    func shared() async throws {
        let dealer = try await Dealer.open()
        #expect(dealer.shop.database.sharesCommits == TestDatabase.isSQLite)
        let requests = try await requests(7, at: dealer)
        let (ends, writes) = try await together(requests, at: dealer)
        #expect(ends.allSatisfy { (try? $0.get()) != nil })
        #expect(writes == 2, "the first by itself, then six together")
        try await finish(requests, at: dealer)
    }

    @Test("what the database refuses for one of a lot doesn't take the others along")
    func refusedByTheDatabase() async throws {
        let dealer = try await Dealer.open()
        var requests = try await requests(5, at: dealer)
        let (cart, number) = (requests[3].cart, requests[2].number)
        requests[3] = dealer.newOrder(of: cart, number: number)
        let (ends, writes) = try await together(requests, at: dealer)
        #expect(ends.map { (try? $0.get()) != nil } == [true, true, true, false, true])
        #expect(throws: StorageFailure.self) { _ = try ends[3].get() }
        requests.remove(at: 3)
        try await finish(requests, at: dealer)
        // Where a unique key says no a transaction is tried again by itself, which isn't counted.
        #expect(writes == 6, "the first by itself, four together, and each of these by itself")
    }

    @Test("a cart that two of a lot order is tried for the second by itself")
    func sameCart() async throws {
        let dealer = try await Dealer.open()
        var requests = try await requests(4, at: dealer)
        var again = dealer.newOrder(of: requests[2].cart)
        again.key = "key-2"
        requests.append(again)
        let (ends, writes) = try await together(requests, at: dealer)
        #expect(ends.map { (try? $0.get()) != nil } == [true, true, true, true, false])
        #expect(throws: Cart.Refusal.alreadyOrdered) { _ = try ends[4].get() }
        #expect(writes == 3, "the first by itself, three together, the second order of the cart")
        try await finish(Array(requests.prefix(4)), at: dealer)
    }

    @Test("one cart, ordered by many at the same time under keys of their own, becomes one order")
    func oneCart() async throws {
        let dealer = try await Dealer.open()
        let cart = try await dealer.cart()
        let answers = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 1...12 {
                group.addTask { try await dealer.order(cart, key: "key-\(number)").status }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count { $0 == 201 } == 1 && answers.count { $0 == 409 } == 11)
        #expect(try await dealer.available("mats") == 9)
        try await dealer.settle()
        try await dealer.check()
    }
}
