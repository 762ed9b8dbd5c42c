import Faces
import Foundation
import Testbed
import Testing
import Values
import Web

@testable import Orderworks

@Suite("The shop's pages")
struct StorefrontTests {
    private static let sizeLimit = 100_000

    /// The first page, a list, a search and what it doesn't find.
    private static let addresses = [
        "/", "/?all=1", "/?category=cars", "/?category=nothing", "/?q=tow+bar", "/?q=zeppelin", "/?q=%3F",
        "/?q=tow&category=transport",
    ]

    @Test("every page is there in both languages, within 100 kB, complete, and loads nothing foreign")
    func everywhere() async throws {
        let visitor = try await Visitor.open()
        for language in Language.allCases {
            visitor.language = language
            for address in Self.addresses {
                let page = try await visitor.get(address)
                #expect(page.status == 200, "\(address)")
                #expect(page.body.count < Self.sizeLimit, "\(address) has \(page.body.count) bytes")
                #expect(page.text.contains("<html lang=\"\(language.rawValue)\">"), "\(address)")
                for trace in ["{{", "}}", "Optional(", "[\"", "style=", "onclick", "<script>", "nil"] {
                    #expect(!page.text.contains(trace), "\(address) has \(trace)")
                }
                let policy = try #require(page.headers["Content-Security-Policy"])
                #expect(policy.hasPrefix("default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'"))
            }
        }
    }

    @Test("the first page shows one car large, and every category with its products")
    func firstPage() async throws {
        let visitor = try await Visitor.open()
        let page = try await visitor.get("/").text
        #expect(page.matches(of: /class="hero"/).count == 1)
        for name in ["Cars", "Carrying and towing", "Charging"] { #expect(page.contains("<h2>\(name)</h2>")) }
        for name in ["Alma", "Montis", "Roof box 420 l", "Wall box 11 kW"] {
            #expect(page.contains(">\(name)</a></h3>"), "\(name)")
        }
        visitor.language = .de
        #expect(try await visitor.get("/").text.contains("<h2>Autos</h2>"))
    }

    @Test("a search finds by words and keeps to a category; what isn't found is said kindly, with a way on")
    func search() async throws {
        let visitor = try await Visitor.open()
        let found = try await visitor.get("/?q=tow+bar").text
        #expect(found.contains("Found for “tow bar”") && found.contains("href=\"/products/tow-bar-kit\""))
        #expect(found.contains("href=\"/?q=tow%20bar&amp;category=transport\""))
        #expect(!found.contains("href=\"/products/alma\""))
        let nothing = try await visitor.get("/?q=%3Cb%3Ezeppelin").text
        #expect(nothing.contains("Nothing found") && nothing.contains("href=\"/?all=1\""))
        #expect(nothing.contains("&lt;b&gt;zeppelin") && !nothing.contains("<b>zeppelin"))
    }

    @Test("prices are in the currency chosen")
    func currency() async throws {
        let visitor = try await Visitor.open()
        #expect(try await visitor.get("/?category=charging").text.contains("€799.00"))
        let chosen = try await visitor.post("/currency", ["to": "CHF", "back": "/?category=charging"])
        #expect(chosen.status == 303 && chosen.headers["Location"] == "/?category=charging")
        #expect(try await visitor.get("/?category=charging").text.contains("CHF\u{A0}780.00"))
        #expect(try await visitor.post("/currency", ["to": "XXX"]).status == 404)
    }

    @Test("a form without the visitor's own token does nothing", arguments: ["/currency"])
    func guarded(address: String) async throws {
        let visitor = try await Visitor.open()
        _ = try await visitor.get("/")
        visitor.cookies["form"] = String(repeating: "0", count: 32)
        #expect(try await visitor.post(address, ["to": "CHF"]).status == 403)
    }
}
