import Trade
import Values

/// What the demo shop's cars have beyond options and rules between them: packs, a cable by the metre, doors of two
/// kinds.
struct DemoRichness {
    let groups: [Group]
    let rules: [JSON]
    let parameters: [JSON]
    let effects: [JSON]
    let packs: [JSON]

    struct Group {
        let id: String
        let name: Texts
        let under: String
        let options: [DemoOption]
    }

    private struct Pack {
        let id: String
        let name: Texts
        let options: [String]
        /// Gross, in cents.
        let euros: Int64

        static let all = [
            Pack(
                id: "winter-pack", name: Texts(en: "Winter pack", de: "Winterpaket"),
                options: ["heated-front-seats", "heated-back-seats", "heated-wheel"], euros: 79_000),
            Pack(
                id: "parking-pack", name: Texts(en: "Parking pack", de: "Parkpaket"),
                options: ["parking-sensors", "reversing-camera", "park-assist"], euros: 139_000),
        ]
    }

    init(_ car: DemoCar) {
        let offered = Set(DemoOption.extras(of: car).map(\.id))
        packs = Pack.all.filter { $0.options.allSatisfy(offered.contains) }.map { pack in
            [
                "id": .string(pack.id), "name": pack.name.json, "options": .array(pack.options.map(JSON.string)),
                "prices": Self.prices(pack.euros),
            ]
        }
        let electric = car.engines.first { $0.hasPrefix("electric") }
        parameters = electric.map { [Self.cable(under: $0)] } ?? []
        effects = electric.map { _ in [Self.longerCable] } ?? []
        groups = offered.contains("electric-rear-doors") ? [Self.doors] : []
        rules = offered.contains("third-row") && offered.contains("three-zone-air") ? [Self.airBehind] : []
    }

    private static func prices(_ euros: Int64) -> JSON {
        [Money(euros, .EUR).json, DemoModel.francs(euros).json]
    }

    private static func cable(under engine: String) -> JSON {
        [
            "id": "charging-cable", "name": Texts(en: "Charging cable", de: "Ladekabel").json, "minimum": 5,
            "maximum": 15, "step": 5, "unit": ["en": "m"], "default": 5, "under": .string(engine),
        ]
    }

    private static let longerCable: JSON = [
        "id": "longer-cable", "name": Texts(en: "Charging cable, 5 m more", de: "Ladekabel, 5 m länger").json,
        "per": ["parameter": "charging-cable", "above": 5, "each": 5], "prices": prices(6_000),
    ]

    private static let doors = Group(
        id: "door-opening", name: Texts(en: "How the rear doors open", de: "Wie die hinteren Türen öffnen"),
        under: "electric-rear-doors",
        options: [
            DemoOption("doors-by-handle", "By handle and button", "Mit Griff und Taste", 0),
            DemoOption("doors-by-foot", "By a foot below the sill, too", "Auch mit dem Fuß unter der Schwelle", 19_000),
        ])

    private static let airBehind: JSON = [
        "id": "air-behind", "kind": "includes", "option": "third-row", "others": ["three-zone-air"],
        "message": Texts(
            en: "Who sits in the third row has air of their own: three-zone air conditioning comes along.",
            de: "Wer in der dritten Reihe sitzt, hat eigene Luft: Die Dreizonen-Klimaanlage kommt mit.").json,
    ]
}
