import Supply
import Values

extension Category {
    package static let cars = Category(id: "cars", name: Texts(en: "Cars", de: "Autos"), position: 10)
    package static let accessories = Category(
        id: "accessories", name: Texts(en: "Accessories", de: "Zubehör"), position: 20)

    package static let samples = [cars, accessories]
}

extension Product {
    package static let roofBox = fixedSample(
        "roof-box", .roofBox, Texts(en: "Roof box", de: "Dachbox"),
        Texts(
            en: "420 litres for skis and luggage, opens on both sides.",
            de: "420 Liter für Ski und Gepäck, öffnet auf beiden Seiten."),
        weightGrams: 18_000)

    package static let floorMats = fixedSample(
        "floor-mats", .floorMats, Texts(en: "Floor mats", de: "Fußmatten"),
        Texts(en: "Four rubber mats, cut to size.", de: "Vier Gummimatten, passend zugeschnitten."),
        weightGrams: 4_200)

    package static let wallBox = fixedSample(
        "wall-box", .wallBox, Texts(en: "Wall box", de: "Wallbox"),
        Texts(en: "Charges at 11 kW, cable of 5 m.", de: "Lädt mit 11 kW, Kabel von 5 m."), weightGrams: 6_500)

    /// A car: `ModelDocument.estate` says how it may be configured.
    package static let estate = Product(
        id: "estate", kind: .configurable, category: Category.cars.id, name: Texts(en: "Estate", de: "Kombi"),
        description: Texts(
            en: "A roomy family car, built to order at our plant.",
            de: "Ein geräumiges Familienauto, auf Bestellung in unserem Werk gebaut."),
        taxClass: "standard", weightGrams: 1_450_000, capture: .atOrder,
        parts: [Part(item: Item.bodyShell.id, count: 1)], state: .draft, version: 1)

    package static let samples = [roofBox, floorMats, wallBox, estate]

    private static func fixedSample(
        _ id: ID<Product>, _ item: Item, _ name: Texts, _ description: Texts, weightGrams: Int
    ) -> Product {
        Product(
            id: id, kind: .fixed, category: Category.accessories.id, name: name, description: description,
            taxClass: "standard", weightGrams: weightGrams, capture: .atShipment,
            parts: [Part(item: item.id, count: 1)], state: .draft, version: 1)
    }
}
