import Offer
import Storage
import Supply
import Testbed
import Testing
import Trade
import Values
import Web

@Suite("A cart opened with all that an order needs")
struct CartAtOnceTests {
    private static let lines: JSON = [
        ["product": "estate", "quantity": 2, "choices": ["red", "tow-bar"]], ["product": "roof-box", "quantity": 1],
    ]
    private static let addresses: JSON = ["email": "ada@example.org", "invoiceAddress": Dealership.address]

    @Test("is the cart that the single requests make")
    func same() async throws {
        let dealer = try await Dealership.open()
        let answer = try await dealer.client.post("/v1/carts", [
            "currency": "EUR", "language": "de", "lines": Self.lines, "addresses": Self.addresses,
            "delivery": ["method": "collect", "dealer": "dealer-north"],
        ])
        let atOnce: CartView = try answer.view()
        #expect(answer.status == 201)
        #expect(answer.headers["Location"] == "/v1/carts/\(atOnce.id)")
        #expect(atOnce.missing.isEmpty)
        #expect(try await dealer.cart(atOnce.id.text).lines.map(\.id) == atOnce.lines.map(\.id))

        let id = try await dealer.newCart()
        try await dealer.add("estate", 2, ["red", "tow-bar"], to: id)
        try await dealer.add("roof-box", 1, to: id)
        _ = try await dealer.client.put("/v1/carts/\(id)/addresses", Self.addresses)
        let inSteps: CartView = try await dealer.client.put(
            "/v1/carts/\(id)/delivery", ["method": "collect", "dealer": "dealer-north"]).view()
        #expect(atOnce.totals == inSteps.totals)
        #expect(atOnce.totals != nil)
        #expect(atOnce.lines.map(\.options) == inSteps.lines.map(\.options))
        #expect(atOnce.lines.map(\.quantity) == inSteps.lines.map(\.quantity))
        #expect(atOnce.deliveryAddress == inSteps.deliveryAddress)
        #expect(atOnce.delivery == inSteps.delivery)
        #expect(atOnce.language == .de)
    }

    @Test("the same product twice is one line")
    func addsUp() async throws {
        let dealer = try await Dealership.open()
        let cart: CartView = try await dealer.client.post("/v1/carts", [
            "lines": [["product": "roof-box", "quantity": 1], ["product": "roof-box", "quantity": 2]],
        ]).view()
        #expect(cart.lines.map(\.quantity) == [3])
        #expect(try await dealer.cart(cart.id.text).lines.map(\.quantity) == [3])
    }

    @Test("a part that is refused is named, and nothing is stored", arguments: [
        (["lines": [["product": "roof-box", "quantity": 1], ["product": "nothing", "quantity": 1]]],
         "unknown-product", "#/lines/1"),
        (["lines": [["product": "estate", "quantity": 1, "choices": ["gold"]]]], "unknown-options", "#/lines/0"),
        (["lines": [["product": "roof-box", "quantity": 1]], "delivery": ["method": "collect"]],
         "dealer-needed", "#/delivery/dealer"),
        (["lines": [["product": "roof-box", "quantity": 1]], "delivery": ["method": "collect", "dealer": "nowhere"]],
         "unknown-dealer", "#/delivery/dealer"),
        (["lines": [["product": "roof-box", "quantity": 0]]], "invalid-input", "#/lines/0/quantity"),
        (["addresses": ["email": "ada@example.org"]], "invalid-input", "#/addresses/invoiceAddress"),
    ] as [(JSON, String, String)])
    func refused(body: JSON, problem: String, pointer: String) async throws {
        let dealer = try await Dealership.open()
        let answer = try await dealer.client.post("/v1/carts", body)
        #expect(answer.problem == problem)
        #expect(answer.faults.keys.contains(pointer))
        let carts: Int? = try await dealer.shop.read { try $0.value("SELECT COUNT(*) FROM cart") }
        #expect(carts == 0)
    }

    /// What is written by hand has every member that the type has, and reads back.
    @Test("its view is written whole")
    func written() async throws {
        let dealer = try await Dealership.open(towBars: 1)
        let cart: CartView = try await dealer.client.post("/v1/carts", [
            "lines": Self.lines, "addresses": Self.addresses, "delivery": ["method": "ship"],
        ]).view()
        #expect(!cart.shortages.isEmpty)
        try expectWhole(cart)
        try expectWhole(try #require(cart.lines.first))
        try expectWhole(try #require(cart.lines.first?.options.first))
        try expectWhole(try #require(cart.shortages.first))
        let totals = try #require(cart.totals)
        try expectWhole(totals)
        try expectWhole(try #require(totals.lines.first))
        try expectWhole(try #require(totals.taxes.first))
        try expectWhole(try #require(cart.invoiceAddress))
    }
}

/// Holds what a value writes against its own members, as the language knows them.
func expectWhole(_ value: some Codable, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let members = Mirror(reflecting: value).children.compactMap { child -> String? in
        // What it remembers of its own JSON is no member of it.
        if child.value is JSONOnce { return nil }
        let isNil = Mirror(reflecting: child.value).displayStyle == .optional
            && Mirror(reflecting: child.value).children.isEmpty
        return isNil ? nil : child.label
    }
    let json = try JSONCoding.json(value)
    #expect(json.object?.members.map(\.name) == members, sourceLocation: sourceLocation)
    let again = try JSONCoding.bytes(JSONCoding.value(type(of: value), from: json))
    #expect(again == json.bytes, sourceLocation: sourceLocation)
}
