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
