import Storage
import Values

extension CountryTax {
    /// Germany with its half year of lower rates, Austria, and Switzerland before and after 2024.
    package static let samples: [TaxRate] = [
        rate("DE", "standard", 190_000, "2007-01-01"), rate("DE", "reduced", 70_000, "1983-07-01"),
        rate("DE", "standard", 160_000, "2020-07-01"), rate("DE", "reduced", 50_000, "2020-07-01"),
        rate("DE", "standard", 190_000, "2021-01-01"), rate("DE", "reduced", 70_000, "2021-01-01"),
        rate("DE", "zero", 0, "2023-01-01"),
        rate("AT", "standard", 200_000, "1984-01-01"), rate("AT", "reduced", 100_000, "1984-01-01"),
        rate("CH", "standard", 77_000, "2018-01-01"), rate("CH", "standard", 81_000, "2024-01-01"),
        rate("CH", "reduced", 25_000, "2018-01-01"), rate("CH", "reduced", 26_000, "2024-01-01"),
    ].compactMap(\.self)

    private static func rate(
        _ country: Country, _ taxClass: ID<TaxClass>, _ millionths: Int64, _ day: String
    ) -> TaxRate? {
        guard let rate = Percentage(millionthsOfWhole: millionths), let from = Day(day) else { return nil }
        return TaxRate(country: country, taxClass: taxClass, rate: rate, validFrom: from)
    }
}

extension DeliveryZone {
    /// By weight within Germany; by value to Austria and Switzerland.
    package static let samples = [
        DeliveryZone(
            id: "germany", name: Texts(en: "Delivery within Germany", de: "Lieferung innerhalb Deutschlands"),
            countries: ["DE"],
            tariffs: [Tariff(.weight, [
                Step(upTo: 5_000, price: Money(5_90, .EUR)), Step(upTo: 31_500, price: Money(14_90, .EUR)),
                Step(upTo: nil, price: Money(690_00, .EUR)),
            ])].compactMap(\.self)),
        DeliveryZone(
            id: "alps", name: Texts(en: "Delivery to the Alps", de: "Lieferung in die Alpen"), countries: ["AT", "CH"],
            tariffs: [
                Tariff(.value, [
                    Step(upTo: 499_99, price: Money(24_90, .EUR)), Step(upTo: nil, price: Money(0, .EUR)),
                ]),
                Tariff(.value, [Step(upTo: nil, price: Money(29_00, .CHF))]),
            ].compactMap(\.self)),
    ]
}

extension Discount {
    /// Five percent off accessories in spring 2027, and ten euros off a thousand.
    package static let samples = [
        try? Discount(
            id: "spring", label: Texts(en: "Spring offer", de: "Frühlingsangebot"), currency: .EUR,
            effect: .percentage(Percentage(millionthsOfWhole: 50_000) ?? .zero),
            eligible: .category(Category.accessories.id), validFrom: Day("2027-03-01"), validUntil: Day("2027-05-31")),
        try? Discount(
            id: "thousand", label: Texts(en: "Ten euros off a thousand", de: "Zehn Euro Rabatt ab tausend"),
            currency: .EUR,
            effect: .amount(Money(10_00, .EUR)), minimum: Money(1_000_00, .EUR)),
    ].compactMap(\.self)
}

extension Pricing {
    /// Puts the samples into a shop that has Offer's and none of these.
    package static func addSamples(at now: Instant, in db: any Transaction) throws {
        for (country, rates) in Dictionary(grouping: CountryTax.samples,
            by: \.country).sorted(by: { $0.key < $1.key }) {
            try CountryTax.set(rates, of: country, at: now, in: db)
        }
        for zone in DeliveryZone.samples { try zone.add(at: now, in: db) }
        for discount in Discount.samples { try discount.add(at: now, in: db) }
        try PricingSettings(pricesIncludeTax: true, currencies: [.EUR, .CHF], homeCountry: "DE").save(at: now, in: db)
    }
}
