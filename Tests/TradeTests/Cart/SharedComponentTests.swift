import Supply
import Testbed
import Testing
import Values
import Web

@testable import Trade

@Suite("Two cars and a fixed line share the last tow bars")
struct SharedComponentTests {
    private static let wanted: [(product: String, count: Int64)] = [("varia", 2), ("tow-bar-kit", 1)]

    @Test("two tow bars for three: sold out, saying what and how many are left; nothing is reserved")
    func soldOut() async throws {
        let dealer = try await Dealer.open(towBars: 2)
        let cart = try await dealer.cart(Self.wanted)
        let answer = try await dealer.order(cart)
        #expect(answer.status == 409)
        #expect(answer.problem == "sold-out")
        let short = answer.json["shortages"]?.array ?? []
        #expect(short.count == 1)
        #expect(short.first?["item"]?.string == "tow-bar")
        #expect(short.first?["wanted"]?.integer == 3)
        #expect(short.first?["available"]?.integer == 2)
        #expect(try await dealer.available("tow-bar") == 2)
        #expect(try await dealer.available("chassis") == 10)
        #expect(try await dealer.client.get("/v1/carts/\(cart)").json["state"]?.string == "open")
        #expect(dealer.bank.calls.isEmpty)
        try await dealer.check()
    }

    @Test("three tow bars for three: placed, and none is left")
    func placed() async throws {
        let dealer = try await Dealer.open(towBars: 3)
        let order = try await dealer.placed(Self.wanted)
        #expect(try await dealer.state(of: order) == .placed)
        #expect(try await dealer.available("tow-bar") == 0)
        #expect(try await dealer.available("chassis") == 8)
        try await dealer.check()
    }

    @Test("separate lines of separate cars count together too")
    func separateCarts() async throws {
        let dealer = try await Dealer.open(towBars: 2)
        _ = try await dealer.placed([("varia", 1)])
        let answer = try await dealer.order(try await dealer.cart([("varia", 1), ("tow-bar-kit", 1)]), key: "key-2")
        #expect(answer.problem == "sold-out")
        #expect(try await dealer.available("tow-bar") == 1)
    }
}
