import Faces
import Testbed
import Testing
import Trade
import Values
import Web

@testable import Orderworks

@Suite("Pages of buyers: configuring a van")
struct BuyersConfiguringTests {
    @Test("what comes along by itself is shown as taken, says why, and is no choice of the buyer's")
    func included() async throws {
        let shop = try await StaffedShop()
        let page = try await shop.visitor().get("/products/domo?choice=third-row").text
        #expect(page.contains("Who sits in the third row has air of their own"))
        #expect(page.contains("id=\"option-three-zone-air\" name=\"choice\" value=\"three-zone-air\" checked disabled"))
        let before = try await shop.visitor().get("/products/domo").text
        #expect(before.contains("Brings along: Three-zone air conditioning."))
        await shop.close()
    }

    @Test("what can't be taken says what to give up for it, as a link that does so")
    func repairs() async throws {
        let shop = try await StaffedShop()
        let visitor = shop.visitor()
        let page = try await visitor.get("/products/domo?choice=third-row&choice=sound").text
        #expect(page.contains("Take it instead of: Third row of seats"))
        let link = try #require(page.firstMatch(of: /href="([^"]*)">Take it instead of: Third row of seats/))
        let address = String(link.output.1).replacing("&amp;", with: "&")
        let repaired = try await visitor.get(address).text
        #expect(repaired.contains("value=\"spare-wheel\" checked"))
        #expect(repaired.contains("value=\"sound\" checked"))
        #expect(!repaired.contains("value=\"third-row\" checked"))
        await shop.close()
    }

    @Test("a group under an option is asked for where that is taken")
    func nested() async throws {
        let shop = try await StaffedShop()
        let visitor = shop.visitor()
        #expect(try await !visitor.get("/products/domo").text.contains("How the rear doors open"))
        let page = try await visitor.get("/products/domo?choice=electric-rear-doors").text
        #expect(page.contains("<fieldset class=\"under\"><legend>How the rear doors open"))
        #expect(page.contains("value=\"doors-by-handle\" checked"))
        await shop.close()
    }

    @Test("a measure is typed, priced and kept on the way into the cart")
    func measures() async throws {
        let shop = try await StaffedShop()
        let visitor = shop.visitor()
        #expect(try await !visitor.get("/products/domo").text.contains("value-charging-cable"))
        let path = "/products/domo?group-engine=electric-218"
        let plain = try await visitor.get(path).text
        #expect(plain.contains("name=\"value-charging-cable\" type=\"number\""))
        #expect(plain.contains("5 to 15 m"))
        let usual = try await visitor.get("\(path)&value-charging-cable=5&usual-charging-cable=5").text
        #expect(!usual.contains("Charging cable, 5 m more"))
        let longer = try await visitor.get("\(path)&value-charging-cable=15&usual-charging-cable=5").text
        #expect(longer.contains("Charging cable, 5 m more × 2"))
        let wrong = try await visitor.get("\(path)&value-charging-cable=7&usual-charging-cable=5")
        #expect(wrong.status == 200, "\(wrong.text)")
        let put = try await visitor.post("/cart/lines?product=domo", [
            ("group-engine", "electric-218"), ("value-charging-cable", "15"), ("usual-charging-cable", "5"),
        ])
        #expect(put.status == 303, "\(put.text)")
        let cart = try await visitor.get("/cart").text
        #expect(cart.contains("Charging cable 15 m"))
        #expect(cart.contains("choice=charging-cable%3D15") || cart.contains("choice=charging-cable=15"))
        await shop.close()
    }

    @Test("a pack that costs less than its parts is proposed, and taken by a link")
    func packs() async throws {
        let shop = try await StaffedShop()
        let visitor = shop.visitor()
        let page = try await visitor.get("/products/domo?choice=heated-front-seats&choice=heated-back-seats").text
        #expect(page.contains("Winter pack: with Heated steering wheel you pay €240.00 less"))
        visitor.language = .de
        #expect(try await visitor.get("/products/domo?choice=heated-front-seats").text.contains("Winterpaket: Mit"))
        await shop.close()
    }
}
