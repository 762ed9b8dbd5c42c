import Values

/// A configurable car of the demo shop, drawn in the paint it is shown in.
struct DemoCar {
    let id: String
    let name: Texts
    let description: Texts
    let body: CarBody
    let paint: CarPaint
    let wheels: WheelDrawing
    /// Gross, in cents.
    let euros: Int64
    /// Group ids with the options it offers.
    let engines: [String]
    let hasRearDoors: Bool

    /// The part that a car is built on: one at the plant a car.
    var chassis: String { "chassis-\(id)" }

    static let all = [
        DemoCar(
            id: "alma", name: Texts(en: "Alma", de: "Alma"),
            description: Texts(
                en: "The small one for the city: turns on a plate, parks where others drive on.",
                de: "Der Kleine für die Stadt: wendet auf dem Teller und parkt, wo andere weiterfahren."),
            body: .city, paint: .copper, wheels: .fiveSpokes, euros: 1_899_000,
            engines: ["petrol-90", "electric-136"], hasRearDoors: false),
        DemoCar(
            id: "corso", name: Texts(en: "Corso", de: "Corso"),
            description: Texts(
                en: "A saloon that is quiet at any speed, with room for five who like each other.",
                de: "Eine Limousine, leise bei jedem Tempo, mit Platz für fünf, die sich mögen."),
            body: .saloon, paint: .blue, wheels: .tenSpokes, euros: 3_249_000,
            engines: ["petrol-150", "hybrid-204", "electric-218"], hasRearDoors: false),
        DemoCar(
            id: "varia", name: Texts(en: "Varia Estate", de: "Varia Kombi"),
            description: Texts(
                en: "The estate: 1,720 litres behind the front seats and a low sill.",
                de: "Der Kombi: 1.720 Liter hinter den Vordersitzen und eine niedrige Ladekante."),
            body: .estate, paint: .green, wheels: .sevenSpokes, euros: 3_549_000,
            engines: ["petrol-150", "diesel-150", "hybrid-204"], hasRearDoors: false),
        DemoCar(
            id: "montis", name: Texts(en: "Montis", de: "Montis"),
            description: Texts(
                en: "Sits high, drives all four wheels, tows two tonnes.",
                de: "Sitzt hoch, treibt alle vier Räder an, zieht zwei Tonnen."),
            body: .tourer, paint: .grey, wheels: .sevenSpokes, euros: 4_190_000,
            engines: ["diesel-150", "hybrid-204", "electric-218"], hasRearDoors: false),
        DemoCar(
            id: "brio", name: Texts(en: "Brio Roadster", de: "Brio Roadster"),
            description: Texts(
                en: "Two seats, no roof, and a road that bends.",
                de: "Zwei Sitze, kein Dach und eine Straße mit Kurven."),
            body: .roadster, paint: .red, wheels: .fiveSpokes, euros: 3_890_000,
            engines: ["petrol-150", "petrol-245"], hasRearDoors: false),
        DemoCar(
            id: "domo", name: Texts(en: "Domo Van", de: "Domo Van"),
            description: Texts(
                en: "Seven seats and doors that open by themselves when hands are full.",
                de: "Sieben Sitze und Türen, die von selbst öffnen, wenn die Hände voll sind."),
            body: .van, paint: .white, wheels: .fiveSpokes, euros: 4_490_000,
            engines: ["diesel-150", "electric-218"], hasRearDoors: true),
    ]
}
