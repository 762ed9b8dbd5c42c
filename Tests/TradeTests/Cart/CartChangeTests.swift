import Offer
import Storage
import Supply
import Testbed
import Testing
import Trade
import Values
import Web

@Suite("A cart whose offer has changed")
struct CartChangeTests {
    /// A cart that could be ordered.
    private func ready(_ dealer: Dealership, _ product: String, _ choices: [String] = []) async throws -> String {
        let id = try await dealer.newCart()
        try await dealer.add(product, 1, choices, to: id)
        try await dealer.address(id)
        try await dealer.ship(id)
        return id
    }

    @Test("a price that changed is shown from and to, keeps the cart from being ordered, and is accepted")
    func priceChange() async throws {
        let dealer = try await Dealership.open()
        let id = try await ready(dealer, "roof-box")
        try await dealer.priced(id).checkReady()
        try await dealer.price("roof-box", 42_900)
        let cart = try await dealer.cart(id)
        #expect(cart.changes.map(\.kind) == [.priceChanged])
        #expect(cart.changes.first?.priceAgreed == Money(39_900, .EUR))
        #expect(cart.changes.first?.priceNow == Money(42_900, .EUR))
        await #expect(throws: Cart.Refusal.changed(cart.changes)) { try await dealer.priced(id).checkReady() }
        let accepted: CartView = try await dealer.client.post("/v1/carts/\(id)/changes/accept").view()
        #expect(accepted.changes.isEmpty)
        #expect(accepted.lines.map(\.unitPrice) == [Money(42_900, .EUR)])
        #expect(try await dealer.priced(id).ready().totals.total == Money(44_390, .EUR))
    }

    @Test("a new model is a change even at the same price, and is accepted")
    func modelChange() async throws {
        let dealer = try await Dealership.open()
        let id = try await ready(dealer, "estate", ["red"])
        try await dealer.publishEstate(heatedSeats: 45_000)
        let cart = try await dealer.cart(id)
        #expect(cart.changes.map(\.kind) == [.modelChanged])
        #expect(cart.changes.first?.modelAgreed == 1)
        #expect(cart.changes.first?.modelNow == 2)
        let accepted: CartView = try await dealer.client.post("/v1/carts/\(id)/changes/accept").view()
        #expect(accepted.changes.isEmpty)
        #expect(accepted.lines.map(\.modelVersion) == [2])
    }

    @Test("a withdrawn product is told by name, and leaves the cart when that is accepted")
    func withdrawn() async throws {
        let dealer = try await Dealership.open()
        let id = try await ready(dealer, "roof-box")
        _ = try await dealer.client.post("/v1/products/roof-box/withdraw")
        let cart = try await dealer.cart(id)
        #expect(cart.changes.map(\.kind) == [.withdrawn])
        #expect(cart.lines.map(\.name.en) == ["Roof box"])
        let accepted: CartView = try await dealer.client.post("/v1/carts/\(id)/changes/accept").view()
        #expect(accepted.lines.isEmpty)
        #expect(accepted.missing == [.lines])
    }

    @Test("a choice that the new model lacks is withdrawn, the rest of the cart stands")
    func optionGone() async throws {
        let dealer = try await Dealership.open()
        let id = try await ready(dealer, "estate", ["tow-bar"])
        try await dealer.add("roof-box", 1, to: id)
        try await dealer.publishEstate(towBar: false)
        let cart = try await dealer.cart(id)
        #expect(cart.changes.map(\.kind) == [.withdrawn])
        #expect(cart.totals?.total == Money(41_390, .EUR))
        let accepted: CartView = try await dealer.client.post("/v1/carts/\(id)/changes/accept").view()
        #expect(accepted.lines.map(\.product) == ["roof-box"])
    }

    @Test("adding to a line keeps the price agreed for it, and shows the change")
    func addingKeepsAgreement() async throws {
        let dealer = try await Dealership.open()
        let id = try await ready(dealer, "roof-box")
        try await dealer.price("roof-box", 10_000)
        let cart: CartView = try await dealer.add("roof-box", 1, to: id).view()
        #expect(cart.lines.map(\.quantity) == [2])
        #expect(cart.changes.first?.priceAgreed == Money(39_900, .EUR))
    }

    @Test("what is missing is told all at once")
    func incomplete() async throws {
        let dealer = try await Dealership.open()
        let id = try await dealer.newCart()
        await #expect(throws: Cart.Refusal.incomplete([.lines, .email, .invoiceAddress, .delivery])) {
            try await dealer.priced(id).checkReady()
        }
    }

    @Test("a cart for where the shop doesn't deliver says so")
    func undeliverable() async throws {
        let dealer = try await Dealership.open()
        let id = try await ready(dealer, "roof-box")
        var address = Dealership.address
        if case .object(var object) = address {
            object.members = object.members.map { .init(name: $0.name, value: $0.name == "country" ? "FR" : $0.value) }
            address = .object(object)
        }
        let cart: CartView = try await dealer.client.put("/v1/carts/\(id)/addresses", [
            "email": "ada@example.org", "invoiceAddress": address,
        ]).view()
        #expect(cart.totals == nil)
        #expect(cart.undeliverable != nil)
        await #expect(throws: Pricing.Refusal.self) { try await dealer.priced(id).checkReady() }
    }

    @Test("an ordered cart takes nothing more, and a reopened one does again")
    func ordered() async throws {
        let dealer = try await Dealership.open()
        let id = try await ready(dealer, "roof-box")
        let cart = try #require(ID<Cart>(id))
        let now = dealer.shop.now
        try await dealer.shop.write { db in try Cart.markOrdered(cart, order: "order-1", at: now, in: db) }
        #expect(try await dealer.add("roof-box", 1, to: id).problem == "cart-already-ordered")
        #expect(try await dealer.ship(id).problem == "cart-already-ordered")
        #expect(try await dealer.address(id).problem == "cart-already-ordered")
        #expect(try await dealer.client.post("/v1/carts/\(id)/changes/accept").problem == "cart-already-ordered")
        let view = try await dealer.cart(id)
        #expect(view.state == .ordered)
        #expect(view.order == "order-1")
        #expect(view.lines.map(\.quantity) == [1])
        await #expect(throws: Cart.Refusal.alreadyOrdered) {
            try await dealer.shop.write { db in try Cart.markOrdered(cart, order: "order-2", at: now, in: db) }
        }
        try await dealer.shop.write { db in try Cart.reopen(cart, in: db) }
        #expect(try await dealer.add("roof-box", 1, to: id).status == 200)
    }

    @Test("a cart holds 100 lines at most")
    func lineLimit() async throws {
        let dealer = try await Dealership.open()
        let id = try await dealer.newCart()
        let cart = try #require(ID<Cart>(id))
        let now = dealer.shop.now
        for number in 1...Cart.lineLimit {
            try await dealer.sellAgain(number)
            #expect(try await dealer.add("mat-\(number)", 1, to: id).status == 200)
        }
        #expect(try await dealer.add("roof-box", 1, to: id).problem == "cart-full")
        let count = try await dealer.shop.read { db in try PricedCart.find(cart, at: now, in: db).lines.count }
        #expect(count == Cart.lineLimit)
    }
}
