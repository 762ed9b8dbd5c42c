import Supply
import Values

extension Choices {
    /// A configuration of `Product.estate` that can be bought: 150 kW, red by default, fabric, tow bar.
    package static let estateWithTowBar: Choices = ["fabric", "motor-150kw", "tow-bar"]
    /// The cheapest one: everything by default but the seats, which have none.
    package static let plainEstate: Choices = ["fabric"]
}

extension ModelDocument {
    /// How `Product.estate` may be configured: five groups, of which the seats have no default; three rules.
    static let estate = ModelDocument(groups: [
        ConfigurationModel.Group(
            id: "motor", name: Texts(en: "Motor", de: "Motor"), minimum: 1, maximum: 1,
            options: [
                option("motor-110kw", Texts(en: "110 kW", de: "110 kW"), 0, 0),
                option("motor-150kw", Texts(en: "150 kW", de: "150 kW"), 2_400_00, 2_500_00, [(.motor, 1)], 12_000),
            ],
            default: ["motor-110kw"]),
        ConfigurationModel.Group(
            id: "paint", name: Texts(en: "Paint", de: "Lack"), minimum: 1, maximum: 1,
            options: [
                option("red", Texts(en: "Red", de: "Rot"), 0, 0),
                option("blue", Texts(en: "Blue", de: "Blau"), 590_00, 600_00),
                option("pearl", Texts(en: "Pearl white", de: "Perlweiß"), 990_00, 1_000_00),
            ],
            default: ["red"]),
        ConfigurationModel.Group(
            id: "wheels", name: Texts(en: "Wheels", de: "Räder"), minimum: 1, maximum: 1,
            options: [
                option("wheels-17", Texts(en: "17 inch", de: "17 Zoll"), 0, 0),
                option("wheels-19", Texts(en: "19 inch", de: "19 Zoll"), 1_200_00, 1_250_00, [(.wheel, 4)], 8_000),
            ],
            default: ["wheels-17"]),
        ConfigurationModel.Group(
            id: "seats", name: Texts(en: "Seats", de: "Sitze"), minimum: 1, maximum: 1,
            options: [
                option("fabric", Texts(en: "Fabric", de: "Stoff"), 0, 0),
                option("leather", Texts(en: "Leather", de: "Leder"), 1_890_00, 1_900_00, [], 6_000),
            ]),
        ConfigurationModel.Group(
            id: "extras", name: Texts(en: "Extra equipment", de: "Sonderausstattung"), minimum: 0, maximum: 3,
            options: [
                option(
                    "tow-bar", Texts(en: "Tow bar", de: "Anhängerkupplung"), 890_00, 900_00, [(.towBar, 1)], 21_000),
                option(
                    "heated-back-seats", Texts(en: "Heated back seats", de: "Beheizte Rücksitze"), 380_00, 390_00,
                    [(.heatedSeat, 2)], 3_000),
                option(
                    "cruise-control", Texts(en: "Adaptive cruise control", de: "Abstandstempomat"), 1_150_00, 1_200_00),
                option("sport-suspension", Texts(en: "Sport suspension", de: "Sportfahrwerk"), 740_00, 750_00),
            ]),
    ], rules: [
        ConfigurationModel.Rule(.requires, "tow-bar", ["motor-150kw"], message: Texts(
            en: "The tow bar needs the 150 kW motor.", de: "Die Anhängerkupplung braucht den Motor mit 150 kW.")),
        ConfigurationModel.Rule(.excludes, "sport-suspension", ["tow-bar"], message: Texts(
            en: "With the sport suspension the car can't tow.",
            de: "Mit dem Sportfahrwerk kann das Auto nichts ziehen.")),
        ConfigurationModel.Rule(.requires, "heated-back-seats", ["leather"], message: Texts(
            en: "Heated back seats come with leather only.", de: "Beheizte Rücksitze gibt es nur mit Leder.")),
    ])

    /// - Parameters:
    ///   - euros: its price in cents.
    ///   - francs: its price in Rappen.
    private static func option(
        _ id: ID<ConfigurationModel.Option>, _ name: Texts, _ euros: Int64, _ francs: Int64,
        _ parts: [(item: Item, count: Int)] = [], _ grams: Int = 0
    ) -> ConfigurationModel.Option {
        ConfigurationModel.Option(
            id: id, name: name, prices: [Money(euros, .EUR), Money(francs, .CHF)],
            parts: parts.map { Part(item: $0.item.id, count: $0.count) }, weightGrams: grams)
    }
}
