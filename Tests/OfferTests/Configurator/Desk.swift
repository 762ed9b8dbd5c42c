import Foundation
import Offer
import Testbed
import Testing
import Values
import Web

/// A shop that sells the desk of docs/configurator.md for 499 euros.
struct DeskShop {
    let test: OfferShop

    static let path = "/v1/products/desk"

    /// The model as the page has it.
    static func model() throws -> JSON {
        let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/configurator.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let begin = try #require(text.firstRange(of: "```json\n"))
        let end = try #require(text[begin.upperBound...].firstRange(of: "```"))
        return try JSON.parse(Array(text[begin.upperBound..<end.lowerBound].utf8))
    }

    init() async throws {
        test = try await OfferShop()
        let item = try await test.staff.post("/v1/items", ["id": "steel-leg", "name": ["en": "Steel leg"]])
        #expect(item.status == 201, "\(item.text)")
        let product = try await test.staff.post("/v1/products", [
            "id": "desk", "kind": "configurable", "name": ["en": "Desk"], "description": ["en": "A desk."],
            "taxClass": "standard", "weightGrams": 20_000,
        ])
        #expect(product.status == 201, "\(product.text)")
        try await test.price("desk", Money(49_900, .EUR))
        let draft = try await test.staff.put("\(Self.path)/model/draft", try Self.model(), headers: ifNew)
        #expect(draft.status == 200, "\(draft.text)")
        let published = try await test.staff.post("\(Self.path)/model/publish")
        #expect(published.status == 201, "\(published.text)")
        #expect(try await test.staff.post("\(Self.path)/publish").status == 200)
    }

    func check(_ choices: [String], _ more: JSON.Object = [:]) async throws -> TestAnswer {
        try await test.check("desk", choices, more)
    }

    /// The draft with one of its members changed by hand.
    static func model(_ name: String, _ value: JSON) throws -> JSON {
        var object = try #require(try model().object)
        object[name] = value
        return .object(object)
    }
}

extension TestAnswer {
    /// Amounts of the price trace by their English labels.
    var amounts: [String: Int64] {
        let entries = json["trace"]?["entries"]?.array ?? []
        return Dictionary(
            entries.map { ($0["label"]?["en"]?.string ?? "", $0["amount"]?["amount"]?.integer ?? 0) },
            uniquingKeysWith: +)
    }

    func setting(_ parameter: String) -> JSON? {
        json["settings"]?.array?.first { $0["parameter"]?.string == parameter }
    }
}
