import Foundation
import Testbed
import Testing
import Values
import Web

/// What `orderworks check` says of a shop that really sold something, and of copies of it with one thing spoiled.
@Suite("The checker", .enabled(if: TestDatabase.isSQLite), .timeLimit(.minutes(3)))
struct CheckerTests {
    @Test("everything holds for a shop that sold, captured, mailed and refunded; each thing spoiled is named")
    func names() async throws {
        let sold = try await sell()
        let whole = try SoldShop(copying: sold)
        let verdict = try await whole.check()
        #expect(verdict.code == 0, "\(verdict.output)")
        #expect(Set(Spoiling.all.map(\.invariant)) == Set(verdict.names), "every invariant has its spoiling")

        for spoiling in Spoiling.all {
            let copy = try SoldShop(copying: sold)
            try spoiling.spoil(copy)
            let verdict = try await copy.check()
            #expect(verdict.code == 1, "\(spoiling.what): \(verdict.output)")
            #expect(verdict.broken.contains(spoiling.invariant), "\(spoiling.what): \(verdict.output)")
        }
    }

    @Test("what it was not given to compare with is said, and the exit code is 3; nothing to check at all is 2")
    func incomplete() async throws {
        let sold = try await sell()
        let withoutBank = try await sold.check(bank: nil)
        #expect(withoutBank.code == 3)
        #expect(withoutBank.notChecked == ["bank-agrees", "one-authorisation"])
        let withoutBuyers = try await sold.check(buyers: nil)
        #expect(withoutBuyers.code == 3)
        #expect(withoutBuyers.notChecked == ["acknowledged-orders-exist"])
        let nothing = try await BuiltProgram.run(["check", "--data", sold.data + "/elsewhere"])
        #expect(nothing.code == 2)
        #expect(nothing.output.contains("There is no database"))
    }

    @Test("it checks a shop while it serves")
    func beside() async throws {
        let dealership = try Dealership(bank: .beside)
        try await dealership.open()
        try Data().write(to: URL(fileURLWithPath: dealership.buyersLog))
        let verdict = try await dealership.check()
        #expect(verdict.code == 0, "\(verdict.output)")
        _ = try await dealership.stopShop()
        try await dealership.stopBank()
    }

    /// A shop that sold two sets of mats, took the money, gave some of it back for one, and wrote to both; closed.
    private func sell() async throws -> SoldShop {
        let dealership = try Dealership(bank: .beside)
        try await dealership.open()
        let notebook = Notebook()
        let buyer = dealership.buyer("ada", noting: notebook)
        for number in 1...2 {
            try await buyer.order(try #require(try await buyer.fill()), key: "key-\(number)", twice: false)
        }
        _ = try await dealership.settle()
        try notebook.write(to: dealership.buyersLog)
        let log = try String(contentsOfFile: dealership.buyersLog, encoding: .utf8)
        let first = try #require(log.split(separator: "\n").first)
        let order = try #require(try JSON.parse(Array(first.utf8))["order"]?.string)
        try await dealership.must(.post, "/v1/orders/\(order)/refunds", [
            "amount": ["amount": 500, "currency": "EUR"], "reason": "A scratch.",
        ], key: "refund-1")
        try await dealership.addDocument(to: order)
        _ = try await dealership.settle()
        let code = try await dealership.stopShop()
        #expect(code == 0)
        try await dealership.stopBank()
        return try SoldShop(copying: dealership)
    }
}
