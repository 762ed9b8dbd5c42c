import Offer
import Storage
import Testbed
import Testing
import Values

/// Rules as they come from the tables, and baskets priced by them. What baskets come to in detail is for the golden
/// ones.
@Suite struct PriceRulesTests {
    private static func basket(
        _ country: Country, _ currency: Currency = .EUR, collected: Bool = false
    ) throws -> Basket {
        Basket(
            lines: [Basket.Line(
                product: Product.roofBox.id, category: Product.roofBox.category,
                unit: PriceTrace([PriceTrace.Entry(.base, Product.roofBox.name, Money(449_00, currency))]),
                quantity: 3, taxClass: "standard", weightGrams: 18_000)],
            currency: currency, country: country, isCollected: collected, day: try #require(Day("2027-04-01")))
    }

    private func total(_ basket: Basket, narrow: Bool) async throws -> Totals {
        let shop = try await OfferShop()
        let now = shop.shop.now
        return try await shop.shop.write { db in
            try Pricing.addSamples(at: now, in: db)
            return try PriceRules.inForce(
                on: basket.day, currency: basket.currency, for: narrow ? basket.country : nil, in: db).total(basket)
        }
    }

    @Test("a basket is priced by what staff set, whether all rules are read or one country's", arguments: [true, false])
    func priced(narrow: Bool) async throws {
        let totals = try await total(Self.basket("DE"), narrow: narrow)
        // 1347.00 less 5 % and 10.00; 54 kg to Germany; 19 % is contained.
        #expect(totals.goods == Money(1347_00, .EUR))
        #expect(totals.discount == Money(67_35 + 10_00, .EUR))
        #expect(totals.delivery == Money(690_00, .EUR))
        #expect(totals.total == Money(1959_65, .EUR))
        #expect(totals.tax == Money(202_72 + 110_17, .EUR))
        #expect(totals.trace.entries.map(\.label.en) == [
            "Roof box", "Spring offer", "Ten euros off a thousand", "Delivery within Germany", "VAT 19%",
        ])
        let alps = try await total(Self.basket("CH", .CHF), narrow: narrow)
        #expect(alps.total == Money(1347_00 + 29_00, .CHF))
        #expect(alps.taxes.map(\.rate.description) == ["8.1"])
        #expect(alps.trace.entries.last?.label.text(in: .de) == "MwSt. 8,1 %")
    }

    @Test("what is collected is not delivered, and taxed where it is handed over")
    func collected() async throws {
        let totals = try await total(Self.basket("AT", collected: true), narrow: true)
        #expect(totals.delivery == .zero(.EUR))
        #expect(totals.deliveryTaxes.isEmpty)
        #expect(totals.taxes.map(\.rate.description) == ["20"])
    }

    @Test("where no zone reaches or no rate is set, nothing is sold", arguments: [true, false])
    func nowhere(narrow: Bool) async throws {
        await #expect(throws: Pricing.Refusal.noTaxRate("standard", "US")) {
            try await total(Self.basket("US"), narrow: narrow)
        }
        await #expect(throws: Pricing.Refusal.notDeliveredThere("DE")) {
            try await total(Self.basket("DE", .CHF), narrow: narrow)
        }
    }

    @Test("a basket without lines costs nothing anywhere")
    func empty() async throws {
        let basket = Basket(lines: [], currency: .EUR, country: "US", isCollected: false, day: Day(number: 0))
        let totals = try await total(basket, narrow: true)
        #expect(totals.total == .zero(.EUR))
        #expect(totals.trace.entries.isEmpty)
    }

    @Test("a country's zone without a currency's tariff, and a price in another currency, are refused")
    func currencies() throws {
        let rules = PriceRules(
            pricesIncludeTax: true, taxRates: CountryTax.samples, zones: DeliveryZone.samples, discounts: [])
        let made = try Self.basket("DE")
        let mixed = Basket(
            lines: made.lines, currency: .CHF, country: "DE", isCollected: true, day: made.day)
        #expect(throws: Pricing.Refusal.notSold(.CHF)) { try rules.total(mixed) }
    }
    @Test("a weight beyond counting is beyond every step that ends")
    func heaviest() throws {
        let made = try Self.basket("DE")
        let line = Basket.Line(
            product: "anvil", category: nil, unit: made.lines[0].unit, quantity: 999, taxClass: "standard",
            weightGrams: .max)
        let basket = Basket(
            lines: [line, line], currency: .EUR, country: "DE", isCollected: false, day: made.day)
        let rules = PriceRules(
            pricesIncludeTax: true, taxRates: CountryTax.samples, zones: DeliveryZone.samples, discounts: [])
        #expect(try rules.total(basket).delivery == Money(690_00, .EUR))
    }
}
