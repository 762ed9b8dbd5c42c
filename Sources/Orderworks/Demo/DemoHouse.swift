import Trade
import Values

/// The demo shop's places, categories, delivery zones and stock.
extension DemoShop {
    static let places: [JSON] = [
        place("warehouse", "Parts warehouse Kassel", "warehouse", 1, "Lagerstraße 8", "34123", "Kassel"),
        place("plant", "Plant Zwickau", "plant", 2, "Werkstraße 1", "08058", "Zwickau"),
        place("dealer-berlin", "Autohaus am Park", "dealer", 3, "Parkallee 12", "10785", "Berlin"),
    ]

    static let categories: [JSON] = [
        category("cars", Texts(en: "Cars", de: "Autos"), 1),
        category("transport", Texts(en: "Carrying and towing", de: "Tragen und Ziehen"), 2),
        category("interior", Texts(en: "Inside", de: "Innenraum"), 3),
        category("charging", Texts(en: "Charging", de: "Laden"), 4),
        category("wheels", Texts(en: "Wheels", de: "Räder"), 5),
    ]

    /// By weight at home, by value abroad.
    static let zones: [JSON] = [
        [
            "id": "home", "name": Texts(en: "Germany", de: "Deutschland").json, "countries": ["DE"],
            "tariffs": [
                ["basis": "weight", "steps": [step(5_000, 590), step(31_500, 1_490), step(nil, 8_900)]],
                ["basis": "weight", "steps": [
                    step(5_000, 1_290, .CHF), step(31_500, 2_490, .CHF), step(nil, 12_900, .CHF),
                ]],
            ],
        ],
        [
            "id": "neighbours", "name": Texts(en: "Austria and Switzerland", de: "Österreich und Schweiz").json,
            "countries": ["AT", "CH"],
            "tariffs": [
                ["basis": "value", "steps": [step(10_000, 1_290), step(100_000, 2_490), step(nil, 14_900)]],
                ["basis": "value", "steps": [
                    step(10_000, 1_490, .CHF), step(100_000, 2_990, .CHF), step(nil, 15_900, .CHF),
                ]],
            ],
        ],
    ]

    static let discount: JSON = [
        "id": "winter",
        "label": Texts(
            en: "Winter offer, 5 % on accessories for the inside", de: "Winterangebot, 5 % auf Zubehör für innen"
        ).json,
        "currency": "EUR", "effect": ["kind": "percentage", "rate": "5"],
        "eligible": ["kind": "category", "category": "interior"], "minimum": Money(10_000, .EUR).json,
    ]

    /// A stock item with how many there are where.
    struct Stocked {
        let id: String
        let name: Texts
        let stock: [(place: String, count: Int)]
    }

    /// Every part the cars and goods take, once.
    static var items: [Stocked] {
        var items: [Stocked] = []
        var seen = Set<String>()
        for good in DemoGood.all where seen.insert(good.item ?? good.id).inserted {
            items.append(Stocked(
                id: good.item ?? good.id, name: good.name,
                stock: [("warehouse", good.stock.warehouse), ("dealer-berlin", good.stock.dealer)]))
        }
        for car in DemoCar.all where seen.insert(car.chassis).inserted {
            let name = Texts(
                en: "Body and chassis \(car.name.en)", de: "Karosserie und Fahrwerk \(car.name.text(in: .de))")
            items.append(Stocked(id: car.chassis, name: name, stock: [("plant", 25)]))
        }
        for option in DemoOption.engines + DemoOption.wheels + DemoOption.interiors + DemoOption.extras {
            guard let item = option.item, seen.insert(item).inserted else { continue }
            items.append(Stocked(id: item, name: option.name, stock: [("warehouse", 40), ("plant", 20)]))
        }
        return items
    }

    private static func place(
        _ id: String, _ name: String, _ kind: String, _ priority: Int64, _ street: String, _ postalCode: String,
        _ city: String
    ) -> JSON {
        [
            "id": .string(id), "name": .string(name), "kind": .string(kind), "priority": .integer(priority),
            "address": [
                "name": .string(name), "street": .string(street), "postalCode": .string(postalCode),
                "city": .string(city), "country": "DE",
            ],
        ]
    }

    private static func category(_ id: String, _ name: Texts, _ position: Int64) -> JSON {
        ["id": .string(id), "name": name.json, "position": .integer(position)]
    }

    private static func step(_ upTo: Int64?, _ cents: Int64, _ currency: Currency = .EUR) -> JSON {
        var members: [JSON.Object.Member] = [.init(name: "price", value: Money(cents, currency).json)]
        if let upTo { members.append(.init(name: "upTo", value: .integer(upTo))) }
        return .object(JSON.Object(members))
    }
}
