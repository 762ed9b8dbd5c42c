import Offer
import Storage
import Testbed
import Testing
import Values

@testable import StoragePostgres
@testable import Trade

/// What T1 costs a server of PostgreSQL, which carries out each statement by itself.
@Suite("Statements that place an order", .enabled(if: TestDatabase.isPostgres))
struct PlacingStatementsTests {
    private static let nothing: Statement = "SELECT 1"

    private static let carts: [[(product: String, count: Int64)]] = [
        [("floor-mats", 1)], [("varia", 1), ("floor-mats", 2)],
    ]

    @Test(
        "however many lines and parts: the cart, its lines, the edition, the stock; and one that writes",
        arguments: carts)
    func counted(lines: [(product: String, count: Int64)]) async throws {
        let dealer = try await Dealer.open()
        // What is remembered of products and prices is read once.
        _ = try await dealer.placed(lines)
        let new = dealer.newOrder(of: try #require(ID<Cart>(try await dealer.cart(lines))))
        #expect(try await count([new], at: dealer) == 5, "it may be lowered and never raised without a reason")
        try await dealer.settle()
        try await dealer.settle(after: .seconds(13))
        #expect(try await dealer.state(of: new.order) == .placed)
        try await dealer.check()
    }

    @Test("eight orders at the same time take no more than one")
    func together() async throws {
        let dealer = try await Dealer.open(mats: 40)
        _ = try await dealer.placed(Self.carts[1])
        var news: [Checkout.New] = []
        for number in 0..<8 {
            let cart = try await dealer.cart(Self.carts[number % 2])
            news.append(dealer.newOrder(of: try #require(ID<Cart>(cart))))
        }
        #expect(try await count(news, at: dealer) == 5)
        try await dealer.settle()
        try await dealer.settle(after: .seconds(13))
        for new in news { #expect(try await dealer.state(of: new.order) == .placed) }
        try await dealer.check()
    }

    /// Statements that placing these orders in one transaction takes.
    private func count(_ news: [Checkout.New], at dealer: Dealer) async throws -> Int {
        try await dealer.shop.write(.readCommitted) { db in
            let transaction = try #require(db as? PostgresTransaction)
            let before = transaction.executedCount
            for end in try Placing.begin(news, in: db) { _ = try end.get() }
            // Has what is kept back carried out, and is one itself.
            try db.run(Self.nothing)
            return transaction.executedCount - before - 1
        }
    }
}
