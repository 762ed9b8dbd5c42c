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
        let cart = try #require(ID<Cart>(try await dealer.cart(lines)))
        let new = dealer.newOrder(of: cart)
        let count = try await dealer.shop.write(.readCommitted) { db in
            let transaction = try #require(db as? PostgresTransaction)
            let before = transaction.executedCount
            _ = try Checkout.begin(new, in: db)
            // Has what is kept back carried out, and is one itself.
            try db.run(Self.nothing)
            return transaction.executedCount - before - 1
        }
        #expect(count == 5, "it may be lowered and never raised without a reason")
        try await dealer.settle()
        try await dealer.settle(after: .seconds(13))
        #expect(try await dealer.state(of: new.order) == .placed)
        try await dealer.check()
    }
}
