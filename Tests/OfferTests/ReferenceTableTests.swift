import People
import Storage
import Supply
import Testbed
import Testing
import Values

@testable import Offer

@Suite("What the offer remembers") struct ReferenceTableTests {
    private static let triggers: Statement = TestDatabase.isSQLite
        ? "SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = $table AND sql LIKE '%edition%'"
        : """
            SELECT COUNT(*) FROM information_schema.triggers
            WHERE trigger_schema = current_schema() AND event_object_table = CAST($table AS TEXT)
                AND action_statement LIKE '%edition%'
            """

    @Test("every reference table tells of its inserts, updates and deletes", arguments: Offer.referenceTables)
    func triggers(of table: String) async throws {
        let sample = try await Shop.sample(migrations: People.migrations, Supply.migrations, Offer.migrations)
        #expect(try await sample.shop.read { try $0.value(Self.triggers, ["table": table]) } == 3)
    }

    @Test("what is remembered asks reference tables, and no other")
    func asked() async throws {
        let shop = try await OfferShop()
        let recorder = Recorder()
        let database = RecordingDatabase(shop.shop.database, recorder)
        recorder.start()
        try await database.read { db in
            let day = Day(number: 20_000)
            for product in ["estate", "roof-box"] as [ID<Product>] {
                _ = try? Configuration.complete(product, .none, version: nil, currency: .EUR, on: day, in: db)
                _ = try Picture.hung(at: product, in: db)
                _ = try Product.find(product, in: db)
                _ = try PriceList.price(of: product, currency: .EUR, on: day, in: db)
            }
            _ = try PricingSettings.find(in: db)
            _ = try PriceRules.inForce(on: day, currency: .EUR, in: db)
            _ = try PriceRules.inForce(on: day, currency: .EUR, for: "DE", in: db)
        }
        let tables = recorder.stop().flatMap(\.asked).flatMap { asked in
            asked.statement.line.matches(of: /(?:FROM|JOIN) ([a-z_]+)/).map { String($0.1) }
        }
        #expect(Set(tables).count > 8)
        #expect(Set(tables).subtracting(Offer.referenceTables).isEmpty)
    }

    @Test("an edited price and product show on the next read")
    func edits() async throws {
        let shop = try await OfferShop()
        let before = try await shop.check("estate", []).json["unitPrice"]?["amount"]?.integer
        #expect(try await shop.check("estate", []).json["unitPrice"]?["amount"]?.integer == before)
        try await shop.price("estate", Money(1_234_500, .EUR))
        let after = try await shop.check("estate", []).json["unitPrice"]?["amount"]?.integer
        #expect(before != nil)
        #expect(after != before)
        #expect(after == 1_234_500)
        let product = try await shop.staff.get("/v1/catalogue/products/estate")
        var edited: JSON.Object = ["name": ["en": "Another estate"]]
        for name in ["category", "description", "taxClass", "weightGrams", "parts", "capture"] {
            edited[name] = product.json[name]
        }
        let version = Int(product.json["version"]?.integer ?? 0)
        let saved = try await shop.staff.put(
            "/v1/catalogue/products/estate", .object(edited), headers: ifMatch(version))
        #expect(saved.status == 200)
        #expect(try await shop.guest.get("/v1/products/estate").json["name"]?["en"] == "Another estate")
    }
}
