import Offer
import Storage
import Supply
import Testbed
import Testing
import Trade
import Values
import Web

@Suite("Cart")
struct CartTests {
    @Test("a new cart is empty and says what is missing")
    func newCart() async throws {
        let dealer = try await Dealership.open()
        let answer = try await dealer.client.post("/v1/carts", ["currency": "EUR", "language": "de"])
        let cart: CartView = try answer.view()
        #expect(answer.status == 201)
        #expect(answer.headers["Location"] == "/v1/carts/\(cart.id)")
        #expect(cart.language == .de)
        #expect(cart.missing == [.lines, .email, .invoiceAddress, .delivery])
        #expect(cart.totals == nil)
    }

    @Test("a cart is in the shop's own currency, and in none the shop doesn't sell in")
    func currency() async throws {
        let dealer = try await Dealership.open()
        let cart: CartView = try await dealer.client.post("/v1/carts").view()
        #expect(cart.currency == .EUR)
        #expect(try await dealer.client.post("/v1/carts", ["currency": "USD"]).problem == "currency-not-sold")
    }

    @Test("a configured line has names, trace and price from the server")
    func configuredLine() async throws {
        let dealer = try await Dealership.open()
        let id = try await dealer.newCart()
        let cart: CartView = try await dealer.add("estate", 2, ["red", "tow-bar"], to: id).view()
        let line = try #require(cart.lines.first)
        #expect(line.name.en == "Estate")
        #expect(line.options.map(\.id) == ["red", "tow-bar"])
        #expect(line.unitPrice == Money(3_110_000, .EUR))
        #expect(line.amount == Money(6_220_000, .EUR))
        #expect(line.trace.entries.map(\.kind) == [.base, .option, .option])
        #expect(line.modelVersion == 1)
        #expect(line.availability.left == 10)
    }

    @Test("choices left open get their defaults, and add to the line that names them")
    func defaultsAddUp() async throws {
        let dealer = try await Dealership.open()
        let id = try await dealer.newCart()
        try await dealer.add("estate", 1, [], to: id)
        let cart: CartView = try await dealer.add("estate", 2, ["white"], to: id).view()
        #expect(cart.lines.map(\.quantity) == [3])
        let other: CartView = try await dealer.add("estate", 1, ["red"], to: id).view()
        #expect(other.lines.map(\.quantity) == [3, 1])
    }

    @Test("a price in the body is refused", arguments: ["unitPrice", "price", "amount"])
    func priceRefused(_ member: String) async throws {
        let dealer = try await Dealership.open()
        let id = try await dealer.newCart()
        let answer = try await dealer.client.post("/v1/carts/\(id)/lines", .object(.init([
            .init(name: "product", value: "roof-box"), .init(name: "quantity", value: 1),
            .init(name: member, value: ["amount": 1, "currency": "EUR"]),
        ])))
        #expect(answer.status == 422 || answer.status == 400)
        #expect(answer.faults.keys.contains("#/\(member)"))
        #expect(try await dealer.cart(id).lines.isEmpty)
    }

    @Test("a line holds 999 at most")
    func quantityLimit() async throws {
        let dealer = try await Dealership.open()
        let id = try await dealer.newCart()
        try await dealer.add("roof-box", 999, to: id)
        #expect(try await dealer.add("roof-box", 1, to: id).problem == "cart-line-full")
        #expect(try await dealer.add("roof-box", 1000, to: id).faults.keys.contains("#/quantity"))
        #expect(try await dealer.cart(id).lines.map(\.quantity) == [999])
    }

    @Test("a cart is worth no more than amounts can count")
    func worthLimit() async throws {
        let dealer = try await Dealership.open()
        try await dealer.price("roof-box", Money.limit)
        let id = try await dealer.newCart()
        #expect(try await dealer.add("roof-box", 1, to: id).status == 200)
        #expect(try await dealer.add("roof-box", 998, to: id).problem == "cart-too-dear")
        #expect(try await dealer.cart(id).lines.map(\.quantity) == [1])
    }

    @Test("a quantity is changed, a line removed, an unknown one refused")
    func changeLines() async throws {
        let dealer = try await Dealership.open()
        let id = try await dealer.newCart()
        let first: CartView = try await dealer.add("roof-box", 1, to: id).view()
        let line = try #require(first.lines.first?.id)
        let more: CartView = try await dealer.client.put("/v1/carts/\(id)/lines/\(line)", ["quantity": 5]).view()
        #expect(more.lines.map(\.quantity) == [5])
        let less: CartView = try await dealer.client.delete("/v1/carts/\(id)/lines/\(line)").view()
        #expect(less.lines.isEmpty)
        #expect(try await dealer.client.delete("/v1/carts/\(id)/lines/\(line)").problem == "unknown-cart-line")
        #expect(try await dealer.client.get("/v1/carts/nobody").problem == "unknown-cart")
    }

    @Test("goods go to the invoice address unless another is named")
    func addresses() async throws {
        let dealer = try await Dealership.open()
        let id = try await dealer.newCart()
        let cart: CartView = try await dealer.address(id).view()
        #expect(cart.deliveryAddress == cart.invoiceAddress)
        #expect(cart.missing == [.lines, .delivery])
        #expect(try await dealer.client.put("/v1/carts/\(id)/addresses", [
            "email": "nobody", "invoiceAddress": Dealership.address,
        ]).faults.keys.contains("#/email"))
    }

    @Test("goods are collected at a dealer, and nowhere else")
    func collect() async throws {
        let dealer = try await Dealership.open()
        let id = try await dealer.newCart()
        let (client, path) = (dealer.client, "/v1/carts/\(id)/delivery")
        #expect(try await client.put(path, ["method": "collect"]).problem == "dealer-needed")
        #expect(try await client.put(path, ["method": "collect", "dealer": "warehouse"]).problem == "unknown-dealer")
        #expect(try await client.put(path, ["method": "ship", "dealer": "dealer-north"]).problem == "dealer-not-needed")
        let cart: CartView = try await client.put(path, ["method": "collect", "dealer": "dealer-north"]).view()
        #expect(cart.delivery == .collect(at: "dealer-north"))
    }

    @Test("totals come with delivery and tax once it is known where the goods go")
    func totals() async throws {
        let dealer = try await Dealership.open()
        let id = try await dealer.newCart()
        try await dealer.add("roof-box", 2, to: id)
        try await dealer.address(id)
        let shipped: CartView = try await dealer.ship(id).view()
        #expect(shipped.missing.isEmpty)
        #expect(shipped.totals?.total == Money(81_290, .EUR))
        #expect(shipped.totals?.delivery == Money(1_490, .EUR))
        #expect(shipped.totals?.trace.entries.map(\.kind) == [.base, .delivery, .tax])
        let collected: CartView = try await dealer.client.put(
            "/v1/carts/\(id)/delivery", ["method": "collect", "dealer": "dealer-north"]).view()
        #expect(collected.totals?.total == Money(79_800, .EUR))
    }

    @Test("lines that share a component are told together how much is short")
    func shortages() async throws {
        let dealer = try await Dealership.open(towBars: 2)
        let id = try await dealer.newCart()
        try await dealer.add("estate", 2, ["tow-bar"], to: id)
        let cart: CartView = try await dealer.add("tow-bar-kit", 1, to: id).view()
        #expect(cart.lines.map(\.availability.enough) == [true, true])
        #expect(cart.shortages == [Stock.Shortage(item: "tow-bar", wanted: 3, available: 2)])
    }
}
