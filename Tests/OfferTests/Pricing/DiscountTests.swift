import Offer
import Storage
import Testbed
import Testing
import Values
import Web

@Suite struct DiscountTests {
    private static let spring: JSON = [
        "id": "spring", "label": ["en": "Spring offer"], "currency": "EUR",
        "effect": ["kind": "percentage", "rate": "5"], "eligible": ["kind": "category", "category": "accessories"],
        "minimum": ["amount": 5000, "currency": "EUR"], "validFrom": "2027-03-01", "validUntil": "2027-05-31",
    ]

    private static func changed(_ name: String, _ value: JSON?) -> JSON {
        guard case .object(var object) = spring else { return spring }
        object[name] = value
        return .object(object)
    }

    @Test("a discount is made, read, edited by its version and removed")
    func life() async throws {
        let shop = try await OfferShop()
        let made = try await shop.staff.post("/v1/discounts", Self.spring)
        #expect(made.status == 201)
        guard case .object(var expected) = Self.spring else { return }
        expected["version"] = 1
        #expect(try await shop.staff.get("/v1/discounts/spring").json == .object(expected))
        let edit: JSON = [
            "label": ["en": "Ten euros"], "currency": "EUR",
            "effect": ["kind": "amount", "amount": ["amount": 1000, "currency": "EUR"]],
            "eligible": ["kind": "product", "product": "roof-box"],
        ]
        #expect(try await shop.staff.put("/v1/discounts/spring", edit, headers: ifMatch(9)).status == 412)
        let edited = try await shop.staff.put("/v1/discounts/spring", edit, headers: ifMatch(1))
        #expect(edited.json == [
            "id": "spring", "label": ["en": "Ten euros"], "currency": "EUR",
            "effect": ["kind": "amount", "amount": ["amount": 1000, "currency": "EUR"]],
            "eligible": ["kind": "product", "product": "roof-box"], "version": 2,
        ])
        _ = try await shop.staff.post("/v1/discounts", Self.changed("id", "a-first"))
        #expect(try await shop.staff.get("/v1/discounts").list("items", "id") == ["a-first", "spring"])
        #expect(try await shop.staff.post("/v1/discounts", Self.spring).problem == "discount-taken")
        #expect(try await shop.staff.delete("/v1/discounts/spring", headers: ifMatch(2)).status == 204)
        #expect(try await shop.staff.get("/v1/discounts/spring").problem == "unknown-discount")
        #expect(try await shop.guest.get("/v1/discounts").status == 401)
    }

    @Test("terms that make no sense are refused by name", arguments: [
        ("effect", ["kind": "amount", "amount": ["amount": 1000, "currency": "CHF"]], "discount-in-other-currency"),
        ("effect", ["kind": "amount", "amount": ["amount": 0, "currency": "EUR"]], "discount-takes-nothing"),
        ("effect", ["kind": "percentage", "rate": "0.0"], "discount-takes-nothing"),
        ("minimum", ["amount": 5000, "currency": "CHF"], "discount-in-other-currency"),
        ("validUntil", "2027-02-28", "discount-ends-before-it-begins"),
        ("eligible", ["kind": "category", "category": "nothing"], "discount-for-unknown-goods"),
        ("eligible", ["kind": "product", "product": "nothing"], "discount-for-unknown-goods"),
        ("effect", ["kind": "gift"], "invalid-input"), ("effect", ["kind": "percentage"], "invalid-input"),
        ("effect", ["kind": "percentage", "rate": "101"], "invalid-input"),
    ] as [(String, JSON, String)])
    func refusals(member: String, value: JSON, problem: String) async throws {
        let shop = try await OfferShop()
        let answer = try await shop.staff.post("/v1/discounts", Self.changed(member, value))
        #expect(answer.problem == problem)
        #expect(try await shop.staff.get("/v1/discounts").list("items", "id") == [])
    }

    @Test("a discount counts on its first and last day, in its currency, and with its minimum")
    func inForce() async throws {
        let shop = try await OfferShop()
        _ = try await shop.staff.post("/v1/discounts", Self.spring)
        func discounts(_ currency: Currency, _ day: String) async throws -> Int {
            let day = try #require(Day(day))
            return try await shop.shop.read { db in
                try PriceRules.inForce(on: day, currency: currency, in: db).discounts.count
            }
        }
        try await shop.sell(in: .EUR, .CHF)
        #expect(try await discounts(.EUR, "2027-02-28") == 0)
        #expect(try await discounts(.EUR, "2027-03-01") == 1)
        #expect(try await discounts(.EUR, "2027-05-31") == 1)
        #expect(try await discounts(.EUR, "2027-06-01") == 0)
        #expect(try await discounts(.CHF, "2027-03-01") == 0)
        await #expect(throws: Pricing.Refusal.notSold(.JPY)) { try await discounts(.JPY, "2027-03-01") }
    }
}
