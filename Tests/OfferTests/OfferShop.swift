import Files
import Offer
import People
import Storage
import Supply
import Testbed
import Values
import Web

/// A shop with the samples of Supply and Offer, and clients for staff and for anybody.
struct OfferShop {
    let sample: TestShop
    let staff: TestClient
    let guest: TestClient

    var shop: Shop { sample.shop }

    /// - Parameter isEmpty: without Offer's samples; Supply's are always there.
    init(isEmpty: Bool = false) async throws {
        sample = try await Shop.sample(
            migrations: People.migrations, Files.migrations, Supply.migrations, Offer.migrations)
        let now = sample.shop.now
        try await sample.shop.write { db in
            try Supply.addSamples(at: now, in: db)
            if !isEmpty { try Offer.addSamples(at: now, in: db) }
        }
        let endpoints = Offer.endpoints(sample.shop, .ofTests) + Supply.endpoints(sample.shop)
        staff = try TestClient(endpoints)
        guest = try TestClient(endpoints, as: Anybody.guest())
    }

    func price(_ product: ID<Product>, _ prices: Money..., from day: Day = Day(number: 0)) async throws {
        let now = shop.now
        try await shop.write { db in
            try PriceList.set(prices.map { PriceList.Price($0, validFrom: day) }, of: product, at: now, in: db)
        }
    }

    func sell(in currencies: Currency...) async throws {
        let now = shop.now
        try await shop.write { db in
            let settings = try PricingSettings.find(in: db)
            try PricingSettings(
                pricesIncludeTax: settings.pricesIncludeTax, currencies: currencies,
                homeCountry: settings.homeCountry, version: settings.version
            ).save(at: now, in: db)
        }
    }

    /// What a selection of a product comes to, as anybody may ask.
    func check(
        _ product: ID<Product> = "estate", _ choices: [String] = [], _ more: JSON.Object = [:]
    ) async throws -> TestAnswer {
        var body: JSON.Object = ["currency": "EUR", "choices": .array(choices.map(JSON.string))]
        for member in more.members { body[member.name] = member.value }
        return try await guest.post("/v1/products/\(product)/check", .object(body))
    }
}

extension TestAnswer {
    /// The texts of a list's members: `answer.list("items", "id")`.
    func list(_ name: String, _ member: String) -> [String] {
        (json[name]?.array ?? []).map { $0[member]?.string ?? "" }
    }
}

let ifNew: Headers = ["If-Match": "\"0\""]

func ifMatch(_ version: Int) -> Headers { ["If-Match": "\"\(version)\""] }
