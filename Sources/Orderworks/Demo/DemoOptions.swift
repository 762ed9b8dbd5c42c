import Values

/// An option that cars of the demo shop offer.
struct DemoOption {
    let id: String
    let name: Texts
    /// Gross, in cents.
    let euros: Int64
    /// The stock item it takes, one a car; nil takes none.
    let item: String?
    /// What it changes in the drawing of a car that shows it; nil changes nothing.
    let sheet: CarSheet?

    init(
        _ id: String, _ en: String, _ de: String, _ euros: Int64, item: String? = nil, sheet: CarSheet? = nil
    ) {
        self.id = id
        name = Texts(en: en, de: de)
        self.euros = euros
        self.item = item
        self.sheet = sheet
    }

    /// `#rrggbb`, where a colour tells more than words.
    var swatch: String? {
        switch sheet {
        case .body(let paint): paint.colour
        case .extra(.seats(let colour)): colour
        default: nil
        }
    }

    static let engines = [
        DemoOption("petrol-90", "Petrol engine, 90 hp", "Benzinmotor, 90 PS", 0, item: "engine-petrol-90"),
        DemoOption("petrol-150", "Petrol engine, 150 hp", "Benzinmotor, 150 PS", 0, item: "engine-petrol-150"),
        DemoOption("petrol-245", "Petrol engine, 245 hp", "Benzinmotor, 245 PS", 620_000, item: "engine-petrol-245"),
        DemoOption("diesel-150", "Diesel engine, 150 hp", "Dieselmotor, 150 PS", 190_000, item: "engine-diesel-150"),
        DemoOption(
            "hybrid-204", "Plug-in hybrid, 204 hp", "Plug-in-Hybrid, 204 PS", 540_000, item: "engine-hybrid-204"),
        DemoOption(
            "electric-136", "Electric drive, 136 hp", "Elektroantrieb, 136 PS", 690_000, item: "engine-electric-136"),
        DemoOption(
            "electric-218", "Electric drive, 218 hp", "Elektroantrieb, 218 PS", 780_000, item: "engine-electric-218"),
    ]

    static let paints = [
        DemoOption("paint-white", "Chalk white", "Kreideweiß", 0, sheet: .body(.white)),
        DemoOption("paint-grey", "Slate grey", "Schiefergrau", 59_000, sheet: .body(.grey)),
        DemoOption("paint-blue", "Harbour blue", "Hafenblau", 59_000, sheet: .body(.blue)),
        DemoOption("paint-green", "Fir green", "Tannengrün", 69_000, sheet: .body(.green)),
        DemoOption("paint-red", "Signal red", "Signalrot", 69_000, sheet: .body(.red)),
        DemoOption("paint-copper", "Copper", "Kupfer", 99_000, sheet: .body(.copper)),
        DemoOption("paint-black", "Night black", "Nachtschwarz", 79_000, sheet: .body(.black)),
    ]

    static let wheels = [
        DemoOption("wheels-16", "16\" steel wheels", "16\"-Stahlräder", 0, item: "wheels-16", sheet: .wheels(.steel)),
        DemoOption(
            "wheels-17", "17\" alloy wheels, seven spokes", "17\"-Leichtmetallräder, sieben Speichen", 79_000,
            item: "wheels-17", sheet: .wheels(.sevenSpokes)),
        DemoOption(
            "wheels-18", "18\" alloy wheels, five spokes", "18\"-Leichtmetallräder, fünf Speichen", 129_000,
            item: "wheels-18", sheet: .wheels(.fiveSpokes)),
        DemoOption(
            "wheels-19", "19\" alloy wheels, ten spokes", "19\"-Leichtmetallräder, zehn Speichen", 189_000,
            item: "wheels-19", sheet: .wheels(.tenSpokes)),
    ]

    static let interiors = [
        DemoOption("interior-cloth", "Cloth, grey", "Stoff, grau", 0, sheet: .extra(.seats("#7d858b"))),
        DemoOption("interior-wool", "Wool blend, blue", "Wollmischung, blau", 89_000, sheet: .extra(.seats("#4a6a8c"))),
        DemoOption(
            "interior-vegan", "Vegan leather, black", "Veganes Leder, schwarz", 149_000,
            sheet: .extra(.seats("#2b2f33"))),
        DemoOption(
            "interior-leather", "Leather, cognac", "Leder, cognac", 219_000, item: "leather-hides",
            sheet: .extra(.seats("#9a5f33"))),
    ]

    static let extras = [
        DemoOption("cruise-control", "Cruise control", "Tempomat", 29_000),
        DemoOption("adaptive-cruise", "Adaptive cruise control", "Abstandsregeltempomat", 89_000, item: "radar-sensor"),
        DemoOption("lane-assist", "Lane assistant", "Spurhalteassistent", 49_000, item: "front-camera"),
        DemoOption("traffic-jam-pilot", "Traffic-jam pilot", "Staupilot", 129_000),
        DemoOption("parking-sensors", "Parking sensors", "Einparkhilfe", 45_000, item: "parking-sensor-set"),
        DemoOption("reversing-camera", "Reversing camera", "Rückfahrkamera", 39_000, item: "rear-camera"),
        DemoOption("park-assist", "Parks by itself", "Parkt selbst ein", 79_000),
        DemoOption("heated-front-seats", "Heated front seats", "Sitzheizung vorn", 39_000, item: "seat-heater"),
        DemoOption("heated-back-seats", "Heated back seats", "Sitzheizung hinten", 39_000, item: "seat-heater"),
        DemoOption("heated-wheel", "Heated steering wheel", "Lenkradheizung", 25_000),
        DemoOption(
            "electric-rear-doors", "Electric rear doors", "Elektrische Schiebetüren hinten", 119_000,
            item: "door-motor-pair"),
        DemoOption("electric-tailgate", "Electric tailgate", "Elektrische Heckklappe", 59_000, item: "tailgate-motor"),
        DemoOption(
            "tow-bar", "Tow bar, detachable", "Anhängerkupplung, abnehmbar", 89_000, item: "tow-bar",
            sheet: .extra(.towBar)),
        DemoOption("roof-rails", "Roof rails", "Dachreling", 35_000, item: "roof-rails", sheet: .extra(.roofRails)),
        DemoOption(
            "glass-roof", "Panoramic glass roof", "Panorama-Glasdach", 129_000, item: "glass-roof",
            sheet: .extra(.glassRoof)),
        DemoOption(
            "matrix-lights", "Matrix headlights", "Matrix-Scheinwerfer", 99_000, item: "matrix-headlights",
            sheet: .extra(.matrixLights)),
        DemoOption("head-up", "Head-up display", "Head-up-Display", 85_000, item: "head-up-display"),
        DemoOption("sound", "Concert sound", "Konzertklang", 75_000, item: "sound-system"),
        DemoOption(
            "three-zone-air", "Three-zone air conditioning", "Dreizonen-Klimaanlage", 65_000,
            item: "air-conditioning-3"),
        DemoOption("sport-chassis", "Sports chassis", "Sportfahrwerk", 79_000, item: "sport-springs"),
        DemoOption("spare-wheel", "Spare wheel", "Reserverad", 19_000, item: "spare-wheel"),
        DemoOption("third-row", "Third row of seats", "Dritte Sitzreihe", 109_000, item: "third-row-seats"),
    ]

    /// What a car offers beside engine, paint, wheels and interior.
    static func extras(of car: DemoCar) -> [DemoOption] {
        extras.filter { option in
            switch option.id {
            case "electric-rear-doors", "third-row": car.hasRearDoors
            case "heated-back-seats", "roof-rails", "glass-roof", "electric-tailgate": car.id != "brio"
            case "tow-bar": !["alma", "brio"].contains(car.id)
            case "sport-chassis": ["corso", "brio"].contains(car.id)
            case "three-zone-air": ["varia", "montis", "domo"].contains(car.id)
            default: true
            }
        }
    }
}

/// A rule between options of the demo shop's cars; it applies to every car that offers `option` and one of the
/// `others`.
struct DemoRule {
    let requires: Bool
    let option: String
    let others: [String]
    let message: Texts

    static let all = [
        DemoRule(
            requires: true, option: "traffic-jam-pilot", others: ["adaptive-cruise"],
            message: Texts(
                en: "The traffic-jam pilot needs adaptive cruise control.",
                de: "Der Staupilot braucht den Abstandsregeltempomaten.")),
        DemoRule(
            requires: true, option: "traffic-jam-pilot", others: ["lane-assist"],
            message: Texts(
                en: "The traffic-jam pilot needs the lane assistant.",
                de: "Der Staupilot braucht den Spurhalteassistenten.")),
        DemoRule(
            requires: false, option: "cruise-control", others: ["adaptive-cruise"],
            message: Texts(
                en: "Adaptive cruise control takes the place of cruise control.",
                de: "Der Abstandsregeltempomat ersetzt den Tempomaten.")),
        DemoRule(
            requires: true, option: "park-assist", others: ["parking-sensors"],
            message: Texts(
                en: "A car that parks by itself needs parking sensors.",
                de: "Ein Auto, das selbst einparkt, braucht die Einparkhilfe.")),
        DemoRule(
            requires: true, option: "heated-back-seats", others: ["heated-front-seats"],
            message: Texts(
                en: "Heated back seats come only with heated front seats.",
                de: "Die Sitzheizung hinten gibt es nur mit der Sitzheizung vorn.")),
        DemoRule(
            requires: false, option: "glass-roof", others: ["roof-rails"],
            message: Texts(
                en: "The glass roof leaves no room for roof rails.",
                de: "Das Glasdach lässt keinen Platz für eine Dachreling.")),
        DemoRule(
            requires: false, option: "tow-bar", others: ["sport-chassis"],
            message: Texts(
                en: "With the sports chassis the car may not tow.",
                de: "Mit dem Sportfahrwerk darf das Auto nicht ziehen.")),
        DemoRule(
            requires: false, option: "third-row", others: ["spare-wheel"],
            message: Texts(
                en: "The third row sits where the spare wheel would lie.",
                de: "Die dritte Sitzreihe sitzt dort, wo das Reserverad läge.")),
        DemoRule(
            requires: true, option: "sport-chassis", others: ["wheels-18", "wheels-19"],
            message: Texts(
                en: "The sports chassis needs wheels of 18\" or more.",
                de: "Das Sportfahrwerk braucht Räder ab 18\".")),
        DemoRule(
            requires: false, option: "wheels-16", others: ["electric-218", "petrol-245"],
            message: Texts(
                en: "This engine needs larger wheels than 16\".",
                de: "Dieser Antrieb braucht größere Räder als 16\".")),
    ]
}
