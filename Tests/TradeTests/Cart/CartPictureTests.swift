import Offer
import Testbed
import Testing
import Trade
import Values
import Web

@Suite("What a cart's lines look like")
struct CartPictureTests {
    private func hang(_ name: String, _ role: String, at product: String, _ dealer: Dealership) async throws -> String {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>\(name)</title></svg>"
        let answer = try await dealer.client.send(
            .post, "/v1/products/\(product)/pictures?altEn=\(name)&role=\(role)", body: Array(svg.utf8),
            headers: ["Content-Type": "image/svg+xml"])
        return try #require(answer.json["path"]?.string)
    }

    @Test("a line shows what was chosen, or the product's own first picture, also when it can't be had any more")
    func lines() async throws {
        let dealer = try await Dealership.open()
        let own = try await hang("estate", "gallery", at: "estate", dealer)
        let box = try await hang("box", "gallery", at: "roof-box", dealer)
        let red = try await hang("red", "option", at: "estate", dealer)
        let bar = try await hang("bar", "option", at: "estate", dealer)
        try await dealer.publishEstate(pictures: ["red": red, "tow-bar": bar])
        let id = try await dealer.newCart()
        try await dealer.add("estate", 1, ["red", "tow-bar"], to: id)
        try await dealer.add("estate", 1, ["white"], to: id)
        try await dealer.add("roof-box", 1, to: id)
        let cart = try await dealer.cart(id)
        #expect(cart.lines.map { $0.pictures.map(\.path) } == [[red, bar], [own], [box]])
        _ = try await dealer.client.post("/v1/products/roof-box/withdraw")
        #expect(try await dealer.cart(id).lines.last?.pictures.map(\.path) == [box])
    }
}
